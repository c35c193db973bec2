"""The planner's choice among the designs left of a course: each in every draw, under what its limits still allow.

Limits on the whole course (visits, weeks, cost, days) are kept by what is left of them; a limit on pain is one of the
plan, whose numbing goes on, and is not looked at again. A course of several zones, or one whose passes are not told,
goes on with the settings of its last session: then number and interval alone are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from ..course.course import Course, FollowUp, Session
from ..evidence.practice import limit
from ..planner.search.choosing import choose
from ..planner.search.limits import all_hold, limits_of
from ..planner.search.screened import screened
from ..planner.search.space import Setting, Space, whole_space
from ..planner.search.stored import ZoneDraws
from ..planner.search.table import table_of
from ..planner.search.wanted import wanted_in
from ..planner.wishes.goals import Goals
from ..planner.wishes.goals import Space as Tried
from .left import Left, Seen, key_of_wish

MOST_LEFT, LEAST_GAP, ALONE_GAP, LEAST_DEPTH_MM, DEPTH_STEP_MM = 3, 14, 28, 0.25, 0.5
MOST_SETTINGS = 24  # of a goals file: more are thinned out evenly


@dataclass(frozen=True)
class DesignLeft:
    """A design left of a course: how often, how many days apart (0: once), with what, from which day on."""

    sessions: int
    interval_day: int
    device: str
    depth_mm: float
    passes: int
    next_day: int

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables."""
        return asdict(self)


@dataclass(frozen=True)
class Chosen:
    """The best design left: its course, words and parts, how many were tried, what limits and the screen took."""

    course: Course
    words: str
    design: DesignLeft
    tried: int
    limits: tuple[str, ...]
    narrowed: tuple[str, ...]


