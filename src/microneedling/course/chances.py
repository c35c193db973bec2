"""The one chance of each concern: that this person notices an improvement by the earliest assessment day.

It is that of the outcome which carries the concern (`observation.asked`). Terminal, page and JSON give this chance and
no other. Where that outcome turns round (a pigment that fades and comes back), also when it is at its best, so that a
figure for one day is not read as where things stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..observation.asked import carrier
from ..observation.words import NOTHING, amount
from ..outcomes.summary import HIGH, LOW, rounded, usable
from ..units import DAYS_A_WEEK

if TYPE_CHECKING:
    from ..observation.forecast import OutcomeForecast
    from ..skin.concern import Concern
    from .course import Course


# Conventions of wording, not numbers of the model.
WORTH_TELLING = 0.2  # share of the gain that must be lost again before a word is said of it
SHARES = (
    (0.29, "about a quarter"),
    (0.42, "about a third"),
    (0.6, "about half"),
    (0.9, "most"),
    (0.99, "nearly all"),
)


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


@dataclass(frozen=True)
class BestMoment:
    """Best day of the middle course from the last session on, its gain then, and the same of the last day followed."""

    day: float
    gain: float
    last_day: float
    last_gain: float
    unit: str

    @property
    def week(self) -> int:
        """The week of it, from the first session; at least the first."""
        return max(round(self.day / DAYS_A_WEEK), 1)

    @property
    def last_week(self) -> int:
        """The week in which the forecast ends."""
        return round(self.last_day / DAYS_A_WEEK)

    @property
    def lost(self) -> str:
        """How much of the gain has gone again at the end: `about a third`, `most`, `nearly all`."""
        share = 1 - self.last_gain / self.gain
        return next((words for limit, words in SHARES if share < limit), "all")

    def words(self) -> str:
        """Best when, by how much, and what is left of it."""
        best = f"Best around week {self.week}, {amount(self.gain, self.unit)} better"
        return f"{best}; by week {self.last_week} {self.lost} of that is lost again."


def best_moment(item: OutcomeForecast, from_day: float) -> BestMoment | None:
    """The best moment of an outcome not before `from_day`, that of the last session; None where the middle course
    gains nothing, keeps most of its gain to the end, or is neither better nor worse.
    """
    sound = usable(item.change)
    if item.plain or not sound.size:
        return None
    day = np.asarray(item.day, float)
    gain = item.better * np.median(sound, axis=0)
    best = int(np.argmax(np.where(day >= from_day, gain, -np.inf)))
    if gain[best] <= NOTHING or gain[best] - gain[-1] < WORTH_TELLING * gain[best]:
        return None
    return BestMoment(float(day[best]), float(gain[best]), float(day[-1]), float(gain[-1]), item.unit)
