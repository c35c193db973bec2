"""Long work over the API: a forecast of a plan's version put in, looked after, cancelled."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from ..records.models import PlanVersion
from ..records.services.act import actor_of, one
from ..work.kinds import LEAST_DRAWS, MOST_DRAWS
from ..work.models import Job
from ..work.queue import cancel, put_in
from ..work.wanted import want_tracking

router = Router()


class ToForecast(Schema):
    """Which version, with how many draws, from which seed."""

    plan_version: UUID
    draws: int = Field(64, ge=LEAST_DRAWS, le=MOST_DRAWS)
    seed: int = Field(1, ge=0, lt=2**31)


@router.post("/jobs/forecast", response={202: dict[str, Any]})
def make_forecast(request: HttpRequest, asked: ToForecast) -> Any:
    """Have a version of a plan forecast; the same question is worked out once."""
    version = one(PlanVersion, asked.plan_version)
    inputs = {"plan_version": str(version.pk), "draws": asked.draws, "seed": asked.seed}
    actor = actor_of(request.user, "api")
    return Status(
        202, said(put_in(actor=actor, kind="forecast", inputs=inputs, client=version.plan.client_id))
    )


class ToTrack(Schema):
    """Which version's forecast is to learn from what is on record, and whether with advice on what is left."""

    plan_version: UUID
    advise: bool = True


@router.post("/jobs/track", response={202: dict[str, Any]})
def learn_again(request: HttpRequest, asked: ToTrack) -> Any:
    """Have the forecast of a version learn from what is on record now; the same knowledge is worked out once."""
    version = one(PlanVersion, asked.plan_version)
    return Status(202, said(want_tracking(version, actor_of(request.user, "api"), asked.advise)))


@router.get("/jobs/{uuid:job}", response=dict[str, Any])
def look(request: HttpRequest, job: UUID) -> Any:
    """How far a job is, and its result."""
    actor_of(request.user, "api").need("clinic_work.view_job")
    return said(one(Job, job))


@router.post("/jobs/{uuid:job}/cancel", response=dict[str, Any])
def stop(request: HttpRequest, job: UUID) -> Any:
    """Ask for a job to end."""
    return said(cancel(actor=actor_of(request.user, "api"), job=job))


def said(job: Job) -> dict[str, Any]:
    """A job as the API tells of it."""
    result = json.loads(job.result) if job.result else None
    return {"id": job.pk, "state": job.state, "progress": job.progress, "result": result, "told": job.told}
