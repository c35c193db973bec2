"""What a course does at a glance: outcomes and harm alone, for who tries one thing after another and looks.

The same chain and the same laws as `simulate`, without what only a whole answer tells: the own skin in full depth,
water, products delivered, the clock of healing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...course.days import day_grid, default_days
from ...course.protocol import protocol_of
from ...course.screen import overridden
from ...course.simulate import MOST_FAILED
from ...course.zones.parts import by_zone
from ...course.zones.words import worst_pain
from ...errors import SolverError
from ...observation.forecasts import forecasts
from ...outcomes.harm import Harm, harm
from ...protocol.comfort import comforts
from ...skin.layers import layered

if TYPE_CHECKING:
    from ...course.course import Course
    from ...evidence.registry import Values
    from ...observation.forecast import OutcomeForecast
    from ...skin.tissue import TissueTrajectory


@dataclass(frozen=True, eq=False)
class Glimpse:
    """One zone of a course: its outcomes and its harm over the draws of `values`."""

    course: Course
    outcomes: tuple[OutcomeForecast, ...]
    harm: Harm
    tissues: dict[str, TissueTrajectory]
    worst_pain: np.ndarray
    """pain of the most painful session on a scale from 0 to 10, (draw,)"""
    values: Values


def glimpse(
    course: Course, values: Values, *, layers: int, tolerance: float, override_stop: bool = False
) -> dict[str, Glimpse]:
    """Outcomes and harm of every zone of a course under given numbers, by its site; draws that fail are left out.

    Raises `Refused` where the safety screen stops it, `SolverError` where more than one draw in twenty fails.
    """
    overridden(course, override_stop)
    grid = day_grid(course, default_days(course))
    parts = by_zone(course)
    numerics = {"geometry": layered(layers), "tolerance": tolerance}
    ran = {site: protocol_of(part, grid, **numerics).run(values) for site, part in parts.items()}
    failed = np.logical_or.reduce([item.failed for item in ran.values()])
    if failed.mean() > MOST_FAILED:
        raise SolverError(f"{failed.sum()} of {failed.size} draws could not be integrated")
    if failed.any():
        values = values.subset(~failed)
        ran = {site: item.of_draws(~failed, values) for site, item in ran.items()}
    found = {}
    for site, part in parts.items():
        item, person = ran[site], part.person
        hurt = harm(person, part.aftercare, item.tissues, item.session_days, values)
        seen = forecasts(
            person, part.concerns, item.tissues, values, item.prepared.protocol.output_day, item.session_days
        )
        felt = worst_pain([one.pain_vas for one in comforts(item.prepared)], hurt.downtime_days)
        found[site] = Glimpse(part, seen, hurt, item.tissues, felt, values)
    return found
