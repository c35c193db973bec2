"""What the log of a session shows: the session, what was set last time, what may be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from ..models import Appointment, Consent, ConsentKind, Device, Plan, Session, SessionZone
from ..services.act import Actor, NotFound, one
from .clients import session_parts
from .days import lots_in_stock
from .reading import need
from .withheld import as_allowed


def session_log(*, actor: Actor, session: UUID) -> Session:
    """A session with its parts, in a number of queries that does not grow; raises `NotFound`."""
    need(actor, "clinic_records.view_session")
    one(Session, session)
    rows = (
        Session.objects.select_related("device", "plan", "plan_version", "voided", "appointment")
        .annotate(signer=F("signed_by__username"), by=F("practitioner__username"))
        .prefetch_related("zones", "numbing", *session_parts(actor))
    )
    row = rows.filter(pk=session).first()
    if row is None:
        raise NotFound("no such session")
    return as_allowed(actor, [row])[0]


def last_settings(session: Session) -> dict[str, SessionZone]:
    """The newest settings of each zone from earlier sessions of the client that count."""
    rows = SessionZone.objects.filter(
        session__client=session.client_id,
        session__voided__isnull=True,
        session__happened_at__lt=session.happened_at,
    ).exclude(session=session)
    found: dict[str, SessionZone] = {}
    for row in rows.select_related("session").order_by("session__happened_at"):
        found[row.zone] = row
    return found


def sessions_before(session: Session) -> int:
    """How many sessions of the same plan came before one, those voided left out."""
    rows = Session.objects.filter(plan=session.plan_id, voided__isnull=True)  # type: ignore[attr-defined]
    return rows.filter(happened_at__lt=session.happened_at).exclude(pk=session.pk).count()


def running_plans(client: UUID) -> list[Any]:
    """Plans that run, with the version that stands."""
    rows = Plan.objects.filter(client=client, state=Plan.State.RUNNING).select_related("current", "client")
    return list(rows.order_by("-entered_at"))


def agreed(plans: Sequence[Plan]) -> dict[UUID, Consent]:
    """By plan, the newest consent to the version that stands; a plan without one is left out."""
    rows = Consent.objects.filter(
        offer__kind=ConsentKind.TREATMENT,
        offer__plan_version__in=[plan.current_id for plan in plans],  # type: ignore[attr-defined]
        decision=Consent.Decision.GIVEN,
        withdrawal__isnull=True,
    )
    by_version = {
        row.offer.plan_version_id: row  # type: ignore[attr-defined]
        for row in rows.select_related("offer").order_by("happened_at")
        if row.client_id == row.offer.client_id  # type: ignore[attr-defined]
    }
    return {plan.pk: by_version[plan.current_id] for plan in plans if plan.current_id in by_version}  # type: ignore[attr-defined]


def devices_in_use(day: date) -> list[Device]:
    """Devices that were not retired by a day."""
    return list(Device.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=day)).order_by("name"))


def booked_for(client: UUID, day: date) -> list[Appointment]:
    """Bookings of a client on a day that no session belongs to yet."""
    rows = Appointment.objects.filter(
        client=client, on_day=day, state__in=Appointment.AHEAD, session__isnull=True
    )
    return list(rows.order_by("at_time"))


def open_today(client: UUID, day: date) -> list[Session]:
    """Sessions of a client begun on a day that are neither signed nor voided, the newest first."""
    rows = Session.objects.filter(client=client, signed_at__isnull=True, voided__isnull=True)
    return list(rows.filter(happened_at__date=day).order_by("-happened_at"))


def lots_to_take(*, actor: Actor) -> list[Any]:
    """Lots with something left, those that expire first in front."""
    if not actor.may("clinic_records.view_lot"):
        return []
    return list(lots_in_stock(actor=actor).filter(left__gt=0))
