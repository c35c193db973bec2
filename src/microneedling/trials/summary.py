"""Summaries of an arm: moments, quantiles and a histogram of the people seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BINS = 20


@dataclass(frozen=True)
class Described:
    """Mean, SD and quantiles (by their share, such as "0.05") of those seen; None where there are none."""

    mean: float | None
    sd: float | None  # None with fewer than two
    quantiles: dict[str, float | None]


@dataclass(frozen=True)
class Histogram:
    """Counts between edges."""

    edges: list[float]
    counts: list[int]


@dataclass(frozen=True)
class Shape:
    """Skewness, excess kurtosis and a histogram of those seen; None where nothing varies."""

    skewness: float | None
    excess_kurtosis: float | None
    histogram: Histogram | None


def described(column: np.ndarray) -> Described:
    """Mean, SD and quantiles of a column (person,); NaN are people not seen."""
    seen = column[np.isfinite(column)]
    if not len(seen):
        return Described(None, None, {f"{q:g}": None for q in QUANTILES})
    quantiles = zip(QUANTILES, np.quantile(seen, QUANTILES), strict=True)
    sd = rounded(seen.std(ddof=1)) if len(seen) > 1 else None
    return Described(rounded(seen.mean()), sd, {f"{q:g}": rounded(x) for q, x in quantiles})


def shape(column: np.ndarray) -> Shape:
    """Skewness, excess kurtosis and histogram of a column (person,); NaN are people not seen."""
    seen = column[np.isfinite(column)]
    if len(seen) < 2 or np.ptp(seen) == 0:
        return Shape(None, None, None)
    z = (seen - seen.mean()) / seen.std()
    counts, edges = np.histogram(seen, BINS)
    histogram = Histogram([rounded(x) for x in edges], [int(n) for n in counts])
    return Shape(rounded((z**3).mean()), rounded((z**4).mean() - 3), histogram)


def rounded(number: Any) -> float:
    """Six digits, enough for any summary of a sample."""
    return float(f"{float(number):.6g}")
