"""Summaries of an arm: moments, quantiles and a histogram of the people seen."""

from __future__ import annotations

from typing import Any

import numpy as np

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BINS = 20


def described(column: np.ndarray) -> dict[str, Any]:
    """Mean, SD and quantiles of those seen; None where there are none (SD: fewer than two)."""
    seen = column[np.isfinite(column)]
    if not len(seen):
        return {"mean": None, "sd": None, "quantiles": {f"{q:g}": None for q in QUANTILES}}
    return {
        "mean": rounded(seen.mean()),
        "sd": rounded(seen.std(ddof=1)) if len(seen) > 1 else None,
        "quantiles": {
            f"{q:g}": rounded(x) for q, x in zip(QUANTILES, np.quantile(seen, QUANTILES), strict=True)
        },
    }


def shape(column: np.ndarray) -> dict[str, Any]:
    """Skewness, excess kurtosis and a histogram of those seen; None where nothing varies."""
    seen = column[np.isfinite(column)]
    if len(seen) < 2 or np.ptp(seen) == 0:
        return {"skewness": None, "excess_kurtosis": None, "histogram": None}
    z = (seen - seen.mean()) / seen.std()
    counts, edges = np.histogram(seen, BINS)
    return {
        "skewness": rounded((z**3).mean()),
        "excess_kurtosis": rounded((z**4).mean() - 3),
        "histogram": {"edges": [rounded(x) for x in edges], "counts": [int(n) for n in counts]},
    }


def rounded(number: Any) -> float:
    """Six digits, enough for any summary of a sample."""
    return float(f"{float(number):.6g}")
