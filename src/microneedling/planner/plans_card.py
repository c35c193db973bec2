"""The words of a planning answer: the table of plans, the calendar of each, what knowing more is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..phrases import listed, percent_words

if TYPE_CHECKING:
    from .one_plan import Plan

FINE_PERCENT, LEAST_PERCENT = 5, 0.1
HEAD = ("plan", "what", "notice a change", "dark marks", "downtime", "pain", "visits", "weeks")


def table(plans: Sequence[Plan]) -> tuple[tuple[str, ...], ...]:
    """The plans as rows of words, the head first; money only where the clinic gave its prices."""
    if not plans:
        return ()
    priced = all("cost" in item.objectives for item in plans)
    head = (*HEAD, "cost") if priced else HEAD
    return (head, *(_row(item, priced) for item in plans))


def _row(item: Plan, priced: bool) -> tuple[str, ...]:
    held = item.objectives
    benefit, marks = held["benefit"], held["dark marks"]
    cells = (
        item.name,
        item.design.words(),
        f"{percent_words(benefit['mean'])} ({span_percent(benefit)})",
        f"{percent_words(marks['mean'])} ({span_percent(marks)})",
        f"{held['downtime']['median']:.1f} d" if item.course.sessions else "none",
        f"{held['pain']['median']:.0f} of 10" if item.course.sessions else "none",
        f"{held['visits']['median']:g}",
        f"{held['weeks']['median']:g}",
    )
    return (*cells, f"{held['cost']['median']:g}") if priced else cells


def sure_words(entry: Mapping[str, Any]) -> str:
    """How surely a plan keeps a limit, as a share of the draws judged; empty for a limit that holds or not."""
    return percent_words(entry["met_probability"], entry.get("draws")) if entry["certainty"] else ""


def span_percent(held: dict[str, float]) -> str:
    """The 80 % interval of a share in percent: `25-60 %`, below five percent with a digit more: `0.2-1.6 %`."""
    low, high = 100 * held["low80"], 100 * held["high80"]
    if high < LEAST_PERCENT:
        return f"below {LEAST_PERCENT:g} %"
    digits = 1 if high < FINE_PERCENT else 0
    return f"{low:.{digits}f}-{high:.{digits}f} %"


def same_lines(plans: Sequence[Plan]) -> list[str]:
    """Which plans are the same within what is known, and which of them is least."""
    groups: list[list[Plan]] = []
    for item in plans:
        home = next((group for group in groups if all(other.name in item.same_as for other in group)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return [_same(group) for group in groups if len(group) > 1]


def _same(group: Sequence[Plan]) -> str:
    def burden(item: Plan) -> tuple[float, ...]:
        """What it asks by what the client would give for what, then the visits, and the pain, which that leaves out."""
        held = {name: each["mean"] for name, each in item.objectives.items()}
        return round(held["benefit"] - held["worth"], 6), held["visits"], held["pain"]

    least, names = min(group, key=burden), "; ".join(item.name for item in group)
    return f"The same within what is known: {names}. Least is asked by: {least.name}."


def information_line(information: dict[str, Any]) -> str:
    """What knowing everything would be worth, and which reading before the start most."""
    if not information:
        return ""
    total = information["perfect"]
    if total <= 0:
        return "Knowing more would change nothing: one plan wins in every draw."
    told = f"Knowing everything would be worth {100 * total:.1f} points of chance"
    best = [item for item in information["partial"] if item["value"] > 0]
    if not best:
        return f"{told}; no single reading before the start would change the choice by more than chance."
    names = listed([f"{item['label']} ({100 * item['value']:.1f})" for item in best[:2]])
    return f"{told}; of readings before the start most is worth {names}."


def search_line(manifest: dict[str, Any]) -> str:
    """How many designs in how many draws, and how far the search was from the full run."""
    search = manifest["search"]
    worst = search["largest_error"]
    return (
        f"{search['designs']} designs in {search['draws']} draws; {search['how']}. The named plans were run again in "
        f"full; the search had missed their chances by {100 * worst:.1f} points at most."
    )
