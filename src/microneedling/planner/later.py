"""What is left of a plan's change after one and two years, without and with a session a year.

The plan's own course file goes on; a yearly session is its last one again. Certainty falls with time: no trial followed
people so long, and the answer says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..course.course import Course, FollowUp, Session
from ..course.protocol import protocol_of
from ..evidence.registry import Values
from ..observation.asked import carrier
from ..observation.forecasts import forecasts
from ..outcomes.summary import rounded
from ..phrases import percent_words
from ..skin.layers import layered
from .search.stored import LAYERS, TOLERANCE
from .search.wanted import noticed_of, wanted_in
from .wishes.goals import Goals

YEAR_DAY = 365
NOTE = "mechanism only: no trial that was read followed people for a year or longer"


@dataclass(frozen=True)
class Left:
    """Chance of a noticeable change one and two years after the last session, without and with a yearly one."""

    years: int
    without: float
    with_yearly: float

    def words(self) -> str:
        """What is left, in words; a year on no yearly session has been yet."""
        told = percent_words(self.without)
        return told if self.years < 2 else f"{told}, with a session a year {percent_words(self.with_yearly)}"

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in the JSON answer."""
        return {
            "years_after_last_session": self.years,
            "chance_without": rounded(self.without),
            "chance_with_yearly_session": rounded(self.with_yearly),
            "note": NOTE,
        }


def left_later(course: Course, goals: Goals, values: Values) -> tuple[Left, ...]:
    """What is left of a course's change; nothing for a course without sessions."""
    if not course.sessions:
        return ()
    last = course.last_session_day
    days = [last + YEAR_DAY, last + 2 * YEAR_DAY]
    without = _chances(course, goals, values, days)
    again = course.sessions[-1].model_copy(update={"day": last + YEAR_DAY})
    with_yearly = _chances(_with(course, again, days[-1]), goals, values, days)
    return tuple(Left(k + 1, without[k], with_yearly[k]) for k in range(2))


def _with(course: Course, session: Session, until_day: int) -> Course:
    sessions = (*course.sessions, session)
    return course.model_copy(update={"sessions": sessions, "follow_up": FollowUp(until_day=until_day)})


def _chances(course: Course, goals: Goals, values: Values, days: list[int]) -> list[float]:
    """The chance by the weights of the wishes on each day; on the day of a session just before it."""
    weights = {k: wish.weight for k, wish in enumerate(goals.wishes)}
    total, share = np.zeros(len(days)), dict.fromkeys(weights, 0)
    sums = {k: np.zeros(len(days)) for k in weights}
    for zone, wanted in wanted_in(course, goals).items():
        if not wanted:
            continue
        part = course.in_zone(zone)
        grid = np.unique([0.0, *(float(s.day) for s in part.sessions), *map(float, days)])
        run = protocol_of(part, grid, geometry=layered(LAYERS), tolerance=TOLERANCE).run(values)
        outcomes = forecasts(part.person, part.concerns, run.tissues, values)
        for item in wanted:
            seen = noticed_of(carrier(item.concern, outcomes))
            sums[item.place] += np.array([seen[:, int(np.searchsorted(grid, day))].mean() for day in days])
            share[item.place] += 1
    for k, weight in weights.items():
        total += weight / sum(weights.values()) * sums[k] / max(share[k], 1)
    return total.tolist()
