"""What wants attention besides those who are booked: scores due, plans that nobody booked for, drafts, the backup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.utils import timezone

from ....evidence.practice import limit
from ..models import Appointment, Client, Draft, Measurement, Note, Plan, Session
from ..services.act import Actor
from .banner import name_of
from .reading import need

FORGOTTEN = timedelta(days=365)  # who was last here before that is not coming back by a list
MOST = 30  # rows of one list; it says how many more there are


@dataclass(frozen=True)
class Waiting:
    """A client something is due for, and since when."""

    id: UUID
    name: str
    since: date


def _whose(actor: Actor, row: Client) -> str:
    named = actor.may("clinic_records.view_identity")
    return name_of(row, getattr(row, "identity", None) if named else None)


def scores_due(*, actor: Actor, day: date) -> list[Waiting]:
    """Clients whose last session lies as long back as trials wait to judge, and who were not scored since."""
    need(actor, "clinic_records.view_measurement")
    wait, now = timedelta(days=limit("assessment_after_day")), timezone.now()
    mine = {"client": OuterRef("pk")}
    sessions = (
        Session.objects.filter(voided__isnull=True, **mine).order_by("-happened_at").values("happened_at")
    )
    scores = Measurement.objects.filter(**mine).order_by("-happened_at").values("happened_at")
    due_at = ExpressionWrapper(F("last") + wait, DateTimeField())
    rows = (
        Client.objects.filter(state=Client.State.ACTIVE)
        .annotate(last=Subquery(sessions[:1]), scored=Subquery(scores[:1]))
        .filter(last__lt=now - wait, last__gt=now - FORGOTTEN)
        .filter(Q(scored__isnull=True) | Q(scored__lt=due_at))
        .select_related("identity")
        .order_by("last")[: MOST + 1]
    )
    return [Waiting(row.pk, _whose(actor, row), timezone.localdate(row.last + wait)) for row in rows]  # type: ignore[attr-defined]


def unbooked(*, actor: Actor, day: date) -> list[Waiting]:
    """Clients with a plan that runs and nothing booked from today on; since their last session, or the plan's start."""
    need(actor, "clinic_records.view_appointment")
    ahead = Appointment.objects.filter(
        client=OuterRef("client"), on_day__gte=day, state__in=Appointment.AHEAD
    )
    done = Session.objects.filter(plan=OuterRef("pk")).order_by("-happened_at").values("happened_at")
    rows = (
        Plan.objects.filter(state=Plan.State.RUNNING, client__state=Client.State.ACTIVE)
        .annotate(booked=Exists(ahead), last=Subquery(done[:1]))
        .filter(booked=False)
        .select_related("client__identity")
        .order_by("last")[: MOST + 1]
    )
    return [
        Waiting(row.client.pk, _whose(actor, row.client), timezone.localdate(row.last or row.entered_at))  # type: ignore[attr-defined]
        for row in rows
    ]


def own_drafts(*, actor: Actor) -> list[Any]:
    """What the actor left unsent, newest first; nobody else's."""
    rows = Draft.objects.filter(user=actor.user, expires_at__gt=timezone.now())
    return list(rows.select_related("client__identity").order_by("-changed_at")[:MOST])


def unsigned_notes(*, actor: Actor) -> list[Any]:
    """Notes that nobody signed yet, oldest first."""
    if not actor.may("clinic_records.view_note"):
        return []
    rows = Note.objects.filter(signed_at__isnull=True).annotate(writer=F("entered_by__username"))
    return list(rows.select_related("client__identity").order_by("happened_at")[: MOST + 1])


def unsettled(*, actor: Actor, day: date) -> list[Any]:
    """Bookings up to a day of which nobody said what became of them."""
    need(actor, "clinic_records.view_appointment")
    rows = Appointment.objects.filter(on_day__lte=day, state__in=Appointment.AHEAD).annotate(
        treated=Exists(Session.objects.filter(appointment=OuterRef("pk")))
    )
    return list(rows.select_related("client__identity").order_by("on_day", "at_time")[: MOST + 1])


def last_backup() -> datetime | None:
    """When the newest backup in the clinic's folder was written, None where there is none."""
    for newest in settings.HOME.made_backups():
        return datetime.fromtimestamp(newest.stat().st_mtime, tz=timezone.get_current_timezone())
    return None
