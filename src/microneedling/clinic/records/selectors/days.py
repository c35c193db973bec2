"""What a day brings: who comes, what is unsigned, what runs out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Sum, Value
from django.db.models.functions import Coalesce

from ..models import Appointment, Client, Lot, Session
from ..services.act import Actor
from .reading import looked, need

SOON = timedelta(days=30)  # before a lot expires it is said for so long


def day_list(*, actor: Actor, day: date) -> dict[str, Any]:
    """Bookings of a day by their wall time, sessions begun that are not signed, lots that expire soon.

    A booking has the session that is going on with its client as `going_on`, None where there is none.
    """
    need(actor, "clinic_records.view_appointment")
    booked = (
        Appointment.objects.filter(on_day=day)
        .exclude(state=Appointment.State.CANCELLED)
        .select_related("client__identity", "practitioner", "plan")
        .order_by("at_time")
    )
    open_sessions = Session.objects.filter(signed_at__isnull=True, voided__isnull=True).exclude(
        client__state=Client.State.ERASED
    )
    unsigned = open_sessions.select_related("client__identity").order_by("happened_at")[:50]
    rows = list(booked)
    theirs = {row.client_id for row in rows}  # type: ignore[attr-defined]
    begun = list(open_sessions.filter(client__in=theirs, happened_at__date=day).order_by("happened_at"))
    by_client = {row.client_id: row for row in begun}
    by_booking = {row.appointment_id: row for row in begun}  # type: ignore[attr-defined]
    for row in rows:
        over = row.state not in Appointment.AHEAD
        row.going_on = by_booking.get(row.pk) or (None if over else by_client.get(row.client_id))  # type: ignore[attr-defined]
    answer = {"booked": rows, "unsigned": list(unsigned), "lots": expiring(actor=actor, day=day)}
    looked(actor, "day.read", bookings=len(answer["booked"]))
    return answer


def lots_in_stock(*, actor: Actor) -> Any:
    """Lots with what is left of each (`left`), those that expire first in front."""
    need(actor, "clinic_records.view_lot")
    nothing = Value(Decimal(0), DecimalField())
    return (
        Lot.objects.select_related("product")
        .annotate(left=Coalesce(Sum("moves__quantity"), nothing))
        .order_by("expires_on")
    )


def expiring(*, actor: Actor, day: date) -> list[Any]:
    """Lots with something left that expire within a month of a day, or did."""
    if not actor.may("clinic_records.view_lot"):
        return []
    return list(lots_in_stock(actor=actor).filter(left__gt=0, expires_on__lte=day + SOON))
