"""Draws as a page shows them: median and 80 % interval, in numbers and in words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..phrases import number, span


def quantiles(draws: Any) -> dict[str, float]:
    """Median and central 80 % interval over the draws that could be computed; NaN where none could."""
    values = np.asarray(draws, float).ravel()
    values = values[np.isfinite(values)]
    if not values.size:
        return {"median": math.nan, "low80": math.nan, "high80": math.nan}
    low, median, high = np.quantile(values, (0.1, 0.5, 0.9))
    return {"median": float(median), "low80": float(low), "high80": float(high)}


def median_words(draws: Any, unit: str = "") -> str:
    """`12 min (8 to 20)`: the median with its unit and the 80 % interval."""
    held = quantiles(draws)
    middle = f"{number(held['median'])} {unit}" if unit else number(held["median"])
    return f"{middle} ({span(held['low80'], held['high80'])})"
