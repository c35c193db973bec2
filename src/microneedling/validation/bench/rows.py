"""One row of the observation tables judged: what was observed, what the draws predict, the verdict.

A row is a hit when the observation lies in the predicted 80 % interval, or the predicted median obeys its bound. The
interval is of what such a study would measure: the model's own spread, and how far studies of the topic scatter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ...evidence import datasets
from ...evidence.practice import GROUP as PRACTICE
from ...evidence.registry import Values, priors
from ..verdicts import ORDER, Role, Verdict
from .scatter import Quantiles, widened
from .topics import topic_of

DRAWS, SEED = 400, 1


@dataclass(frozen=True)
class JudgedRow:
    """One row, judged. `predicted` holds the 10, 50 and 90 % quantiles in the row's own unit; None where none.

    `own` holds those of the model alone, without the scatter between studies of the row's topic; `value` is what was
    observed where the row is one number and no bound.
    """

    row: str
    quantity: str
    observed: str
    verdict: Verdict
    role: Role = Role.NONE
    predicted: Quantiles | None = None
    note: str = ""
    own: Quantiles | None = None
    value: float | None = None

    @property
    def topic(self) -> str:
        """The topic whose scatter between studies its interval carries; an empty word for none."""
        return topic_of(self.row)

    @property
    def predicted_words(self) -> str:
        """Median [80 % interval]; empty where there is none."""
        if self.predicted is None:
            return ""
        low, middle, high = self.predicted
        return f"{middle:.4g} [{low:.4g}, {high:.4g}]"

    def to_json(self) -> dict[str, Any]:
        """The row as `microneedling validate --bench --json` prints it."""
        return {
            "row": self.row,
            "quantity": self.quantity,
            "observed": self.observed,
            "verdict": str(self.verdict),
            "role": str(self.role) or None,
            "quantiles": _named(self.predicted),
            "note": self.note,
            "topic": self.topic or None,
            "quantiles_without_study_scatter": _named(self.own),
        }


def _named(quantiles: Quantiles | None) -> dict[str, float] | None:
    return None if quantiles is None else dict(zip(("0.1", "0.5", "0.9"), quantiles, strict=True))


def draws() -> Values:
    """The registry's prior draws that the tables use: `DRAWS` of them."""
    return priors().draws(DRAWS, SEED)


def compare(
    identity: str,
    predicted: Any,
    role: Role = Role.CHECKED,
    relation: str = "=",
    within: float = 0.0,
    note: str = "",
) -> JudgedRow:
    """Judge a row by the draws of its prediction (draw,), in the row's own unit.

    The interval carries the scatter between studies of the row's topic (`scatter`).
    relation "=": observed within the 80 % interval, give or take the share `within` (only where the row is a
    word such as "similar"); ">" / "<": the row is a bound that the median must respect. Raises ValueError where the
    row has no single number, KeyError where there is no such row.
    """
    quantity, value, text = _observed(identity)
    drawn = np.quantile(np.asarray(predicted, float), [0.1, 0.5, 0.9])
    own = float(drawn[0]), float(drawn[1]), float(drawn[2])
    low, middle, high = widened(identity, own)
    inside = low <= value * (1 + within) and value * (1 - within) <= high
    good = {"=": inside, ">": middle > value, "<": middle < value}[relation]
    observed = text if relation == "=" else f"{relation} {text}"
    verdict = Verdict.HIT if good else Verdict.MISS
    number = value if relation == "=" else None
    return JudgedRow(identity, quantity, observed, verdict, role, (low, middle, high), note, own, number)


def taken(identity: str, note: str) -> JudgedRow:
    """A row that the model takes as it stands."""
    quantity, _, text = _observed(identity)
    return JudgedRow(identity, quantity, text, Verdict.INPUT, note=note)


def apart(identity: str, reason: str) -> JudgedRow:
    """A row that the model cannot be held to."""
    return _unjudged(identity, Verdict.NOT_COMPARABLE, reason)


def elsewhere(identity: str, place: str) -> JudgedRow:
    """A row that counts in another table, or once as another row."""
    return _unjudged(identity, Verdict.ELSEWHERE, place)


def in_order(rows: Sequence[JudgedRow]) -> list[JudgedRow]:
    """Misses first, then hits, then what was not judged."""
    return sorted(rows, key=lambda item: (ORDER[item.verdict], item.row))


def counts(rows: Sequence[JudgedRow]) -> dict[tuple[Verdict, Role], int]:
    """How many rows there are of each verdict and role, misses first."""
    found = Counter((item.verdict, item.role) for item in rows)
    return dict(sorted(found.items(), key=lambda item: (ORDER[item[0][0]], item[0][1])))


def unjudged(rows: Sequence[JudgedRow], topics: Sequence[str], table: str = "mechanics") -> list[str]:
    """Rows of these topics of an observation table that nobody judged; should be empty."""
    judged = {item.row for item in rows}
    return [item.id for item in datasets.load(table) if item.topic in topics and item.id not in judged]


def role_of(identity: str) -> Role:
    """Fitted where a number of the model names this row, or one of the same study and topic, as its grounds."""
    item = datasets.row(identity)
    return Role.FITTED if (item.source, item.topic) in _grounds() else Role.CHECKED


@cache
def _grounds() -> frozenset[tuple[str, str]]:
    """Source and topic of every row that the grounds of a number of the model name.

    Numbers of practice do not count: they are limits and advice, which no equation of the model reads, so that a row
    quoted for one of them has fitted nothing. A calibrated number keeps the grounds of its prior.
    """
    entries = (entry for entry in priors().values() if entry.group != PRACTICE)
    named = {row for entry in entries for row in datasets.rows_named(entry.where)}
    return frozenset((item.source, item.topic) for item in datasets.every() if item.id in named)


def _observed(identity: str) -> tuple[str, float, str]:
    item = datasets.row(identity)
    if item.value is None:
        raise ValueError(f"row {identity} has no single number")
    return item.quantity, item.value, f"{item.value_text} {item.unit} {item.spread}".strip()


def _unjudged(identity: str, verdict: Verdict, note: str) -> JudgedRow:
    item = datasets.row(identity)
    return JudgedRow(identity, item.quantity, f"{item.value_text} {item.unit}".strip(), verdict, note=note)
