"""The one chance of each concern: that this person notices an improvement by the earliest assessment day.

Which outcome carries a concern: the score or reading of the very thing that troubles the person, on the scale that the
course names, else the usual one (the chief one of `observation.asked`); never a second way of saying the same,
such as the improvement in percent beside a grade. Terminal, page and JSON give this chance and no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..observation.asked import answers_to
from ..outcomes.summary import HIGH, LOW, rounded

if TYPE_CHECKING:
    from ..observation.forecast import OutcomeForecast
    from ..skin.concern import Concern
    from .course import Course


@dataclass(frozen=True)
class ConcernChance:
    """Chance that this person notices an improvement of a concern on a day.

    `of` is the name of the outcome that carries it. `chance` is the mean over the draws; in four of five draws it lies
    between `low80` and `high80`, the mean itself always within. Both ends are None where there is one draw, and where
    an instrument carries the concern, since then a draw lets all people notice it or nobody.
    """

    concern: str
    of: str
    day: float
    chance: float
    low80: float | None
    high80: float | None

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in the JSON answer."""
        return asdict(self)


def chances(course: Course, outcomes: Sequence[OutcomeForecast]) -> tuple[ConcernChance, ...]:
    """The chance of each concern on the earliest assessment day, or the last day followed where that is earlier."""
    day = float(min(course.assessment_day, course.until_day))
    return tuple(_of(concern, carrier(concern, outcomes), day) for concern in course.concerns)


def carrier(concern: Concern, outcomes: Sequence[OutcomeForecast]) -> OutcomeForecast:
    """The outcome that carries a concern, on the concern's own scale where it is forecast on that."""
    name = outcome_name(concern)
    named = [item for item in outcomes if item.name == name]
    return next((item for item in named if item.scale == concern.scale), named[0])


def outcome_name(concern: Concern) -> str:
    """Name of the outcome that carries a concern."""
    chief = answers_to(concern.kind)[0]
    return f"{chief}_{concern.scar_type}" if concern.scar_type else chief


def _of(concern: Concern, outcome: OutcomeForecast, day: float) -> ConcernChance:
    drawn = outcome.chances_at(day)
    chance, low, high = float(drawn.mean()), None, None
    if drawn.size > 1 and outcome.noticed is not None:
        ends = np.quantile(drawn, (LOW, HIGH))
        low, high = rounded(min(ends[0], chance)), rounded(max(ends[1], chance))
    return ConcernChance(concern.kind, outcome.name, rounded(day), rounded(chance), low, high)
