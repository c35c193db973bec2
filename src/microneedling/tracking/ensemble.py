"""The ensemble of one course as learning takes it: outcomes of every zone by a key, readings and counts of healing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..observation.asked import carrier
from ..outcomes.harm import downtime_days, redness_days
from .durations import Duration
from .law import Reading
from .measurable import DURATIONS, EVENTS, SEEN, measurable
from .predicted import Predicted, credited, predicted

if TYPE_CHECKING:
    from ..course.course import Course
    from ..course.forecast import Forecast
    from ..observation.forecast import OutcomeForecast
    from .measurement import Measurement
    from .rerun import Rerun, Zones

RELATIVE_SD = 3.0  # ln: where a reading in a unit of its own may start, before the start is read


@dataclass(frozen=True)
class Followed:
    """An outcome that is followed: its zone and forecast, and whether it carries a concern."""

    zone: str
    item: OutcomeForecast
    carries: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its name in the ensemble."""
        return key_of(self.zone, self.item.name, self.item.scale)


def key_of(zone: str, outcome: str, scale: str) -> str:
    """Name of an outcome of a zone in the ensemble."""
    return f"{zone}/{outcome}/{scale}"


def zone_of(one: Measurement, course: Course) -> str:
    """The zone in which something was measured."""
    return one.zone or course.zones[0]


def outcome_of(one: Measurement, course: Course) -> tuple[str, str]:
    """Outcome and scale of a measurement that was checked."""
    known = measurable(course.in_zone(zone_of(one, course)))
    fits = [item for item in known if item.scale == one.scale and one.outcome in (None, item.outcome)]
    return fits[0].outcome, fits[0].scale


def followed_outcomes(
    forecast: Forecast | Rerun | Zones, measured: Sequence[Measurement]
) -> tuple[Followed, ...]:
    """What carries each concern in each zone, then what else was measured."""
    course = forecast.course
    wanted: dict[str, Followed] = {}
    for site, zone in forecast.by_zone.items():
        part = zone.course
        for concern in part.concerns:
            item = carrier(concern, zone.outcomes)
            old = wanted.get(key_of(site, item.name, item.scale))
            carries = (*(old.carries if old else ()), concern.kind)
            wanted[key_of(site, item.name, item.scale)] = Followed(site, item, carries)
    for one in measured:
        if one.scale in EVENTS:
            continue
        site, pair = zone_of(one, course), outcome_of(one, course)
        zone = forecast.by_zone[site]
        item = next(item for item in zone.outcomes if (item.name, item.scale) == pair)
        wanted.setdefault(key_of(site, *pair), Followed(site, item, ()))
    return tuple(wanted.values())


def ensemble_of(
    forecast: Forecast | Rerun | Zones, outcomes: Sequence[Followed], readings: Sequence[Reading]
) -> dict[str, Predicted]:
    """What the forecast predicts of each outcome, starts as far as they are known before the readings."""
    found = {}
    for one in outcomes:
        course = forecast.by_zone[one.zone].course
        given = [item.baseline for item in course.concerns if item.kind in one.carries]
        starts = [item.value for item in readings if item.outcome == one.key and item.day <= 0]
        # A start that was read stands for itself: the file's own number is most likely the same reading.
        prediction = predicted(one.item, forecast.values, None if starts or not given else given[0])
        if starts and prediction.ends is None and one.item.unit == "%":
            middle = np.full_like(prediction.start, float(np.median(starts)))
            prediction = replace(prediction, start=middle, start_sd=np.full_like(middle, RELATIVE_SD))
        found[one.key] = prediction
    return found


def readings_of(
    measured: Sequence[Measurement], course: Course, outcomes: Sequence[Followed]
) -> list[Reading]:
    """Measurements of outcomes as readings, those of instruments in ln."""
    instruments = {one.key for one in outcomes if one.item.people is None or one.item.people.worst is None}
    found = []
    for one in measured:
        if one.scale in EVENTS:
            continue
        key = key_of(zone_of(one, course), *outcome_of(one, course))
        value, error = one.value, one.error
        if key in instruments:
            value, error = float(np.log(value)), None if error is None else error / value
        found.append(Reading(key, one.day, value, one.rater, credited(one.blinded), one.readings, error))
    return found


def durations_of(measured: Sequence[Measurement], forecast: Forecast | Rerun) -> list[Duration]:
    """Days of redness or time off that were counted, and redness that was looked for, each after its session."""
    found = []
    for one in measured:
        if one.scale != SEEN and one.scale not in DURATIONS:
            continue
        zone = forecast.by_zone[zone_of(one, forecast.course)]
        days = [session.day for session in zone.course.sessions]
        before = [k for k, day in enumerate(days) if day < one.day]
        if not before:
            continue
        skin, person = zone.tissues["skin"], zone.course.person
        law = downtime_days if one.scale == "downtime_days" else redness_days
        time = law(skin, person, days, forecast.values)[before[-1]]
        seen = None if one.scale in DURATIONS else bool(one.value)
        value = one.value if seen is None else one.day - days[before[-1]]
        found.append(Duration(one.scale, np.broadcast_to(time, skin.failed.shape), value, seen))
    return found
