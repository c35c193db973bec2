"""The errors that `photo` tells, fitted to the first people of the trial: numbers for the registry.

A miss of a change is taken as normal with spread sqrt(2) e, e^2 = sum of (number times its size)^2 (`error_terms`);
numbers are those that make the misses likeliest.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from microneedling.imaging.index import LABELS, NOT_EARNED, error_terms

from .photo_rows import Row, is_fitted, misses

SMALLEST = 1e-5


def fitted_errors(rows: Sequence[Row]) -> dict[str, float]:
    """Each number of the registry that an error is made of, fitted to the people whom `is_fitted` names."""
    found: dict[str, float] = {}
    told = [one for one in misses(rows) if is_fitted(one[0])]
    for name in LABELS:
        mine = [(off, error_terms(name, pair)) for row, off, pair in told if row["index"] == name]
        if name in NOT_EARNED or not mine:
            continue
        numbers = list(mine[0][1])
        sizes = np.array([[terms[number] for number in numbers] for _, terms in mine])
        off = np.array([one for one, _ in mine]) / np.sqrt(2)
        found |= dict(zip(numbers, _likeliest(off, sizes), strict=True))
    return found


def _likeliest(off: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    usual = np.sqrt((off**2).mean() / np.maximum((sizes**2).mean(axis=0), SMALLEST))

    def cost(logs: np.ndarray) -> float:
        variance = (sizes**2) @ np.exp(2 * logs) + SMALLEST**2
        return float((np.log(variance) + off**2 / variance).sum() / 2)

    best = minimize(cost, np.log(usual * 0.7), method="Nelder-Mead", options={"maxiter": 4000})
    return np.exp(best.x)
