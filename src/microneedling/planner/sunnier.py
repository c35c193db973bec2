"""A plan under more sun than was said: daily sun and no sunscreen, on the same draws, as finely as the search runs."""

from __future__ import annotations

from ..course.course import Course
from ..evidence.registry import Values
from ..outcomes.summary import rounded
from .search.space import Design, Space
from .search.stored import zone_draws
from .search.table import table_of
from .search.wanted import wanted_in
from .wishes.goals import Goals

ANY_GAP_DAY = 28  # of one session, whose interval counts for nothing


def with_more_sun(course: Course, goals: Goals, design: Design, values: Values) -> dict[str, float] | None:
    """Chances of a noticeable change and of dark marks under daily sun without sunscreen; None without sessions."""
    if not design.sessions:
        return None
    sunny = course.aftercare.model_copy(update={"sun": "daily", "sunscreen": False})
    outdoors = course.model_copy(update={"aftercare": sunny})
    free = goals.model_copy(update={"space": goals.space.model_copy(update={"sunscreen": "as written"})})
    space = Space(
        {item.zone: (item,) for item in design.settings},
        (design.sessions,),
        (design.interval_day or ANY_GAP_DAY,),
        (None,),
    )
    wanted = wanted_in(outdoors, free)
    zones = [zone_draws(outdoors, free, space, zone, wanted[zone], values) for zone in space.zones]
    table = table_of(space, zones, free)
    return {
        "benefit": rounded(float(table.benefit[1].mean())),
        "dark marks": rounded(float(table.marks[1].mean())),
    }
