"""When an outcome is at its best, where the forecast says that a good part of the gain is lost again afterwards.

Of the middle course: the median of the draws on each day. It is told of courses that turn round (a pigment that fades
and comes back), so that a figure for one day is not read as where things stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.summary import usable
from ..units import DAYS_A_WEEK
from .words import NOTHING, amount

if TYPE_CHECKING:
    from .forecast import OutcomeForecast

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
