"""How much of a forecast's spread each number makes, from the forecast's own draws: no further runs.

The draws are fitted by a sum of one curve per number, each a Hermite polynomial of degree 1 to 3 in the normal
score z_i of that number's draws (its rank, put through the normal quantile, so that any prior or posterior serves):

    y = mean + sum_i f_i(z_i) + remainder,   share_i = Cov(f_i, y) / Var(y)

For independent draws share_i is the first-order Sobol index Var(E[y | x_i])/Var(y); for correlated (calibrated)
draws it is the covariance decomposition of Li and Rabitz, which still adds up to the explained part and may be
negative. Terms enter one after another, the best first, only as long as their t exceeds what the best of all
candidates would reach by chance. What is not explained is what numbers do together, and what so few draws cannot
resolve. It breaks down below some 100 draws, where it finds only the strongest, and for effects that fold back more
than twice over a number's range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

from ..answers.brief import brief

DEGREE = 3
MOST_TERMS = 0.2  # terms per draw: beyond, a fit follows chance
FEWEST_DRAWS = 30


@dataclass(frozen=True)
class Share:
    """One number's share of the variance of an outcome, with its standard error."""

    key: str
    share: float
    standard_error: float


@dataclass(frozen=True)
class Spread:
    """Where the spread of one outcome comes from. `explained` is the sum of all shares."""

    __repr__ = brief

    outcome: str
    draws: int
    sd: float
    shares: tuple[Share, ...]

    @property
    def explained(self) -> float:
        """Share of the variance that the numbers explain one by one."""
        return float(sum(item.share for item in self.shares))


def normal_scores(draws: np.ndarray) -> np.ndarray:
    """Normal score of each draw within its column, (draw, number): N(0, 1) whatever the distribution."""
    ranks = np.apply_along_axis(rankdata, 0, np.asarray(draws, float))
    return ndtri((ranks - 0.5) / len(draws))


def spread(outcome: str, y: np.ndarray, keys: Sequence[str], scores: np.ndarray) -> Spread:
    """Shares of the variance of `y` (draw,) made by numbers with `scores` (draw, number); NaN draws are left out."""
    sound = np.isfinite(y)
    y, scores = y[sound], scores[sound]
    count = len(y)
    centred = y - y.mean() if count else y
    variance = float(centred @ centred) / max(count, 1)
    if count < FEWEST_DRAWS or variance <= 1e-24 * max(1.0, float(np.abs(y).max(initial=0.0)) ** 2):
        return Spread(outcome, count, variance**0.5, ())
    basis = _basis(scores)
    chosen = _chosen(basis, centred)
    if not chosen:
        return Spread(outcome, count, variance**0.5, ())
    columns = basis[:, chosen]
    weights, *_ = np.linalg.lstsq(columns, centred, rcond=None)
    parts = columns * weights  # (draw, term)
    noise = float(((centred - parts.sum(axis=1)) ** 2).sum()) / (count - len(chosen) - 1)
    taken: dict[int, float] = {}
    for term, column in enumerate(chosen):
        # a fitted term takes a little of the noise with it: 1/count of it each
        own = (float(parts[:, term] @ centred) - noise) / count / variance
        taken[column // DEGREE] = taken.get(column // DEGREE, 0.0) + own
    shares = [_share(keys[j], share, noise / variance, count) for j, share in taken.items()]
    ordered = sorted(shares, key=lambda item: (-item.share, item.key))
    return Spread(outcome, count, variance**0.5, tuple(ordered))


def _share(key: str, share: float, noise: float, count: int) -> Share:
    """With its standard error: of the coefficient (4 share noise/n), and of the two variances."""
    error = np.sqrt((4 * abs(share) * noise + 4 * share**2 * max(1 - abs(share), 0.0)) / count)
    return Share(key, float(share), float(error))


def _basis(scores: np.ndarray) -> np.ndarray:
    """Orthonormal Hermite polynomials of each number, (draw, number * DEGREE), centred and of unit variance."""
    z = scores
    columns = np.stack([z, (z**2 - 1) / np.sqrt(2), (z**3 - 3 * z) / np.sqrt(6)], axis=2)
    columns = columns.reshape(len(z), -1)
    columns = columns - columns.mean(axis=0)
    size = np.sqrt((columns**2).mean(axis=0))
    return np.divide(columns, size, out=np.zeros_like(columns), where=size > 1e-9)


def _chosen(basis: np.ndarray, y: np.ndarray) -> list[int]:
    """Columns in the order they enter (orthogonal matching pursuit), until chance would do as well."""
    count, terms = basis.shape
    limit = 2 * np.log(max(terms, 2))
    directions, remainder = np.zeros((0, count)), y.copy()
    chosen: list[int] = []
    while len(chosen) < MOST_TERMS * count:
        size = np.abs(basis.T @ remainder)
        size[chosen] = 0.0
        best = int(np.argmax(size))
        own = basis[:, best] - directions.T @ (directions @ basis[:, best])
        length = float(np.sqrt(own @ own))
        if length < 1e-3 * np.sqrt(count):
            break
        direction = own / length
        taken = float(direction @ remainder) ** 2
        noise = (float(remainder @ remainder) - taken) / (count - len(chosen) - 2)
        if taken <= limit * noise:
            break
        remainder = remainder - direction * (direction @ remainder)
        directions = np.vstack([directions, direction])
        chosen.append(best)
    return chosen
