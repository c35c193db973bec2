"""How many draws become the few numbers a reader sees: median and central 80 % interval, rounded as draws allow."""

from __future__ import annotations

import numpy as np

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
NOISE = 1e-12  # what floating point leaves of a true zero


def usable(draws: np.ndarray) -> np.ndarray:
    """The draws whose integration succeeded (the others are NaN), along the first axis."""
    draws = np.asarray(draws, float)
    sound = np.isfinite(draws).all(axis=tuple(range(1, draws.ndim)))
    return draws[sound]


def interval(draws: np.ndarray) -> dict[str, float]:
    """Median and central 80 % interval over the sound draws of one number."""
    sound = usable(draws)
    if not sound.size:
        raise ValueError("no draw could be computed, so there is no interval")
    low, median, high = np.quantile(sound, (LOW, MIDDLE, HIGH))
    return {"median": rounded(median), "low80": rounded(low), "high80": rounded(high)}


def chance_interval(draws: np.ndarray) -> dict[str, float]:
    """The same of a chance, with its mean: that is the chance one should bet on, a median over draws is of nothing."""
    return {"mean": rounded(usable(draws).mean()), **interval(draws)}


def as_chance(draws: np.ndarray) -> dict[str, float]:
    """The interval of a chance as it is told, its mean in the middle's place."""
    held = chance_interval(draws)
    return {"median": held["mean"], "low80": held["low80"], "high80": held["high80"]}


def rounded(value: float) -> float:
    """Six significant digits: more would claim too much, fewer would hide small changes; rounding noise is zero."""
    return float(f"{float(value):.6g}") if abs(value) > NOISE else 0.0
