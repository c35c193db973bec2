"""Appointments and drafts written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from ....errors import InputError
from ...audit.record import canonical
from ...time_zones import unknown
from ..models import Appointment, Client, Draft, Plan
from ..selectors.clients import resolved
from .act import Actor, one, service
from .rows import added, changed, refused

State = Appointment.State
ENDED = (State.DONE, State.CANCELLED, State.MISSED)


def instant(day: date, clock: time, zone: str) -> datetime:
    """The instant of a wall time, UTC; raises `InputError` for a time that the clocks skip or that comes twice."""
    if mistakes := unknown(zone):
        raise InputError("appointment", mistakes)
    wall = datetime.combine(day, clock)
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    there = first.astimezone(UTC)
    if there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != wall:
        raise refused(
            "appointment", ("at_time", f"{clock:%H:%M}, which the clocks skip that day", "another time")
        )
    if first.utcoffset() != second.utcoffset():
        raise refused(
            "appointment", ("at_time", f"{clock:%H:%M}, which comes twice that day", "another time")
        )
    return there


@service("clinic_records.add_appointment")
def book(
    *,
    actor: Actor,
    client: UUID,
    purpose: str,
    on_day: date,
    at_time: time,
    minutes: int,
    time_zone: str = "",
    plan: UUID | None = None,
    practitioner: int | None = None,
    room: str = "",
    double_booked_reason: str = "",
) -> Appointment:
    """A booking by the clock on the wall; one person or room twice at a time needs a reason."""
    whose = one(Client, client)
    row = Appointment(client=whose, purpose=purpose, minutes=minutes, room=room)
    row.time_zone = time_zone or settings.TIME_ZONE
    row.plan = None if plan is None else one(Plan, plan)
    if row.plan is not None and row.plan.client_id != whose.pk:
        raise refused("appointment", ("plan", "one of another client", "one of this client"))
    row.practitioner = None if practitioner is None else one(User, practitioner, lock=True)
    row.double_booked_reason = double_booked_reason
    _set_time(row, on_day, at_time)
    return added(row, actor, "appointment.book", whose)


@service("clinic_records.change_appointment")
def move_appointment(
    *,
    actor: Actor,
    appointment: UUID,
    version: int,
    on_day: date,
    at_time: time,
    double_booked_reason: str = "",
) -> Appointment:
    """Another time for a booking; raises `Conflict` on an old version."""
    row = one(Appointment, appointment, lock=True)
    row.double_booked_reason = double_booked_reason
    _set_time(row, on_day, at_time)
    names = ("on_day", "at_time", "starts_at", "ends_at", "double_booked_reason")
    changes = {name: getattr(row, name) for name in names}
    return changed(Appointment, appointment, version, changes, actor, "appointment.move")


@service("clinic_records.change_appointment")
def settle_appointment(
    *, actor: Actor, appointment: UUID, version: int, state: str, reason: str = ""
) -> Appointment:
    """What became of a booking: arrived, done, cancelled, missed; what has ended stays so."""
    row = one(Appointment, appointment, lock=True)
    if row.state in ENDED and state != row.state:
        raise refused("appointment", ("state", str(row.state), "a booking that has not ended"))
    return changed(
        Appointment, appointment, version, {"state": state, "reason": reason}, actor, "appointment.settle"
    )


def _set_time(row: Appointment, day: date, clock: time) -> None:
    if not 0 < row.minutes <= 24 * 60:
        raise refused("appointment", ("minutes", str(row.minutes), "1 to 1440"))
    row.on_day, row.at_time = day, clock
    row.starts_at = instant(day, clock, row.time_zone)
    row.ends_at = row.starts_at + timedelta(minutes=row.minutes)
    if row.double_booked_reason.strip():
        return
    others = Appointment.objects.exclude(pk=row.pk).exclude(state__in=ENDED)
    at_once = others.filter(starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
    allowed = "another time, or a reason in double_booked_reason"
    if row.practitioner is not None and at_once.filter(practitioner=row.practitioner).exists():
        raise refused("appointment", ("practitioner", "booked at that time", allowed))
    if row.room and at_once.filter(room=row.room).exists():
        raise refused("appointment", ("room", "booked at that time", allowed))


def keep_draft(*, actor: Actor, form: str, body: dict[str, Any], client: UUID | None = None) -> Draft:
    """What a user is typing, kept for them alone; no record yet, so not noted. Raises `InputError` for nobody."""
    if actor.user is None:
        raise refused("draft", ("user", "nobody", "somebody signed in"))
    text = canonical(body)
    if len(text) > 200_000:
        raise refused("draft", ("body", f"{len(text)} characters", "at most 200000"))
    now = timezone.now()
    kept = {"body": text, "changed_at": now, "expires_at": now + timedelta(days=settings.DRAFT_DAYS)}
    whose = None if client is None else resolved(client)
    draft, _ = Draft.objects.update_or_create(
        user=actor.user, client=whose, form=form, defaults={**kept, "entered_by": actor.user}
    )
    return draft


def find_draft(*, actor: Actor, form: str, client: UUID | None = None) -> Draft | None:
    """The user's own draft of a form, unless it is too old; nobody else's is ever found."""
    whose = None if client is None else resolved(client)
    rows = Draft.objects.filter(user=actor.user, form=form, client=whose, expires_at__gt=timezone.now())
    return rows.first()


def drop_draft(*, actor: Actor, form: str, client: UUID | None = None) -> int:
    """Throw away the user's own draft, and all that are too old; returns how many."""
    whose = None if client is None else resolved(client)
    own, _ = Draft.objects.filter(user=actor.user, form=form, client=whose).delete()
    old, _ = Draft.objects.filter(expires_at__lte=timezone.now()).delete()
    return own + old
