"""What planning returns: a few named plans, the front, what stands in the way, what more knowledge would be worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..answers.drawings import Span, intervals
from ..phrases import listed, overridden_words, percent_words
from . import plans_card as say
from .one_plan import Plan

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..course.course import Course
    from .alternatives import Alternative
    from .search.screened import Screened
    from .search.searching import Found
    from .search.table import Table
    from .wishes.goals import Goals


@dataclass(frozen=True, repr=False, eq=False)  # arrays within have no one truth: equal is the same object
class Plans(Answer):
    """The plans worth choosing between. `found` keeps the stored draws: a changed wish asks them again.

    >>> from microneedling import load_course, load_goals, plan
    >>> course = load_course("examples/plans/neck_lines.toml")
    >>> goals = load_goals("examples/plans/neck_lines_goals.toml")
    >>> few = goals.space.model_copy(update={"interval_day": (28,), "passes": (2,), "sessions": (1,)})
    >>> plans = plan(course, goals.model_copy(update={"space": few}), draws=4)
    >>> plans.plans[0].name
    'nothing'
    """

    course: Course
    goals: Goals
    plans: tuple[Plan, ...]
    front: tuple[dict[str, Any], ...]
    infeasible: dict[str, Any] | None
    information: dict[str, Any]
    alternatives: tuple[Alternative, ...]
    screened: Screened
    found: Found
    full: Table
    """the shown plans as run in full: row k is plan k"""
    manifest: dict[str, Any]

    def named(self, name: str) -> Plan:
        """The plan of a name, or of an id; raises `KeyError` where there is none."""
        for item in self.plans:
            if name == item.id or name in item.names:
                return item
        raise KeyError(f"no plan is called {name!r}; there are {listed([item.name for item in self.plans])}")

    def asked_again(self, goals: Goals) -> Found:
        """The stored draws under changed weights, limits or exchanges, without running anything.

        Names, limits and misfit as the search sees them; plan anew before offering one. What decides the days of
        judging and what is tried (`by_day`, `[space]`, devices, products) must be as before.
        """
        return self.found.asked_again(goals)

    def to_json(self) -> dict[str, Any]:
        """The answer as one JSON object."""
        return {
            "plans": [item.to_json() for item in self.plans],
            "front": list(self.front),
            "infeasible": self.infeasible,
            "information": self.information,
            "alternatives": [item.to_json() for item in self.alternatives],
            "screen": self.screened.to_json(),
            "goals": self.goals.as_file(),
            "manifest": self.manifest,
        }

    def card(self) -> Card:
        """What the limits leave, the plans in rows, what knowing more is worth, how it was searched."""
        lead = [self._lead(), overridden_words([item for item, _ in self.screened.overridden])]
        known = [
            *say.same_lines(self.plans),
            say.information_line(self.information),
            say.search_line(self.manifest),
        ]
        return Card(
            self.goals.title, tuple(filter(None, lead)), say.table(self.plans), tuple(filter(None, known))
        )

    def _lead(self) -> str:
        if self.infeasible is not None:
            binding = "; ".join(item["words"] for item in self.infeasible["binding"])
            return f"No plan with sessions keeps every limit. {binding}."
        balanced = next((item for item in self.plans if "balanced" in item.names), None)
        if balanced is None:
            return "Doing nothing is all that keeps every limit."
        chance = percent_words(balanced.objectives["benefit"]["mean"])
        return f"Balanced{self._judged()}: {balanced.design.words()}; {chance} would notice a change."

    def _judged(self) -> str:
        """By what plans are judged, where it is not the mean: what looks timid else has no reason."""
        judge = self.goals.judge
        told = {
            "quantile": f" by the worst {judge.quantile_percent:g} % of what may be",
            "worst": " at worst",
        }
        return told.get(judge.by, "")

    def tidy(self) -> list[Row]:
        """One row a plan and objective."""
        return [
            {"plan": item.name, "id": item.id, "objective": name, **held}
            for item in self.plans
            for name, held in item.objectives.items()
        ]

    def draw(self, ax: Axes) -> None:
        """The chance of a noticeable change of every plan with its 80 % interval."""
        rows = [_span(item) for item in self.plans]
        intervals(ax, rows)
        ax.set_title(self.goals.title)
        ax.set_xlabel("chance of a noticeable change, %")


def _span(item: Plan) -> Span:
    held = item.objectives["benefit"]
    return Span(item.name, 100 * held["median"], 100 * held["low80"], 100 * held["high80"])
