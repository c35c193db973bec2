"""A course as it was done, run again for learning: outcomes and healing alone, on the draws that still carry weight.

What was said is at hand in full; what was done otherwise is run with the layers and the tolerance of the planner's
search, on at most `DRAWS` draws. Which draws is decided by what was read before the courses part, which is known
without a run: a draw is kept with the chance min(1, c w) and then weighs w over that chance, so that nothing is shifted
on average. Nothing is worked out that learning does not ask for: no pain, no products, no section of the skin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from ..course.days import day_grid
from ..course.protocol import protocol_of
from ..course.zones.parts import by_zone
from ..errors import SolverError
from ..observation.forecasts import forecasts
from ..outcomes.harm import Harm, harm
from ..skin.layers import layered
from ..streams import generator

if TYPE_CHECKING:
    from ..course.course import Course
    from ..evidence.registry import Values
    from ..observation.forecast import OutcomeForecast
    from ..skin.tissue import TissueTrajectory

DRAWS = 160  # of those that carry weight
LAYERS, TOLERANCE = 8, 5e-3  # as in the planner's search; what they cost: docs/decisions/0024
MOST_FAILED = 0.05


@dataclass(frozen=True)
class Zone:
    """A course in one zone as it was gone on with."""

    course: Course
    outcomes: tuple[OutcomeForecast, ...]
    values: Values


@dataclass(frozen=True)
class Zones:
    """All zones of a course as it was gone on with."""

    course: Course
    values: Values
    zones: tuple[Zone, ...]

    @property
    def by_zone(self) -> dict[str, Zone]:
        """Each zone by its site."""
        return {zone.course.person.site: zone for zone in self.zones}


@dataclass(frozen=True)
class Rerun:
    """A course run again, as far as learning reads it; of several zones `zones` has each."""

    __repr__ = brief

    course: Course
    outcomes: tuple[OutcomeForecast, ...]
    harm: Harm
    tissues: Mapping[str, TissueTrajectory]
    values: Values
    zones: tuple[Rerun, ...] = ()

    @property
    def by_zone(self) -> dict[str, Rerun]:
        """Each zone by its site; of a course of one zone itself."""
        return {zone.course.person.site: zone for zone in self.zones or (self,)}


def rerun(course: Course, values: Values) -> tuple[Rerun, np.ndarray]:
    """The course in every draw of `values` that can be integrated, and which those are (draw,).

    Raises `SolverError` where more than one in twenty cannot.
    """
    grid = day_grid(course)
    numerics = {"geometry": layered(LAYERS), "tolerance": TOLERANCE}
    parts = by_zone(course)
    protocols = {site: protocol_of(part, grid, **numerics) for site, part in parts.items()}
    ran = {site: protocol.run(values) for site, protocol in protocols.items()}
    sound = ~np.logical_or.reduce([one.failed for one in ran.values()])
    if (~sound).mean() > MOST_FAILED:
        raise SolverError(f"{(~sound).sum()} of {sound.size} draws could not be integrated")
    if not sound.all():
        values = values.subset(sound)
    zones = []
    for site, part in parts.items():
        days = ran[site].session_days
        tissues = ran[site].tissues
        if not sound.all():
            tissues = {kind: tissue.of_draws(sound) for kind, tissue in tissues.items()}
        outcomes = forecasts(part.person, part.concerns, tissues, values, grid, days)
        healed = harm(part.person, part.aftercare, tissues, days, values)
        zones.append(Rerun(part, outcomes, healed, tissues, values))
    if len(zones) == 1:
        return zones[0], sound
    first = zones[0]
    return Rerun(course, first.outcomes, first.harm, first.tissues, values, tuple(zones)), sound


def worth_running(weights: np.ndarray, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws to run again: a mask (draw,), about `count` of them, and the weight of each kept, summing to 1.

    >>> import numpy as np
    >>> keep, weight = worth_running(np.array([0.5, 0.3, 0.1, 0.05, 0.05]), 3, 1)
    >>> bool(keep[:2].all()), round(float(weight.sum()), 9)
    (True, 1.0)
    """
    weights = np.asarray(weights, float) / np.sum(weights)
    if np.count_nonzero(weights) <= count:
        keep = weights > 0
        return keep, weights[keep]
    low, high = 0.0, count / weights[weights > 0].min()
    for _ in range(60):
        scale = 0.5 * (low + high)
        low, high = (scale, high) if np.minimum(scale * weights, 1.0).sum() < count else (low, scale)
    chance = np.minimum(high * weights, 1.0)
    ends = np.floor(np.cumsum(chance) + generator(seed, "tracking", "rerun").random())
    keep = np.diff(ends, prepend=0.0) > 0
    own = weights[keep] / chance[keep]
    return keep, own / own.sum()
