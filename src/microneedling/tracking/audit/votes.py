"""One vote a client: means over clients of means over their records, with intervals that clients carry.

    mean       m = mean over clients of x_c,  x_c the mean over the client's records;  m -+ t sd(x_c)/sqrt(C)
    share      S = sum of the clients' shares of C clients;  Beta(S + 1/2, C - S + 1/2)  (Jeffreys)

A client's records may agree with one another as much as they like: the interval of a share takes each client as one
throw, so where their records differ it is too wide rather than too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import beta, t

from ...streams import generator
from .settings import setting

RESAMPLES = 400
DIGITS = 4


@dataclass(frozen=True)
class Estimate:
    """A number with its own interval, (`low`, `high`) None where there are too few clients for one."""

    value: float
    low: float | None
    high: float | None
    clients: int
    records: int

    def to_json(self) -> dict[str, Any]:
        """The number, its interval and on what it rests."""
        found = {name: getattr(self, name) for name in ("value", "low", "high", "clients", "records")}
        return {k: round(v, DIGITS) if isinstance(v, float) else v for k, v in found.items()}

    def holds(self, value: float) -> bool:
        """Whether the interval holds a value; True where there is none, since then nothing speaks against it."""
        return self.low is None or self.high is None or self.low <= value <= self.high


def by_client(clients: Sequence[str], values: np.ndarray) -> np.ndarray:
    """Mean (client,) over the records of each client, in the order of their names."""
    _, of = np.unique(np.asarray(clients), return_inverse=True)
    return np.bincount(of, weights=values) / np.bincount(of)


def mean_of(clients: Sequence[str], values: np.ndarray) -> Estimate:
    """Mean of a number over clients, one vote each."""
    means = by_client(clients, np.asarray(values, float))
    count, middle = len(means), float(means.mean())
    if count < 2:
        return Estimate(middle, None, None, count, len(clients))
    half = float(t.ppf(0.5 + setting("interval_share") / 2, count - 1) * means.std(ddof=1) / np.sqrt(count))
    return Estimate(middle, middle - half, middle + half, count, len(clients))


def share_of(clients: Sequence[str], shares: np.ndarray) -> Estimate:
    """Share (0..1) over clients, one vote each."""
    votes = by_client(clients, np.asarray(shares, float))
    count, total = len(votes), float(votes.sum())
    tail = (1 - setting("interval_share")) / 2
    low, high = beta.ppf([tail, 1 - tail], total + 0.5, count - total + 0.5)
    return Estimate(total / count, float(low), float(high), count, len(clients))


def spread_of(clients: Sequence[str], scores: np.ndarray) -> Estimate:
    """Standard deviation about their mean of normal scores, one vote a client; interval by resampling clients."""
    names, of = np.unique(np.asarray(clients), return_inverse=True)
    scores = np.asarray(scores, float)
    first, second = by_client(clients, scores), by_client(clients, scores**2)

    def of_these(rows: np.ndarray) -> np.ndarray:
        mean = first[rows].mean(axis=-1)
        count = rows.shape[-1]
        return np.sqrt(np.maximum(second[rows].mean(axis=-1) - mean**2, 0.0) * count / (count - 1))

    if len(names) < 3:
        return Estimate(float(np.sqrt(np.mean(scores**2))), None, None, len(names), len(of))
    drawn = generator(1, "audit", "clients").integers(len(names), size=(RESAMPLES, len(names)))
    tail = (1 - setting("interval_share")) / 2
    low, high = np.quantile(of_these(drawn), [tail, 1 - tail])
    return Estimate(float(of_these(np.arange(len(names)))), float(low), float(high), len(names), len(of))


def slope_of(clients: Sequence[str], across: np.ndarray, values: np.ndarray) -> Estimate:
    """Slope of a number over `across` between records, each client's weighing one in all; interval by resampling."""
    names, of = np.unique(np.asarray(clients), return_inverse=True)
    weight = 1.0 / np.bincount(of)[of]
    sums = np.stack(
        [np.bincount(of, weights=weight * part) for part in
         (np.ones(len(of)), across, values, across * across, across * values)], axis=1
    )  # fmt: skip

    def of_sums(total: np.ndarray) -> np.ndarray:
        n, x, y, xx, xy = np.moveaxis(total, -1, 0)
        bottom = n * xx - x * x
        return np.where(bottom > 1e-9, (n * xy - x * y) / np.where(bottom > 1e-9, bottom, 1.0), 0.0)

    slope = float(of_sums(sums.sum(axis=0)))
    if len(names) < 3:
        return Estimate(slope, None, None, len(names), len(of))
    drawn = generator(1, "audit", "clients").integers(len(names), size=(RESAMPLES, len(names)))
    tail = (1 - setting("interval_share")) / 2
    low, high = np.quantile(of_sums(sums[drawn].sum(axis=1)), [tail, 1 - tail])
    return Estimate(slope, float(low), float(high), len(names), len(of))
