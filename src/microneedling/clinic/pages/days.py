"""The day: who comes, what wants attention, what is not closed yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ..records.models import Appointment
from ..records.names import age_on
from ..records.selectors.attention import (
    last_backup,
    own_drafts,
    scores_due,
    unbooked,
    unsettled,
    unsigned_notes,
)
from ..records.selectors.banner import name_of
from ..records.selectors.days import day_list
from ..records.selectors.following import off_forecast
from ..records.services.act import Actor, actor_of
from ..work.listing import recent_jobs
from .asked import asked, shown
from .bookings import day_of
from .draft_places import place_of

OLD_BACKUP = timedelta(days=2)  # from then on a backup wants attention


@dataclass(frozen=True)
class Named:
    """A row with the name of its client, as far as it is for who asks."""

    row: Any
    name: str
    age: str = ""


def named(actor: Actor, row: Any, day: date) -> Named:
    """The same for one row."""
    client = row.client
    if client is None:
        return Named(row, "")
    identity = getattr(client, "identity", None) if actor.may("clinic_records.view_identity") else None
    age = age_on(identity.born_on, identity.born_precision, day) if identity is not None else ""
    return Named(row, name_of(client, identity), age)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The list of a day, today's unless `day` names another."""
    now = timezone.localdate()
    day = day_of(request.GET.get("day", ""), now)
    actor = actor_of(request.user, "page")
    what: dict[str, Any] = {"clinic": settings.CLINIC_NAME, "day": day, "today": now}
    what |= {"before": day - timedelta(days=1), "after": day + timedelta(days=1)}
    if actor.may("clinic_records.view_appointment"):
        found = day_list(actor=actor, day=day)
        what |= {
            "booked": [named(actor, row, day) for row in found["booked"]],
            "unsigned": [named(actor, row, day) for row in found["unsigned"]],
            "lots": found["lots"],
            "ended": (Appointment.State.DONE, Appointment.State.MISSED),
            "unbooked": unbooked(actor=actor, day=now),
        }
    what |= _attention(actor, now)
    return render(request, "clinic/day.html", what)


def _attention(actor: Actor, now: date) -> dict[str, Any]:
    found: dict[str, Any] = {
        "drafts": [(named(actor, row, now), place_of(row)) for row in own_drafts(actor=actor)]
    }
    if actor.may("clinic_records.view_measurement"):
        found["due"] = scores_due(actor=actor, day=now)
        found["off"] = off_forecast(actor=actor)
    found["jobs"] = [
        named(actor, job, now) for job in recent_jobs(actor=actor, since=timezone.now() - timedelta(days=1))
    ]
    if actor.may("clinic_audit.view_entry"):  # whoever answers for the clinic
        backup = last_backup()
        found |= {
            "backup_shown": True,
            "backup": backup,
            "backup_old": backup is None or timezone.now() - backup > OLD_BACKUP,
        }
    return found


@asked("GET")
def close(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What has to be done before everybody goes home: nothing open, nothing unsigned, every booking settled."""
    actor.need("clinic_records.view_appointment")
    now = timezone.localdate()
    return shown(
        request,
        "close",
        today=now,
        unsigned=[named(actor, row, now) for row in day_list(actor=actor, day=now)["unsigned"]],
        notes=[named(actor, row, now) for row in unsigned_notes(actor=actor)],
        unsettled=[named(actor, row, now) for row in unsettled(actor=actor, day=now)],
        drafts=[(named(actor, row, now), place_of(row)) for row in own_drafts(actor=actor)],
    )


@login_not_required
@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Whether the server answers; says nothing else."""
    return HttpResponse("alive", content_type="text/plain")
