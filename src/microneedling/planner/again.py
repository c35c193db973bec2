"""A plan forecast again on new data, without a search: the same course on the person as they are now.

What was offered stays as it was; old and new stand side by side, on the same draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..course.course import Course
from ..healing.screening import stable_draws
from ..outcomes.summary import rounded
from .checked import checked, run_in_full
from .one_plan import Plan, summed
from .search.limits import limits_of
from .wishes.goals import Goals


@dataclass(frozen=True)
class Again:
    """One plan before and now: objectives by name, and its limits as they hold now."""

    id: str
    before: dict[str, dict[str, float]]
    now: dict[str, dict[str, float]]
    limits: tuple[dict[str, Any], ...]
    course: Course

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables, with what changed in the mean."""
        moved = {name: rounded(self.now[name]["mean"] - self.before[name]["mean"]) for name in self.now}
        return {
            "id": self.id,
            "before": self.before,
            "now": self.now,
            "moved": moved,
            "limits": list(self.limits),
        }


def forecast_again(
    item: Plan, person: Course, goals: Goals, draws: int, seed: int = 1, stop: bool = False
) -> Again:
    """The plan on the person, concerns and aftercare of another course file; its design is not changed.

    Raises `Refused` where the safety screen now stops it, unless `stop`.

    >>> from microneedling import forecast_again, load_course, load_goals, plan
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> goals = goals.model_copy(update={"space": few})
    >>> chosen = plan(course, goals, draws=4).plans[-1]
    >>> forecast_again(chosen, course, goals, draws=4).to_json()["moved"]["pain"]
    0.0
    """
    values, _ = stable_draws(draws, seed)
    course, forecast = run_in_full(person, goals, item.design, item.course.title, values, seed, stop)
    table = checked(person, goals, [item.design], [course], [forecast]).table
    now = {
        "benefit": summed(table.benefit[0]),
        "dark marks": summed(table.marks[0]),
        "downtime": summed(table.downtime[0]),
        "pain": summed(table.pain[0]),
    }
    limits = tuple(limit.of(0) for limit in limits_of(table, goals))
    return Again(item.id, {name: item.objectives[name] for name in now}, now, limits, course)
