"""Go on, change or stop, as probabilities: what is left of the course is forecast with it, without it, and longer.

For each person who may be the one, shares u of the way to the best end, the mean over what troubles the person

    go on     what is left adds at least a share worth doing
    change    and yet it falls short of what people notice, where one session more adds such a share again
    stop      what is left adds less

Where nothing is left to do: wait and judge (u reaches what people notice), one session more, or stop. It weighs no
pain, no cost and no harm: those stand in the plan. It is no advice to a person, and no word about success.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..course.course import Course
from ..course.forecast import Forecast
from ..course.simulate import simulate
from ..errors import Refused
from ..evidence.registry import Values
from ..outcomes.summary import rounded
from .as_done import left, one_more, until, without
from .ensemble import ensemble_of, followed_outcomes
from .learning import Learnt
from .rerun import Rerun

DRAWS = 100  # of the ensemble, on which what is left is forecast again
TOLD_APART = "scales.noticeable_share"  # a number by which draws are known again: each has its own
LEAST_WEIGHT = 0.1  # of those draws; where they carry less, all are taken


@dataclass(frozen=True)
class Advice:
    """Probabilities that sum to 1, and what each option is expected to reach by a common day (share of the way)."""

    go_on: float
    change: float
    stop: float
    day: float
    sessions_left: int
    reached: Mapping[str, float]
    longer_refused: bool = False
    """the safety screen stops the course with one session more"""

    @property
    def most(self) -> str:
        """The likeliest of the three in words."""
        told = {"go on": self.go_on, "change": self.change, "stop": self.stop}
        return max(told, key=told.__getitem__)

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables."""
        return {
            "go_on": rounded(self.go_on),
            "change": rounded(self.change),
            "stop": rounded(self.stop),
            "day": rounded(self.day),
            "sessions_left": self.sessions_left,
            "expected_share_of_the_way": {name: rounded(share) for name, share in self.reached.items()},
            "one_session_more_is_stopped_by_the_screen": self.longer_refused,
        }


def advice(
    learnt: Learnt, done: Forecast | Rerun, today: float, seed: int, override_stop: bool = False
) -> Advice | None:
    """Forecast again what is left, on the same draws and people; None for a course without sessions."""
    course = done.course
    if not course.sessions:
        return None
    few = np.arange(done.values.count) < DRAWS
    if learnt.draw_weights[few].sum() < LEAST_WEIGHT:
        few[:] = True
    mine, values = few[learnt.draw], done.values.subset(few)
    people = _people(learnt, mine, few)
    longer, to_come = one_more(course, today), left(course, today)
    horizon = int(max(course.until_day, longer.assessment_day if longer else 0))

    def reached(option: Course) -> np.ndarray:
        whole = until(option, horizon)
        forecast = simulate(whole, values.count, seed, values=_own(values), override_stop=override_stop)
        return _reached(people, values, forecast, horizon)

    go = reached(course)
    none = reached(without(course, [session.day for session in to_come])) if to_come else go
    refused = False
    try:
        more = reached(longer) if longer else go
    except Refused:
        more, refused = go, True
    sound = np.isfinite(go + none + more)  # a draw may fail in one option and not in another
    go, none, more = go[sound], none[sound], more[sound]
    worth = float(done.values["tracking.worth_share"][0])
    needed = values["scales.noticeable_share"][people.draw][sound]
    enough, short = go - none >= worth, go < needed
    adds = more - go >= worth
    change = short & adds & (enough if to_come else True)
    goes_on = (enough if to_come else ~short) & ~change
    told = {"go on": go, "one session more": more} | ({"stop now": none} if to_come else {})
    return Advice(
        go_on=float(goes_on.mean()),
        change=float(change.mean()),
        stop=float(1 - goes_on.mean() - change.mean()),
        day=float(horizon),
        sessions_left=len(to_come),
        reached={name: float(share.mean()) for name, share in told.items()},
        longer_refused=refused,
    )


def _own(values: Values) -> Values:
    """The same draws, with a book of their own of what was read."""
    return replace(values, used=set(values.used))


def _people(learnt: Learnt, mine: np.ndarray, few: np.ndarray) -> Learnt:
    """The people of a part of the draws, numbered among these."""
    place = np.cumsum(few) - 1
    return replace(
        learnt,
        law=learnt.law.subset(few),
        draw=place[learnt.draw[mine]],
        response=learnt.response[mine],
        healing=learnt.healing[mine],
        drift={name: item[mine] for name, item in learnt.drift.items()},
        starts={name: item[mine] for name, item in learnt.starts.items()},
        itself={name: item[mine] for name, item in learnt.itself.items()},
    )


def _reached(people: Learnt, values: Values, forecast: Forecast, day: float) -> np.ndarray:
    """Share of the way that the people reach by a day in another course, (person,); NaN where their draw failed."""
    again = followed_outcomes(forecast, ())
    ensemble = ensemble_of(forecast, again, ())
    kept = np.isin(values[TOLD_APART], forecast.values[TOLD_APART])
    alive = kept[people.draw]
    part = replace(_people(people, alive, kept), ensemble=ensemble)
    shares = np.full(alive.shape, np.nan)
    shares[alive] = np.mean([part.reached(item.key, [day])[:, 0] for item in again if item.carries], axis=0)
    return shares
