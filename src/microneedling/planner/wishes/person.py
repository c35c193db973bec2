"""Whether the goals fit the person they are for, and the day of planning. Loads without the array library."""

from __future__ import annotations

from datetime import date

from ...course.course import Course
from ...errors import Mistake, did_you_mean
from .goals import Goals


def against(goals: Goals, course: Course) -> list[Mistake]:
    """What the goals ask that the course file knows nothing of."""
    found = []
    kinds = list(dict.fromkeys(concern.kind for concern in course.concerns))
    for k, wish in enumerate(goals.wishes):
        if wish.concern not in kinds:
            allowed = f"a concern of the course file: {', '.join(kinds)}"
            found.append(
                Mistake(f"wish[{k}].concern", f'"{wish.concern}"', allowed, did_you_mean(wish.concern, kinds))
            )
        elif wish.zone is not None and not any(
            concern.kind == wish.concern and wish.zone in (concern.zone or course.zones)
            for concern in course.concerns
        ):
            allowed = f"a zone of the course file that has this concern; zones: {', '.join(course.zones)}"
            found.append(Mistake(f"wish[{k}].zone", f'"{wish.zone}"', allowed))
    if not goals.instruments and not course.instruments:
        allowed = "at least one device at hand, here or in the course file: [device.NAME]"
        found.append(Mistake("device", "nothing", allowed, "`microneedling devices` lists the known types."))
    return found


def past(goals: Goals, today: date) -> list[Mistake]:
    """A start that has gone by on the day of planning."""
    if goals.start_date is None or goals.start_date >= today:
        return []
    return [
        Mistake(
            "start_date", str(goals.start_date), f"a day from today, {today}, on: nothing starts in the past"
        )
    ]
