"""The bench tables as one typed answer each: `bench_table("closure")`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..verdicts import Role, Verdict
from . import TITLES, bleeding, closure, erythema, numbing, pain, penetration, permeation
from .rows import JudgedRow, counts, in_order

JUDGED: dict[str, Callable[[], list[JudgedRow]]] = {
    "penetration": penetration.judged,
    "bleeding": bleeding.judged,
    "closure": closure.judged,
    "pain": pain.judged,
    "erythema": erythema.judged,
    "permeation": permeation.judged,
    "numbing": numbing.judged,
}


@dataclass(frozen=True)
class BenchTable:
    """Published measurements of one subject beside the model, misses first."""

    name: str
    rows: tuple[JudgedRow, ...]

    @property
    def title(self) -> str:
        """What the table is about."""
        return TITLES[self.name]

    @property
    def counts(self) -> dict[tuple[Verdict, Role], int]:
        """How many rows there are of each verdict and role, misses first."""
        return counts(self.rows)

    @property
    def misses(self) -> tuple[JudgedRow, ...]:
        """The rows that contradict the model."""
        return tuple(item for item in self.rows if item.verdict == Verdict.MISS)

    def summary(self) -> str:
        """One line: how many rows of each verdict."""
        counts = [f"{' '.join(filter(None, pair))}: {count}" for pair, count in self.counts.items()]
        return f"{self.title} ({self.name}): {', '.join(counts)}"

    def to_json(self) -> dict[str, Any]:
        """The table as `microneedling validate --bench --json` prints it."""
        counts = {" ".join(filter(None, pair)): count for pair, count in self.counts.items()}
        rows = [item.to_json() for item in self.rows]
        return {"table": self.name, "title": self.title, "counts": counts, "rows": rows}


def bench_table(name: str) -> BenchTable:
    """Judge every row of one of `TITLES` now (1 to 20 seconds); raises KeyError for another name."""
    return BenchTable(name, tuple(in_order(JUDGED[name]())))
