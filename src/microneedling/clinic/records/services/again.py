"""The next booking after a booking: at the same time on the wall, so many calendar days later."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from ..models import Appointment
from .act import Actor, one, service
from .bookings import book
from .rows import refused

MOST_DAYS = 3660


@service("clinic_records.add_appointment")
def book_again(
    *, actor: Actor, appointment: UUID, after_days: int, purpose: str = "", double_booked_reason: str = ""
) -> Appointment:
    """A booking like another, so many calendar days later at the same time on the wall, whatever clocks did between.

    Raises `InputError` for a time that the clocks skip or show twice on that day, and where somebody is booked then.
    """
    if not 0 < after_days <= MOST_DAYS:
        raise refused("appointment", ("after_days", str(after_days), f"1 to {MOST_DAYS}"))
    of = one(Appointment, appointment)
    return book(
        actor=actor,
        client=of.client.pk,
        purpose=purpose or of.purpose,
        on_day=of.on_day + timedelta(days=after_days),
        at_time=of.at_time,
        minutes=of.minutes,
        time_zone=of.time_zone,
        plan=of.plan.pk if of.plan is not None else None,
        practitioner=of.practitioner.pk if of.practitioner is not None else None,
        room=of.room,
        double_booked_reason=double_booked_reason,
    )
