"""A plan with sessions moved by hand: another day, another depth. Its limits are checked anew, its forecast is its own.

moved(plan's course, sessions) -> Course          looked_at(course, ...) -> Moved

Nothing is interpolated: every answer is a simulation of that very course, in few draws while somebody tries, in all of
them where it is kept. The plan that it was made from stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ..course.course import Course
from ..course.findings import Finding
from ..course.forecast import Forecast
from ..course.screen import screen
from ..course.simulate import simulate
from ..errors import InputError, Mistake
from ..evidence.registry import Values
from ..healing.screening import stable_draws
from .one_plan import objectives_in
from .search.glimpse import Glimpse, glimpse
from .search.limits import limits_of
from .search.one_course import OneCourse
from .search.stored import LAYERS, TOLERANCE
from .wishes.goals import Goals

FEW_DRAWS = 16  # of a look while somebody tries: the first of the plan's own draws
Setting = tuple[int, tuple[float, ...]]  # day, set depth in each zone, mm


@dataclass(frozen=True, eq=False)
class Moved:
    """A course moved by hand: its forecast, what it brings and risks, its limits, what the safety screen says."""

    course: Course
    goals: Goals
    by_zone: dict[str, Forecast | Glimpse]
    whole: Forecast | None  # None where few draws looked
    objectives: dict[str, dict[str, float]]
    limits: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]

    @property
    def broken(self) -> list[dict[str, Any]]:
        """The limits that it does not keep."""
        return [item for item in self.limits if not item["holds"]]


def settings_of(course: Course) -> list[Setting]:
    """Day and depths of every session, as `moved` takes them."""
    return [(item.day, tuple(part.depth_mm for part in item.zones or (item,))) for item in course.sessions]  # type: ignore[misc]


def moved(course: Course, sessions: Sequence[Setting]) -> Course:
    """The course with other days and depths, in order of day; everything else is as it was.

    Raises `InputError` with every mistake: another number of sessions or zones, a first session not on day 0, two on
    one day, a depth beyond the needles.
    """
    before = settings_of(course)
    fits = len(before) == len(sessions) and all(
        len(a[1]) == len(b[1]) for a, b in zip(before, sessions, strict=True)
    )
    if not fits:
        found = f"{len(sessions)} sessions"
        raise InputError("moved", [Mistake("session", found, f"the {len(before)} sessions of the plan")])
    tables = course.as_file()
    tables.pop("follow_up", None)
    for table, (day, depths) in zip(tables["session"], sessions, strict=True):
        table["day"] = day
        table["depth_mm"] = depths[0]
        for zone, depth in zip(table.get("zone") or (), depths, strict=bool(table.get("zone"))):
            zone["depth_mm"] = depth
    tables["session"].sort(key=lambda table: table["day"])
    until = max(course.until_day - course.assessment_day, 0)
    made = Course.model_validate(tables)
    tables["follow_up"] = {"until_day": max(made.assessment_day + until, course.until_day)}
    return Course.model_validate(tables)


def looked_at(
    course: Course,
    goals: Goals,
    draws: int,
    seed: int,
    *,
    few: bool = False,
    delay_day: int = 0,
    override_stop: bool = False,
) -> Moved:
    """What a course does: in all `draws`, or in the first `FEW_DRAWS` of them, on coarser layers, while somebody tries.

    Raises `Refused` where the safety screen stops it, `SolverError` where too many draws fail.
    """
    values = _draws(draws, seed)
    if few:
        few_values = values.subset(np.arange(values.count) < FEW_DRAWS)
        seen = glimpse(course, few_values, layers=LAYERS, tolerance=TOLERANCE, override_stop=override_stop)
        return _told(course, goals, seen, None, delay_day)
    whole = simulate(course, draws, seed, values=values, override_stop=override_stop)
    return _told(course, goals, whole.by_zone, whole, delay_day)


def _told(
    course: Course,
    goals: Goals,
    zones: Mapping[str, Forecast | Glimpse],
    whole: Forecast | None,
    delay_day: int,
) -> Moved:
    row = OneCourse(course, goals, zones)
    return Moved(
        course,
        goals,
        dict(zones),
        whole,
        objectives_in(row, 0),
        tuple(item.of(0) for item in limits_of(row, goals, delay_day)),
        screen(course),
    )


def difference(before: Mapping[str, Any], after: Mapping[str, Any], name: str) -> float:
    """By how much the mean of an objective differs, both worked out on the same draws."""
    return float(after[name]["mean"]) - float(before[name]["mean"])


@lru_cache(maxsize=4)
def _draws(draws: int, seed: int) -> Values:
    return stable_draws(draws, seed)[0]