def goals_near(course: Course) -> Goals:
    """Wishes and designs of a course where no goals are given: its own concerns, and settings near its last session."""
    like, gap = course.sessions[-1], gap_of(course)
    passes = like.passes or 4
    depths = {round(like.depth_mm + step, 3) for step in (-DEPTH_STEP_MM, 0.0, DEPTH_STEP_MM)}
    space = Tried(
        sessions=tuple(range(1, MOST_LEFT + 1)),
        interval_day=tuple(sorted({min(gap, 180), min(2 * gap, 180)})),
        depth_mm=tuple(sorted(depth for depth in depths if depth >= LEAST_DEPTH_MM and depth <= 5)),
        passes=tuple(sorted({max(passes // 2, 1), min(passes, 20), min(2 * passes, 20)})),
        sunscreen="as written",
    )
    wishes = [{"concern": kind} for kind in dict.fromkeys(item.kind for item in course.concerns)]
    return Goals.model_validate({"wish": wishes, "space": space})


def gap_of(course: Course) -> int:
    """Days between its sessions, the shortest: a longer one may have been a session missed."""
    gaps = [b.day - a.day for a, b in pairwise(course.sessions)]
    return max(min(gaps, default=ALONE_GAP), LEAST_GAP)


def next_day(course: Course, today: float) -> int:
    """Day of the next session: as planned, else an interval after the last one, tomorrow at the earliest."""
    days = [session.day for session in course.sessions]
    coming = [day for day in days if day > today]
    if coming:
        return coming[0]
    return max(days[-1] + gap_of(course), int(today) + 1)


def judged_day(course: Course, goals: Goals, today: float) -> int:
    """The one day on which all options are compared: the last that a wish names, else the earliest on which what is
    planned, and two sessions more where nothing is left, may be judged. Designs that end later are not tried.
    """
    asked = [wish.by_day for wish in goals.wishes if wish.by_day is not None]
    if asked and max(asked) > today:
        return max(asked)
    two = next_day(course, today) + gap_of(course) + int(limit("assessment_after_day"))
    return max(two, course.assessment_day)


def best_left(course: Course, goals: Goals, left: Left, override_stop: bool) -> Chosen | None:
    """The design of highest worth that keeps every limit, doing at least one session; None where none does.

    Raises `Refused` where the safety screen stops it.
    """
    first, done = next_day(course, left.today), [s for s in course.sessions if s.day <= left.today]
    screen = screened(course, goals, whole_space(course, goals), override_stop)
    space = _narrow(course, screen.space)
    zone = space.zones[0]
    wanted = wanted_in(course, goals)[zone]
    stop = left.seen(with_sessions(course, done, left.day))
    shape = (len(space.settings[zone]), len(space.intervals_day), max(space.sessions), stop.marks.size)
    noticed, marks, down = (
        np.full((len(wanted), *shape), np.nan),
        np.full(shape, np.nan),
        np.full(shape, np.nan),
    )
    found: dict[tuple, Course] = {}
    tried, by_wish = 0, any(wish.by_day == left.day for wish in goals.wishes)
    wait = 1 if by_wish else int(limit("assessment_after_day"))
    for k, setting in enumerate(space.settings[zone]):
        for g, gap in enumerate(space.intervals_day):
            for n in range(1, shape[2] + 1):
                days = [first + place * gap for place in range(n)]
                if n not in space.sessions or days[-1] + wait > left.day:
                    continue
                if n == 1 and g:
                    noticed[:, k, g, 0], marks[k, g, 0], down[k, g, 0] = (
                        noticed[:, k, 0, 0],
                        marks[k, 0, 0],
                        down[k, 0, 0],
                    )
                    continue
                option = with_sessions(course, [*done, *_sessions(course, setting, days)], left.day)
                seen, tried = left.seen(option), tried + 1
                noticed[:, k, g, n - 1] = [
                    seen.chance[key_of_wish(item.zone, item.wish.concern)] for item in wanted
                ]
                marks[k, g, n - 1], down[k, g, n - 1] = seen.marks, seen.downtime
                found[k, g, n] = option
    goals = rest_of(goals, len(done), first)
    untouched = np.array([stop.chance[key_of_wish(item.zone, item.wish.concern)] for item in wanted])
    # What is beyond the day of judging, or fails in a draw, is no choice.
    lost = np.asarray(np.isnan(noticed).any(axis=(0, 4)))
    draws = ZoneDraws(zone, space.settings[zone], wanted, np.nan_to_num(noticed), untouched,
                      np.nan_to_num(marks), np.nan_to_num(down), np.zeros((shape[0], 1, shape[3])))  # fmt: skip
    table = table_of(space, [draws], goals)
    limits = tuple(item for item in limits_of(table, goals) if not item.name.startswith("pain"))
    at = np.maximum(table.number - 1, 0)
    holds = all_hold(limits, table.rows) & (table.number > 0) & ~lost[table.places[:, 0], table.gap, at]
    if not holds.any():
        return None
    row = choose(table, holds).named["balanced"]
    n = int(table.number[row])
    g = int(table.gap[row]) if n > 1 else 0
    words = f"{table.design(row).words()}, the next on day {first}"
    setting = space.settings[zone][int(table.places[row, 0])]
    gap = int(space.intervals_day[g]) if n > 1 else 0
    design = DesignLeft(n, gap, setting.device, setting.depth_mm, setting.passes, first)
    return Chosen(found[int(table.places[row, 0]), g, n], words, design, tried, tuple(item.words() for item in limits),
                  tuple(item.words() for item in screen.narrowed))  # fmt: skip


def with_sessions(course: Course, sessions: Sequence[Session], until_day: int) -> Course:
    """The course with other sessions, followed to a day."""
    used = {part.instrument for one in sessions for part in (one, *(one.zones or ()))}
    kept = {name: item for name, item in course.instruments.items() if name in used} or course.instruments
    last = max((one.day for one in sessions), default=0)
    more = {"instruments": kept} if kept != course.instruments else {}
    return course.model_copy(
        update={
            "sessions": tuple(sessions),
            "follow_up": FollowUp(until_day=max(until_day, last + 1)),
            **more,
        }
    )


def _narrow(course: Course, space: Space) -> Space:
    """The space as this course can go on: in one zone any setting at hand, else the last session's; its own cream."""
    like, zone = course.sessions[-1], course.zones[0]
    own = Setting(zone, like.instrument, like.depth_mm, like.passes or 1, None)
    several = len(course.zones) > 1 or course.zoned or like.passes is None
    held = [
        item for item in space.settings[zone] if item.device in course.instruments and item.topical is None
    ]
    step = max(-(-len(held) // MOST_SETTINGS), 1)
    settings = (own,) if several or not held else tuple(held[::step])
    numbers = tuple(count for count in space.sessions if count <= MOST_LEFT) or space.sessions[:1]
    return Space({zone: settings}, numbers, space.intervals_day, (None,))


def _sessions(course: Course, setting: Setting, days: Sequence[int]) -> list[Session]:
    like = course.sessions[-1]
    changes: dict = {}
    if not (len(course.zones) > 1 or course.zoned or like.passes is None):
        changes = {"instrument": setting.device, "depth_mm": setting.depth_mm, "passes": setting.passes}
    return [like.model_copy(update={**changes, "day": int(day)}) for day in days]


def rest_of(goals: Goals, done: int, first: int) -> Goals:
    """The goals from the next session on: what is left of visits, weeks and money; events and stays on its calendar."""
    limits, changes = goals.limits, {}
    if limits.visits:
        held = {name: getattr(limits.visits, name) for name in ("at_most", "at_least")}
        changes["visits"] = {k: max(v - done, 0) for k, v in held.items() if v is not None}
    if limits.weeks:
        changes["weeks"] = {"at_most": max(limits.weeks.at_most - first / 7, 0.01)}
    if limits.cost and goals.price:
        spent = goals.price.consultation + done * (goals.price.session + goals.price.numbing)
        changes["cost"] = {"at_most": max(limits.cost.at_most - spent, 0)}
    raw = goals.as_file()
    raw["limits"] = {**raw.get("limits", {}), **changes}
    if goals.price:
        raw["price"] = {**raw["price"], "consultation": 0}
    raw["wish"] = [{k: v for k, v in wish.items() if k != "by_day"} for wish in raw["wish"]]
    events = [(item, goals.event_day(item) - first) for item in goals.events]
    raw["event"] = [
        {**item.model_dump(mode="json", exclude={"date"}), "day": day} for item, day in events if day >= 1
    ]
    suns = [(item, [max(day - first, 0) for day in goals.sun_days(item)], goals.sun_days(item)[1] - first)
            for item in goals.suns]  # fmt: skip
    raw["sun"] = [
        {"name": item.name, "clear_day": item.clear_day, "from_day": days[0], "to_day": days[1]}
        for item, days, end in suns
        if end >= 0
    ]
    raw.pop("start_date", None)
    return Goals.model_validate({key: value for key, value in raw.items() if value not in ([], {})})


def seen_of(left: Left, course: Course) -> Seen:
    """What a course left as it is comes to."""
    return left.seen(with_sessions(course, course.sessions, left.day))
