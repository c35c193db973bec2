"""What every validation shares: rows observed, a prediction with its interval, a verdict, a table.

Verdicts:  hit             the observation lies in the predicted 80 % interval (or obeys the stated bound)
           MISS            it does not
           input           the model takes this number as it stands, so agreement would prove nothing
           not comparable  the model makes no such quantity; the reason says why
           elsewhere       judged in another table, or the same reading as another row: the note says which
Roles of hits and misses:  checked - the number set nothing in the model;
                           fitted - it helped to set a number or its range, or was looked at while one was.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..evidence import datasets
from ..evidence.registry import Values, priors

DRAWS, SEED = 400, 1
HIT, MISS, INPUT, NOT_COMPARABLE, ELSEWHERE = "hit", "MISS", "input", "not comparable", "elsewhere"
ORDER = {MISS: 0, HIT: 1, INPUT: 2, NOT_COMPARABLE: 3, ELSEWHERE: 4}  # of the rows in a table


@dataclass(frozen=True)
class Verdict:
    """One row of the observations, judged."""

    row: str
    quantity: str
    observed: str
    verdict: str
    role: str = ""  # checked | fitted
    predicted: tuple[float, float, float] | None = None  # 10 %, 50 %, 90 %
    note: str = ""


def draws() -> Values:
    """The registry's draws that all validations use."""
    return priors().draws(DRAWS, SEED)


def _observed(identity: str) -> tuple[str, float, str]:
    item = datasets.row(identity)
    value = item.value
    if value is None:
        raise ValueError(f"row {identity} has no single number")
    return item.quantity, value, f"{item.value_text} {item.unit} {item.spread}".strip()


def compare(
    identity: str,
    predicted: Any,
    role: str = "checked",
    relation: str = "=",
    within: float = 0.0,
    note: str = "",
) -> Verdict:
    """Judge a row by the draws of its prediction, in the row's own unit.

    relation "=": observed within the 80 % interval, give or take the share `within` (only where the row is a
    word such as "similar"); ">" / "<": the row is a bound that the median must respect.
    """
    quantity, value, text = _observed(identity)
    low, middle, high = (float(x) for x in np.quantile(np.asarray(predicted, float), [0.1, 0.5, 0.9]))
    inside = low <= value * (1 + within) and value * (1 - within) <= high
    good = {"=": inside, ">": middle > value, "<": middle < value}[relation]
    observed = text if relation == "=" else f"{relation} {text}"
    return Verdict(identity, quantity, observed, HIT if good else MISS, role, (low, middle, high), note)


def taken(identity: str, note: str) -> Verdict:
    """A row that the model takes as it stands."""
    quantity, _, text = _observed(identity)
    return Verdict(identity, quantity, text, INPUT, note=note)


def apart(identity: str, reason: str) -> Verdict:
    """A row that the model cannot be held to."""
    return _unjudged(identity, NOT_COMPARABLE, reason)


def elsewhere(identity: str, place: str) -> Verdict:
    """A row that counts in another table, or once as another row."""
    return _unjudged(identity, ELSEWHERE, place)


def _unjudged(identity: str, verdict: str, note: str) -> Verdict:
    item = datasets.row(identity)
    return Verdict(identity, item.quantity, f"{item.value_text} {item.unit}".strip(), verdict, note=note)


def tally(verdicts: list[Verdict]) -> dict[str, int]:
    """Count of each verdict; hits and misses by role, as `hit checked`."""
    return dict(Counter(f"{v.verdict} {v.role}".strip() for v in verdicts))


def unjudged(verdicts: list[Verdict], topics: tuple[str, ...], table: str = "mechanics") -> list[str]:
    """Rows of these topics that nobody judged; should be empty."""
    judged = {verdict.row for verdict in verdicts}
    return [item.id for item in datasets.load(table) if item.topic in topics and item.id not in judged]


def in_order(verdicts: list[Verdict]) -> list[Verdict]:
    """Misses first, then hits, then what was not judged."""
    return sorted(verdicts, key=lambda v: (ORDER[v.verdict], v.row))


def shown(verdict: Verdict) -> str:
    """The prediction as text: median [80 %]; empty when there is none."""
    if verdict.predicted is None:
        return ""
    low, middle, high = verdict.predicted
    return f"{middle:.4g} [{low:.4g}, {high:.4g}]"


def table(verdicts: list[Verdict]) -> str:
    """The verdicts as text, misses first."""
    lines = [f"{'row':5} {'verdict':14} {'role':8} {'observed':30} {'predicted median [80 %]':28} quantity"]
    for v in in_order(verdicts):
        head = f"{v.row:5} {v.verdict:14} {v.role:8} {v.observed[:30]:30} {shown(v):28} {v.quantity}"
        lines.append(head + (f" -- {v.note}" if v.note else ""))
    lines.append("  ".join(f"{name}: {count}" for name, count in sorted(tally(verdicts).items())))
    return "\n".join(lines)
