"""Where no plan keeps every limit: which limits bind, how far each would have to give, and the nearest plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...outcomes.summary import rounded
from .limits import FAR, Limit, all_hold
from .table import Table


@dataclass(frozen=True)
class Binding:
    """A limit that no plan keeps together with the others: what was asked, and where it alone would have to go."""

    name: str
    unit: str
    asked: float
    at_least: bool
    alone: float | None  # None: giving on this one alone helps nobody
    with_the_nearest: float | None  # where it would have to go for the nearest plan; None: that plan keeps it

    def words(self) -> str:
        """The limit and how far it would have to give, in words."""
        unit = f" {self.unit}" if self.unit else ""
        way = "down to" if self.at_least else "up to"
        told = f"{self.name}: asked {'at least' if self.at_least else 'at most'} {self.asked:g}{unit}"
        if self.alone is not None:
            return f"{told}; it alone would have to go {way} {self.alone:.3g}{unit}"
        if self.with_the_nearest is not None:
            return f"{told}; for the nearest plan it would have to go {way} {self.with_the_nearest:.3g}{unit}"
        return told

    def to_json(self) -> dict[str, Any]:
        """The fields as they stand in the JSON answer."""
        gives = self.alone if self.alone is not None else self.with_the_nearest
        return {
            "name": self.name,
            "unit": self.unit,
            "asked": rounded(self.asked),
            "bound": "at least" if self.at_least else "at most",
            "alone": None if self.alone is None else rounded(self.alone),
            "with_the_nearest": None if self.with_the_nearest is None else rounded(self.with_the_nearest),
            "gives": None if gives is None else rounded(abs(gives - self.asked)),
            "words": self.words(),
        }


@dataclass(frozen=True)
class Misfit:
    """That no plan with a session keeps every limit: the limits that bind, and the row of the nearest plan."""

    binding: tuple[Binding, ...]
    nearest: int


def misfit(table: Table, limits: tuple[Limit, ...], score: np.ndarray) -> Misfit | None:
    """What stands in the way where no plan with sessions keeps every limit; None where one does."""
    treated = table.number > 0
    if (all_hold(limits, table.rows) & treated).any():
        return None
    missed = np.sum([item.missed for item in limits], axis=0)
    rows = np.flatnonzero(treated)
    least = np.round(missed[rows], 6).min()
    close = rows[np.round(missed[rows], 6) == least]
    top = np.round(score[close], 9).max()
    nearest = int(min(close[np.round(score[close], 9) == top], key=table.key))
    found = []
    for k, item in enumerate(limits):
        others = all_hold(limits, table.rows, but=k) & treated
        values = item.needed[others]
        alone = None
        if values.size:
            alone = float(values.max() if item.at_least else values.min())
        held = bool(item.holds[nearest])
        if alone is not None or not held:
            there = None if held else float(item.needed[nearest])
            found.append(Binding(item.name, item.unit, item.asked, item.at_least, _real(alone), _real(there)))
    return Misfit(tuple(found), nearest)


def _real(value: float | None) -> float | None:
    return None if value is None or abs(value) >= FAR else value
