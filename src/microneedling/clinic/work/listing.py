"""Jobs as pages show them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ..records.services.act import Actor, one
from .models import Job

MOST = 20


def recent_jobs(*, actor: Actor, since: datetime) -> list[Job]:
    """The actor's own jobs that wait, run, or ended since; newest first, none for who may not see jobs."""
    if actor.user is None or not actor.may("clinic_work.view_job"):
        return []
    going = Q(state__in=(Job.State.WAITING, Job.State.RUNNING))
    rows = Job.objects.filter(going | Q(done_at__gte=since), user=actor.user).select_related(
        "client__identity"
    )
    return list(rows.order_by("-made_at")[:MOST])


def sheet_job(*, version: UUID) -> Job | None:
    """The newest job that works out the client's sheet of a version of a plan."""
    rows = Job.objects.filter(kind="forecast", inputs__contains=str(version))
    return rows.filter(inputs__contains='"sheet":true').order_by("-made_at").first()


def learning_job(*, version: UUID) -> Job | None:
    """The newest job that learns from what is on record of a version of a plan, or makes its forecast."""
    rows = Job.objects.filter(kind__in=("track", "forecast"), inputs__contains=str(version))
    return rows.order_by("-made_at").first()


def one_job(job: UUID) -> Job:
    """A job by its id; raises `NotFound`."""
    return one(Job, job)
