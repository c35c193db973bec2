"""Plans run again in full, as `simulate` runs their course files, and read by the same rules as in the search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..course.course import Course
from ..course.forecast import Forecast
from ..course.simulate import simulate
from ..evidence.registry import Values
from ..observation.asked import carrier
from ..outcomes.harm import downtime_days
from .search.space import Design, Setting, Space, course_of
from .search.stored import ZoneDraws
from .search.table import Table
from .search.wanted import Wanted, noticed_of, wanted_in
from .wishes.goals import MOST_SESSIONS, Goals


@dataclass(frozen=True, eq=False)
class Checked:
    """Designs with their course files and full forecasts, and the table that they make: row k is design k.

    A draw that failed in one forecast is in the table of none: plans are compared draw by draw.
    """

    designs: tuple[Design, ...]
    courses: tuple[Course, ...]
    forecasts: tuple[Forecast, ...]
    table: Table
    shared: tuple[np.ndarray, ...]
    """of each forecast, which of its draws (draw,) are those of the table"""


def run_in_full(
    course: Course, goals: Goals, design: Design, title: str, values: Values, seed: int, stop: bool
) -> tuple[Course, Forecast]:
    """The course file of a design, and its forecast over the same draws as the search had."""
    made = course_of(course, goals, design, title)
    return made, simulate(made, values.count, seed, values=values, override_stop=stop)


def checked(
    course: Course,
    goals: Goals,
    designs: Sequence[Design],
    courses: Sequence[Course],
    forecasts: Sequence[Forecast],
    values: Values,
) -> Checked:
    """The table of designs that were run in full over `values`, with every number as `simulate` gives it."""
    wanted = wanted_in(course, goals)
    count = len(designs)
    kept = [_kept(values, forecast.values) for forecast in forecasts]
    shared = tuple(np.logical_and.reduce(kept)[own] for own in kept)
    zones = tuple(_zone(zone, wanted[zone], designs, forecasts, shared) for zone in course.zones)
    space = Space(
        {zone.zone: zone.settings for zone in zones},
        tuple(range(1, MOST_SESSIONS + 1)),
        tuple(max(design.interval_day, 1) for design in designs),
        tuple(design.numbing for design in designs),
    )
    own = np.arange(count)
    number = np.array([design.sessions for design in designs])
    table = Table(space, zones, goals, number, own, own, np.tile(own[:, None], (1, len(zones))))
    return Checked(tuple(designs), tuple(courses), tuple(forecasts), table, shared)


def _kept(whole: Values, left: Values) -> np.ndarray:
    """Which draws (draw,) of `whole` a forecast kept: told by a number that no two draws share."""
    if left.count == whole.count:
        return np.ones(whole.count, bool)
    told = next(key for key, drawn in whole.values.items() if np.unique(drawn).size == whole.count)
    return np.isin(whole.values[told], left.values[told])


def _zone(
    zone: str,
    wanted: tuple[Wanted, ...],
    designs: Sequence[Design],
    forecasts: Sequence[Forecast],
    shared: Sequence[np.ndarray],
) -> ZoneDraws:
    draws, count = int(shared[0].sum()), len(designs)
    shape = (count, count, MOST_SESSIONS, draws)
    noticed, untouched = np.full((len(wanted), *shape), np.nan), np.full((len(wanted), draws), np.nan)
    marks, downtime, pain = np.full(shape, np.nan), np.zeros(shape), np.zeros((count, count, draws))
    for k, (design, whole) in enumerate(zip(designs, forecasts, strict=True)):
        # Nothing done is one forecast for all zones: what is not treated is not told apart in a course file.
        one, last, own = whole.by_zone.get(zone, whole), design.sessions - 1, shared[k]
        for place, item in enumerate(wanted):
            seen = _noticed(one, item, design)[own]
            if design.sessions:
                noticed[place, k, k, last] = seen
            else:
                untouched[place] = seen
        if not design.sessions:
            continue
        marks[k, k, last] = one.harm.pih_probability[own]
        skin, person = one.tissues["skin"], one.course.person
        calm = downtime_days(skin, person, list(map(float, design.days)), one.values)
        downtime[k, k, : design.sessions] = np.stack(calm)[:, own]
        pain[k, k] = one.worst_pain[own]
    settings = tuple(_setting(zone, design) for design in designs)
    return ZoneDraws(zone, settings, wanted, noticed, untouched, marks, downtime, pain)


def _setting(zone: str, design: Design) -> Setting:
    """The design's setting in a zone; of a design without sessions one that is never looked at."""
    return next((item for item in design.settings if item.zone == zone), Setting(zone, "", 0.0, 0))


def _noticed(one: Forecast, item: Wanted, design: Design) -> np.ndarray:
    """Who notices on the day on which the wish is judged, (draw,)."""
    outcome = carrier(item.concern, one.outcomes)
    at = int(np.argmin(np.abs(outcome.day - item.day(design))))
    return noticed_of(outcome)[:, at]
