"""Do 80 % intervals hold 80 % of the rows of sources whose rows did not set them: coverage by topic.

Each source is left out in turn, the scatter of its topic is estimated from the others (`scatter.log_sd`), and its rows
are looked up in the intervals that follow. What else those rows set in the model (the column *role* of the tables)
stays as it is: coverage tests the scatter, not the middle. Fewer than `FEWEST` sources are too few to judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import betaincinv

from ...observation.bench_scatter import TOPICS
from .rows import JudgedRow
from .scatter import Z80, Residual, log_sd, residual, spread_of

FEWEST, LEAST, MOST = 8, 0.7, 0.9
NOT_JUDGED, HOLDS, FAILS = "not judged", "holds", "fails"
TAIL = 0.025  # each side of the binomial interval


@dataclass(frozen=True)
class Coverage:
    """Coverage of one topic by 80 % intervals, sources left out in turn; shares None where there is no row.

    `log_sd` is the registry's scatter, `estimated` that of these rows; `low` and `high` are the ends of a 95 % binomial
    interval that counts a source as one trial (Jeffreys), for rows of a source fall together.
    """

    topic: str
    rows: int
    sources: int
    inside: float | None
    low: float | None
    high: float | None
    log_sd: float
    estimated: float

    @property
    def title(self) -> str:
        """The topic in words."""
        return TOPICS[self.topic].title

    @property
    def verdict(self) -> str:
        """Not judged with few sources; else whether the share lies between `LEAST` and `MOST`."""
        if self.sources < FEWEST or self.inside is None:
            return NOT_JUDGED
        return HOLDS if LEAST <= self.inside <= MOST else FAILS

    def to_json(self) -> dict[str, Any]:
        """The line of `microneedling validate --bench --json`, under `coverage`."""
        return {
            "topic": self.topic,
            "title": self.title,
            "rows": self.rows,
            "sources": self.sources,
            "inside_80": self.inside,
            "inside_80_interval": None if self.low is None else [self.low, self.high],
            "log_sd": self.log_sd,
            "log_sd_of_these_rows": self.estimated,
            "verdict": self.verdict,
        }


def residuals(rows: Iterable[JudgedRow]) -> list[Residual]:
    """Those of the judged rows that say how far studies scatter."""
    found = (
        residual(item.row, item.own, item.value)
        for item in rows
        if item.own is not None and item.value is not None
    )
    return [item for item in found if item is not None]


def coverage(rows: Iterable[JudgedRow]) -> list[Coverage]:
    """Every topic in order, with what rows there are."""
    found = residuals(rows)
    return [_covered(topic, [item for item in found if item.topic == topic]) for topic in TOPICS]


def _covered(topic: str, items: Sequence[Residual]) -> Coverage:
    inside = [left_out_inside(item, items) for item in items]
    sources = {item.source for item in items}
    share = float(np.mean(inside)) if inside else None
    low = high = None
    if share is not None:
        hits = share * len(sources)
        low, high = (
            float(betaincinv(hits + 0.5, len(sources) - hits + 0.5, tail)) for tail in (TAIL, 1 - TAIL)
        )
    return Coverage(topic, len(items), len(sources), share, low, high, spread_of(topic), log_sd(items))


def left_out_inside(item: Residual, items: Sequence[Residual]) -> bool:
    """Whether a row lies in its 80 % interval with the scatter estimated from the other sources of its topic."""
    scatter = log_sd([other for other in items if other.source != item.source])
    return bool(abs(item.log_ratio) <= Z80 * np.hypot(item.own_log_sd, scatter))
