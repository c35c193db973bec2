"""The one chance of each concern: that this person notices an improvement by the earliest assessment day.

It is that of the outcome which carries the concern (`observation.asked`). Terminal, page and JSON give this chance and
no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..observation.asked import carrier
from ..outcomes.summary import HIGH, LOW, rounded

if TYPE_CHECKING:
    from ..observation.forecast import OutcomeForecast
    from ..skin.concern import Concern
    from .course import Course


@dataclass(frozen=True)
class ConcernChance:
    """Chance that this person notices an improvement of a concern on a day.

    `of` is the name of the outcome that carries it, `scale` what that is read on (one may be forecast on two scales).
    `chance` is the mean over the draws; in four of five draws it lies between `low80` and `high80`, the mean itself
    always within. Both ends are None where there is one draw.
    """

    concern: str
    of: str
    day: float
    chance: float
    low80: float | None
    high80: float | None
    scale: str
    zone: str = ""
    """which, of a course with several"""

    def outcome(self, outcomes: Sequence[OutcomeForecast]) -> OutcomeForecast:
        """The outcome among these whose chance it is; raises `StopIteration` where they lack it."""
        sought = (self.of, self.scale, self.zone)
        return next(item for item in outcomes if (item.name, item.scale, item.zone) == sought)

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in the JSON answer."""
        fields = asdict(self)
        return fields if self.zone else {key: value for key, value in fields.items() if key != "zone"}


def chances(course: Course, outcomes: Sequence[OutcomeForecast]) -> tuple[ConcernChance, ...]:
    """The chance of each concern on the earliest assessment day, or the last day followed where that is earlier."""
    day = float(min(course.assessment_day, course.until_day))
    return tuple(_of(concern, carrier(concern, outcomes), day) for concern in course.concerns)


def _of(concern: Concern, outcome: OutcomeForecast, day: float) -> ConcernChance:
    drawn = outcome.chances_at(day)
    chance, low, high = float(drawn.mean()), None, None
    if drawn.size > 1 and outcome.noticed is not None:
        ends = np.quantile(drawn, (LOW, HIGH))
        low, high = rounded(min(ends[0], chance)), rounded(max(ends[1], chance))
    name, scale, zone = outcome.name, outcome.scale, outcome.zone
    return ConcernChance(concern.kind, name, rounded(day), rounded(chance), low, high, scale, zone)
