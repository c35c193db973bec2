"""Which wish is answered by which outcome, where, and on which day it is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...observation.asked import carrier
from ..wishes.goals import Goals, Wish
from .space import Design

if TYPE_CHECKING:
    from ...course.course import Course
    from ...observation.forecast import OutcomeForecast
    from ...skin.concern import Concern


@dataclass(frozen=True)
class Wanted:
    """One wish in one zone: the concern that it is about, its place among the wishes, when it is judged."""

    place: int  # of the wish in the goals
    wish: Wish
    concern: Concern
    zone: str

    def day(self, design: Design) -> float:
        """Day on which the wish is judged in a plan: as asked for, else the plan's earliest assessment day."""
        return float(self.wish.by_day or design.assessment_day)

    def noticed(self, outcomes: Sequence[OutcomeForecast]) -> np.ndarray:
        """Share (draw, day) of such people who notice an improvement, by the outcome that carries the concern."""
        return noticed_of(carrier(self.concern, outcomes))


def noticed_of(item: OutcomeForecast) -> np.ndarray:
    """Share (draw, day) of such people who notice an improvement; of a reading without people all or nobody."""
    if item.noticed is not None:
        return item.noticed
    return (item.better * item.change >= item.noticeable[:, None]).astype(float)


def wanted_in(course: Course, goals: Goals) -> dict[str, tuple[Wanted, ...]]:
    """The wishes of each zone; one without a zone is wanted wherever the course has the concern."""
    found: dict[str, list[Wanted]] = {zone: [] for zone in course.zones}
    for place, wish in enumerate(goals.wishes):
        for zone in course.zones:
            if wish.zone not in (None, zone):
                continue
            own = [item for item in course.in_zone(zone).concerns if item.kind == wish.concern]
            found[zone] += [Wanted(place, wish, item, zone) for item in own[:1]]
    return {zone: tuple(held) for zone, held in found.items()}
