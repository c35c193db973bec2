"""Go on, change or stop: what is left of the course, forecast again for the people that the readings left.

    go on     what is planned, on the days planned; where nothing is left: wait and judge
    change    the best design left, by the planner's own search under its screen and limits (`designs_left`)
    stop      nothing more

Each has a chance that the wish is reached by one common day, mean over who may be the person, and 80 % of the draws
about it. Which is best differs from draw to draw: the share of draws in which an option is best is its probability. One
option is better than another where its sessions add a share of the way worth doing, and where by what the client would
give for what it is worth more. The design was chosen on other draws than those that it is judged on. It weighs no pain,
decides nothing, and is no word about success.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..course.course import Course
from ..course.screen import screen
from ..errors import InputError, Refused
from ..outcomes.summary import rounded
from .as_done import left as still_to_come
from .as_done import one_more
from .designs_left import Chosen, DesignLeft, best_left, goals_near, judged_day, seen_of, with_sessions
from .learning import Learnt
from .left import Left, Seen

if TYPE_CHECKING:
    from ..course.forecast import Forecast
    from ..planner.wishes.goals import Goals
    from .rerun import Rerun

SEARCHED, JUDGED = 24, 64  # draws: of the search, and of what is told
FEWEST = 8  # draws of which something may be said


@dataclass(frozen=True)
class Chance:
    """Chance that the wish is reached: its mean, and 80 % of the draws about it."""

    mean: float
    low80: float
    high80: float

    @classmethod
    def of(cls, chance: np.ndarray) -> Chance:
        """Of the chances in draws, (draw,)."""
        low, high = np.quantile(chance, (0.1, 0.9))
        return cls(float(chance.mean()), float(low), float(high))

    def to_json(self) -> dict[str, float]:
        """The fields as plain tables."""
        return {name: rounded(getattr(self, name)) for name in ("mean", "low80", "high80")}


@dataclass(frozen=True)
class Advice:
    """Probabilities that sum to 1; of each option the expected share of the way and the chance of the wish."""

    go_on: float
    change: float
    stop: float
    day: float
    sessions_left: int
    reached: Mapping[str, float]
    chances: Mapping[str, Chance]
    change_to: str
    """the best design left in words; empty where none keeps the limits"""
    designs_tried: int
    limits: tuple[str, ...]
    broken: tuple[str, ...]
    """limits on what is not known that going on as planned does not keep"""
    draws: int
    """in which the options were compared"""
    longer_refused: bool = False
    """the safety screen stops the course with one session more"""
    design: DesignLeft | None = None
    """the best design left in its parts"""

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
            "chance_of_the_wish": {name: item.to_json() for name, item in self.chances.items()},
            "change_to": self.change_to or None,
            "change_design": None if self.design is None else self.design.to_json(),
            "designs_tried": self.designs_tried,
            "limits": list(self.limits),
            "limits_broken_by_going_on": list(self.broken),
            "draws": self.draws,
            "one_session_more_is_stopped_by_the_screen": self.longer_refused,
        }


def advice(
    learnt: Learnt,
    done: Forecast | Rerun,
    today: float,
    override_stop: bool = False,
    goals: Goals | None = None,
) -> Advice | None:
    """Compare what may follow, for the people learnt; None for a course without sessions.

    Without `goals` the wish is a noticeable change of each concern of the course, under no limit but the safety screen.
    """
    course = done.course
    if not course.sessions:
        return None
    goals = goals or goals_near(course)
    day = judged_day(course, goals, today)
    to_come = still_to_come(course, today)
    longer, refused = _longer(course, today, override_stop)
    try:
        search = Left(learnt, course, done.values, today, day, SEARCHED)
        chosen = best_left(course, goals, search, override_stop)
    except (Refused, InputError):  # the screen leaves nothing to plan
        chosen = None
    judged = Left(learnt, course, done.values, today, day, JUDGED)
    go = seen_of(judged, course)
    none = judged.seen(_without(course, today, day)) if to_come else go
    more = go if longer is None else judged.seen(with_sessions(longer, longer.sessions, day))
    change = None if chosen is None else judged.seen(chosen.course)
    return _compared(learnt, done, goals, to_come, chosen, (go, change, none, more), day, refused)


def _without(course: Course, today: float, day: int) -> Course:
    return with_sessions(course, [one for one in course.sessions if one.day <= today], day)


def _longer(course: Course, today: float, override_stop: bool) -> tuple[Course | None, bool]:
    """The course with a session more, None where the screen stops it, and whether it does."""
    longer = one_more(course, today)
    stops = longer is not None and any(item.level == "stop" for item in screen(longer))
    return (None, True) if stops and not override_stop else (longer, False)


def _compared(
    learnt: Learnt,
    done: Forecast | Rerun,
    goals: Goals,
    to_come: tuple,
    chosen: Chosen | None,
    options: tuple[Seen, Seen | None, Seen, Seen],
    day: int,
    refused: bool,
) -> Advice:
    go, change, none, more = options
    known = [item for item in options if item is not None]
    sound = np.logical_and.reduce([np.isfinite(item.share) for item in known])
    left = len(to_come)
    visits = {"go": left, "stop": 0, "change": 0}
    if chosen is not None:
        visits["change"] = len(chosen.course.sessions) - (len(done.course.sessions) - left)
    worth_share = float(done.values["tracking.worth_share"][0])

    def worth(item: Seen, count: int) -> np.ndarray:
        give = goals.exchange
        days = give.downtime_day_percent / 100 * count * item.downtime[sound]
        return (
            item.benefit(goals)[sound]
            - give.dark_marks * item.marks[sound]
            - give.visit_percent / 100 * count
            - days
        )

    def better(one: Seen, other: Seen, n: int, m: int) -> np.ndarray:
        """Where one option is better than another; fewer sessions need add nothing."""
        adds = one.share[sound] - other.share[sound] >= (worth_share if n > m else 0.0)
        return adds & (worth(one, n) > worth(other, m))

    changes = np.zeros(int(sound.sum()), bool)
    if change is not None:
        changes = better(change, go, visits["change"], left) & better(change, none, visits["change"], 0)
    goes = ~changes & better(go, none, left, 0) if left else ~changes * go.benefit(goals)[sound]
    reached = {"go on": go, "one session more": more} | ({"stop now": none} if left else {})
    reached |= {"change": change} if change is not None else {}
    chances = {"go on": go, "stop": none} | ({"change": change} if change is not None else {})
    return Advice(
        go_on=float(np.mean(goes)),
        change=float(changes.mean()),
        stop=float(1 - np.mean(goes) - changes.mean()),
        day=float(day),
        sessions_left=left,
        reached={name: float(item.share[sound].mean()) for name, item in reached.items()},
        chances={name: Chance.of(item.benefit(goals)[sound]) for name, item in chances.items()},
        change_to=chosen.words if chosen else "",
        designs_tried=chosen.tried if chosen else 0,
        limits=chosen.limits if chosen else (),
        broken=_broken(go, goals, sound),
        draws=int(sound.sum()),
        longer_refused=refused,
        design=chosen.design if chosen else None,
    )


def _broken(go: Seen, goals: Goals, sound: np.ndarray) -> tuple[str, ...]:
    """Limits on dark marks and downtime that going on does not keep as surely as was asked for."""
    marks, days, found = goals.limits.dark_marks, goals.limits.downtime, []
    if marks and (100 * go.marks[sound] <= marks.at_most_percent).mean() < marks.certainty_percent / 100:
        found.append(f"dark marks at most {marks.at_most_percent:g} % ({marks.certainty_percent:g} % sure)")
    if days and (go.downtime[sound] <= days.at_most_day).mean() < days.certainty_percent / 100:
        found.append(f"downtime at most {days.at_most_day:g} d ({days.certainty_percent:g} % sure)")
    return tuple(found)
