"""What forecasting plans again returns: each plan before and now, its limits as they hold now, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..answers.drawings import Span, intervals
from ..outcomes.summary import rounded
from ..phrases import percent_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..course.course import Course
    from ..course.findings import Finding

HEAD = ("plan", "what", "notice a change", "dark marks", "downtime", "limits now")


@dataclass(frozen=True)
class Again:
    """One plan before and now: objectives by name, and its limits and the safety screen's findings as they are now."""

    id: str
    names: tuple[str, ...]
    design: str
    before: dict[str, dict[str, float]]
    now: dict[str, dict[str, float]]
    limits: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]
    course: Course

    @property
    def name(self) -> str:
        """Its names as one: `gentlest, fewest visits`."""
        return ", ".join(self.names)

    @property
    def broken(self) -> tuple[str, ...]:
        """The limits that it does not keep any more, in words."""
        return tuple(item["asked"] for item in self.limits if not item["holds"])

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables, with what changed in the mean."""
        both = [name for name in self.now if name in self.before]
        return {
            "id": self.id,
            "name": self.name,
            "names": list(self.names),
            "design": self.design,
            "course": self.course.model_dump(mode="json", by_alias=True, exclude_none=True),
            "before": self.before,
            "now": self.now,
            "moved": {name: rounded(self.now[name]["mean"] - self.before[name]["mean"]) for name in both},
            "limits": list(self.limits),
            "findings": [item.to_json() for item in self.findings],
        }


@dataclass(frozen=True, repr=False, eq=False)
class PlansAgain(Answer):
    """Saved plans on the person as they are now; `differs` says what is not as it was when they were made."""

    person: Course
    plans: tuple[Again, ...]
    differs: tuple[str, ...]
    manifest: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """The answer as one JSON object."""
        return {
            "again": [item.to_json() for item in self.plans],
            "differs": list(self.differs),
            "manifest": self.manifest,
        }

    def card(self) -> Card:
        """What differs, the plans in rows with what was offered and what is forecast now."""
        lead = self.differs or ("Nothing differs from when the plans were made.",)
        rows = tuple(_row(item) for item in self.plans)
        return Card(
            f"{self.person.title}: plans forecast again", lead, (HEAD, *rows), ("Nothing was searched.",)
        )

    def tidy(self) -> list[Row]:
        """One row a plan, objective and time."""
        return [
            {"plan": item.name, "id": item.id, "when": when, "objective": name, **values}
            for item in self.plans
            for when, held in (("before", item.before), ("now", item.now))
            for name, values in held.items()
        ]

    def draw(self, ax: Axes) -> None:
        """The chance of a noticeable change of every plan, as offered and now, with its 80 % interval."""
        spans = [
            _span(f"{item.name} {when}", held["benefit"])
            for item in self.plans
            for when, held in (("offered", item.before), ("now", item.now))
        ]
        intervals(ax, spans)
        ax.set_xlabel("chance of a noticeable change, %")


def _span(label: str, held: dict[str, float]) -> Span:
    return Span(label, 100 * held["median"], 100 * held["low80"], 100 * held["high80"])


def _row(item: Again) -> tuple[str, ...]:
    return (
        item.name,
        item.design,
        before_now(item, "benefit"),
        before_now(item, "dark marks"),
        f"{item.before['downtime']['median']:.1f} -> {item.now['downtime']['median']:.1f} d",
        "breaks " + "; ".join(item.broken) if item.broken else "kept",
    )


def before_now(item: Again, name: str) -> str:
    """A chance as it was offered and as it is now: `44 % -> 38 %`."""
    return " -> ".join(percent_words(held[name]["mean"]) for held in (item.before, item.now))
