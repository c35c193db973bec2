"""One plan: its course file, its full forecast, what it brings, risks and costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.brief import brief
from ..outcomes.summary import interval, rounded
from .calendar import calendar

if TYPE_CHECKING:
    from ..course.course import Course
    from ..course.forecast import Forecast
    from .later import Left
    from .search.one_course import OneCourse
    from .search.space import Design
    from .search.table import Table


@dataclass(frozen=True, eq=False)
class Plan:
    """One plan: its course file, its full forecast, what it does to every objective, limit and scenario.

    `objectives` have median, 80 % interval and mean over the draws.

    >>> from microneedling import load_course, load_goals, plan
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> plans = plan(course, goals.model_copy(update={"space": few}), draws=4)
    >>> plans.named("nothing").design.words()
    'no sessions'
    """

    __repr__ = brief

    id: str
    names: tuple[str, ...]
    design: Design
    course: Course
    forecast: Forecast
    objectives: dict[str, dict[str, float]]
    limits: tuple[dict[str, Any], ...]
    regret: float
    scenarios: dict[str, dict[str, float]]
    same_as: tuple[str, ...]
    skipped: float | None
    """chance of a noticeable change lost when the last session is left out; None without sessions"""
    next_session: float | None
    """chance that one more session would add; None where it was not looked at"""
    later: tuple[Left, ...]
    more_sun: dict[str, float] | None
    """chances of a change and of dark marks with daily sun and no sunscreen; None without sessions"""
    hoped: tuple[dict[str, Any], ...] = ()
    """chances that were hoped for beside those forecast: wishes, never limits"""

    @property
    def name(self) -> str:
        """Its names as one: `gentlest, fewest visits`."""
        return ", ".join(self.names)

    def to_json(self) -> dict[str, Any]:
        """The plan as it stands in the JSON answer; its whole forecast is what `simulate` prints of its course file."""
        return {
            "id": self.id,
            "name": self.name,
            "names": list(self.names),
            "course": self.course.model_dump(mode="json", by_alias=True, exclude_none=True),
            "design": self.design.words(),
            "objectives": self.objectives,
            "chances": [item.to_json() for item in self.forecast.chances],
            "hoped": list(self.hoped),
            "limits": list(self.limits),
            "regret": self.regret,
            "scenarios": self.scenarios,
            "same_as": list(self.same_as),
            "skipping_the_last_session_costs": self.skipped,
            "one_more_session_adds": self.next_session,
            "later": [item.to_json() for item in self.later],
            "more_sun": self.more_sun,
            "calendar": calendar(self.course, self.forecast),
            "findings": [item.to_json() for item in self.forecast.findings],
        }


def objectives_in(table: Table | OneCourse, k: int) -> dict[str, dict[str, float]]:
    """What one row of a table brings, risks, costs and asks: each with median, 80 % interval and mean."""
    found = {"benefit": _summed(table.benefit[k])}
    for place, wish in enumerate(table.goals.wishes):
        where = f", {wish.zone}" if wish.zone else ""
        found[f"chance: {wish.concern}{where}"] = _summed(table.noticed[place, k])
    found |= {
        "dark marks": _summed(table.marks[k]),
        "downtime": _summed(table.downtime[k]),
        "downtime in all": _summed(table.all_downtime[k]),
        "pain": _summed(table.pain[k]),
        "worth": _summed(table.worth[k]),
        "visits": _plain(table.number[k]),
        "weeks": _plain(table.last_day[k] / 7),
    }
    if table.cost is not None:
        found["cost"] = _plain(table.cost[k])
    if table.visit_min is not None:
        found["visit time"] = _plain(table.visit_min[k])
    return found


def _summed(draws: np.ndarray) -> dict[str, float]:
    """Median, 80 % interval and mean of a number over the draws."""
    return {**interval(draws), "mean": rounded(float(np.mean(draws)))}


def _plain(value: float) -> dict[str, float]:
    """A number in which no draw has a say, in the same form."""
    return dict.fromkeys(("median", "low80", "high80", "mean"), rounded(float(value)))
