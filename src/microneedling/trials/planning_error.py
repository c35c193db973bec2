"""What chance in the simulation leaves open in power and assurance: their Monte-Carlo standard errors.

Virtual trial r reports d_r with standard error e_r. m = mean d, V = var d, W = mean e^2, and effects are kept as

    m + sqrt(k) (d_r - m),   k = max(V - W, 0) / V

Power moves with m and with the middle spread of people; both errors are put through and added as variances.
Assurance A = mean of g_r moves with every trial's own g, with m and with k. To first order trial r weighs in with

    z_r = g_r - A + (1 - sqrt(k)) A_m (d_r - m) + A_k (W ((d_r - m)^2 - V) / V^2 - (e_r^2 - W) / V)

and the error is that of the mean of z. Virtual trials that share a draw of the numbers are one observation together.
Breaks down where a few trials carry everything: the slopes A_m, A_k are taken over small finite steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .analysis import Trials

STEP = 0.05  # of the kept share of variance, for its slope


@dataclass(frozen=True)
class Spreading:
    """Effects of the virtual trials that could be analysed, (trial,) each, and what is kept of their spread."""

    middle: float
    own: np.ndarray  # d - m
    error: np.ndarray
    person_sd: np.ndarray
    kept: float  # k
    draw: np.ndarray | None  # which draw of the numbers each took; None where no two took the same

    @classmethod
    def of(cls, trials: Trials, draws: int | None = None) -> Spreading:
        """The effects of the trials that could be analysed; `draws`: how many draws of the numbers there are."""
        sound = np.isfinite(trials.difference) & np.isfinite(trials.error)
        d, error = trials.difference[sound], trials.error[sound]
        observed = float(d.var(ddof=1))
        between = max(observed - float((error**2).mean()), 0.0)
        shared = draws is not None and len(sound) > draws
        draw = np.flatnonzero(sound) % draws if shared else None  # type: ignore[operator]
        kept = between / observed if observed > 0 else 0.0
        return cls(float(d.mean()), d - d.mean(), error, trials.person_sd[sound], kept, draw)

    def effect(self, shift: float = 0.0, more: float = 0.0) -> np.ndarray:
        """The effects alone, (trial,); with another middle, or more of their variance kept."""
        return self.middle + shift + np.sqrt(max(self.kept + more, 0.0)) * self.own

    @property
    def mean_error(self) -> float:
        """Standard error of the middle effect."""
        return mean_error(self.own, self.draw)


def mean_error(x: np.ndarray, group: np.ndarray | None = None) -> float:
    """Standard error of the mean of x, (trial,): trials of a group count as one observation."""
    if group is None:
        return float(x.std(ddof=1) / np.sqrt(len(x)))
    sums = np.bincount(group, x - x.mean())
    count = len(np.unique(group))
    return float(np.sqrt((sums**2).sum() * count / (count - 1)) / len(x))


def power_error(found: Spreading, power: Callable[..., float]) -> float:
    """Monte-Carlo error of power; `power(shift, wider)` with the middle effect moved, the spread of people scaled."""
    wobble, variance = found.mean_error, found.person_sd**2
    here, up, down = power(0.0), power(wobble), power(-wobble)
    # equivalence peaks: there both sides are lower, and half their difference would be nothing
    by_effect = max(abs(up - down) / 2, min(abs(up - here), abs(down - here)))
    relative = mean_error(variance, found.draw) / (2 * variance.mean()) if variance.any() else 0.0
    by_spread = abs(power(0.0, 1 + relative) - power(0.0, max(1 - relative, 0.0))) / 2
    return float(np.hypot(by_effect, by_spread))


def assurance_error(found: Spreading, chance: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> float:
    """Monte-Carlo error of assurance; `chance(effect, person_sd)` gives g of every trial."""

    def mean(shift: float = 0.0, more: float = 0.0) -> float:
        return float(chance(found.effect(shift, more), found.person_sd).mean())

    g, variance = chance(found.effect(), found.person_sd), float(found.own.var(ddof=1))
    if not variance:
        return mean_error(g, found.draw)
    step = found.mean_error
    by_middle = (mean(step) - mean(-step)) / (2 * step)
    less = min(STEP, found.kept)
    by_kept = (mean(more=STEP) - mean(more=-less)) / (STEP + less)
    within = float((found.error**2).mean())
    kept = within * (found.own**2 - variance) / variance**2 - (found.error**2 - within) / variance
    z = g + (1 - np.sqrt(found.kept)) * by_middle * found.own + by_kept * kept
    return mean_error(z, found.draw)
