"""Whether the goals fit the person they are for, and the day of planning. Loads without the array library."""

from __future__ import annotations

from datetime import date
from typing import Any

from ...course.course import Course
from ...errors import Mistake, did_you_mean
from .agreement import as_date
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
            continue
        own = [item.zone or course.zones for item in course.concerns if item.kind == wish.concern]
        places = [zone for zone in course.zones if any(zone in held for held in own)]
        if wish.zone is not None and wish.zone not in places:
            allowed = f"a zone of the course file that has this concern: {', '.join(places)}"
            found.append(Mistake(f"wish[{k}].zone", f'"{wish.zone}"', allowed))
    if not goals.instruments and not course.instruments:
        allowed = "at least one device at hand, here or in the course file: [device.NAME]"
        found.append(Mistake("device", "nothing", allowed, "`microneedling devices` lists the known types."))
    return found


def past(goals: Goals, today: date) -> list[Mistake]:
    """A start that has gone by on the day of planning."""
    return gone_by(goals.start_date, today)


def gone_by(start: Any, today: date) -> list[Mistake]:
    """The same of a start as it was written, which may be no date at all."""
    begins = as_date(start)
    if begins is None or begins >= today:
        return []
    allowed = f"a day from today, {today}, on: nothing starts in the past"
    return [Mistake("start_date", str(begins), allowed)]
