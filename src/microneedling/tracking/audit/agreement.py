"""How two raters of the same things agree: ICC, weighted kappa, limits of agreement. Scores are (thing, rater).

    ICC(2,1) = (MSR - MSE) / (MSR + (k - 1) MSE + k (MSC - MSE)/n)        one rater, absolute (Shrout, Fleiss 1979)
    kappa_w  = 1 - sum w o / sum w e,   w_ij = (i - j)^2                  quadratic weights (Cohen 1968)
    limits   = mean difference -+ 1.96 sd of the differences              (Bland, Altman 1986)

MSR, MSC, MSE are the mean squares between things, between raters, and of the rest; o and e the observed shares of
pairs of steps and those of chance. Quadratic kappa is the ICC of whole-step scores up to terms of 1/n (Fleiss, Cohen
1973), so that both are given. The libraries that have these are under the GPL or bring a whole package of statistics;
the tests hold this file to the numbers printed in those papers.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...streams import generator
from .settings import setting

RESAMPLES = 400
LIMIT_SD = 1.96  # of differences: 95 % of them where they are normal


def icc(scores: np.ndarray) -> float:
    """ICC(2,1) of scores (thing, rater); NaN where nothing varies."""
    n, k = scores.shape
    middle = scores.mean()
    rows, columns = scores.mean(axis=1), scores.mean(axis=0)
    between = k * np.sum((rows - middle) ** 2) / (n - 1)
    raters = n * np.sum((columns - middle) ** 2) / (k - 1)
    rest = np.sum((scores - rows[:, None] - columns + middle) ** 2) / ((n - 1) * (k - 1))
    whole = between + (k - 1) * rest + k * (raters - rest) / n
    return float((between - rest) / whole) if whole > 0 else float("nan")


def weighted_kappa(scores: np.ndarray, step: float = 1.0) -> float:
    """Quadratic-weighted kappa of two raters' scores (thing, 2) in steps of `step`; NaN where nothing varies."""
    first, second = np.rint(scores / step).T
    disagreed = np.mean((first - second) ** 2)
    by_chance = np.mean((first[:, None] - second[None, :]) ** 2)
    return float(1 - disagreed / by_chance) if by_chance > 0 else float("nan")


def limits_of_agreement(scores: np.ndarray) -> tuple[float, float, float]:
    """Mean difference first minus second of scores (thing, 2), and both limits that hold 95 % of differences."""
    apart = scores[:, 0] - scores[:, 1]
    mean, sd = float(apart.mean()), float(apart.std(ddof=1))
    return mean, mean - LIMIT_SD * sd, mean + LIMIT_SD * sd


def resampled(scores: np.ndarray, measure: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """Interval of a measure over things drawn again with replacement; samples in which nothing varies are left out."""
    drawn = generator(1, "audit", "things").integers(len(scores), size=(RESAMPLES, len(scores)))
    found = np.array([measure(scores[rows]) for rows in drawn])
    tail = (1 - setting("interval_share")) / 2
    low, high = np.nanquantile(found, [tail, 1 - tail]) if np.isfinite(found).any() else (np.nan, np.nan)
    return float(low), float(high)
