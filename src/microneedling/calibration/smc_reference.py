"""A Gaussian near the posterior, learned from the particles, around which moves are proposed.

    C = D^(1/2) (I + V diag(l - 1) V') D^(1/2),      reference N(m, C)

m and D are the particles' mean and variance, pulled to the prior (0 and 1) where they differ from it by no more than
chance; V are the few directions whose spread leaves the band (1 - sqrt g)^2 .. (1 + sqrt g)^2 that chance alone gives
in d dimensions from n particles, g = d / n, and l their spread with the bias of the sample taken out (spiked
covariance: Baik, Ben Arous, Peche). A block is proposed from the reference *given* the coordinates outside it:

    N(m_b - P_bb^-1 P_br (z_r - m_r), P_bb^-1),      P = C^-1

Any reference gives right draws (the Metropolis ratio holds it); a bad one only gives slow ones. It is bad for several
far-apart modes, where it is wide, and where d exceeds n, where narrow directions cannot be seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular

CHANCE = 4.0  # squared standard errors a mean or log variance must exceed before the prior is left
WIDEST, NARROWEST = 4.0, 1e-6  # variances, in units of the prior's
MOST_DIRECTIONS = 60
MARGIN = 0.08  # by which a spread must leave the band of chance
SHARED = 0.7  # particles that still share ancestors count for less than themselves


@dataclass(frozen=True)
class Conditional:
    """The reference of one block given the rest: N(centre(z), root root')."""

    block: np.ndarray
    rest: np.ndarray
    mean: np.ndarray
    rest_mean: np.ndarray
    gain: np.ndarray
    root: np.ndarray  # (b, b) lower triangle, or (b,) when the block's coordinates are proposed one by one

    def centre(self, z: np.ndarray) -> np.ndarray:
        """(n, b) centre of the block for particles z (n, d)."""
        if not self.rest.size:
            return self.mean[None, :]
        return self.mean + (z[:, self.rest] - self.rest_mean) @ self.gain.T

    def whiten(self, offset: np.ndarray) -> np.ndarray:
        """(n, b) offsets from the centre in standard deviations of the reference."""
        if self.root.ndim == 1:
            return offset / self.root
        return solve_triangular(self.root, offset.T, lower=True, check_finite=False).T

    def colour(self, white: np.ndarray) -> np.ndarray:
        """The inverse of `whiten`."""
        return white * self.root if self.root.ndim == 1 else white @ self.root.T


@dataclass(frozen=True)
class Reference:
    """N(mean, C) as diagonal plus few directions: `mean`, `variance` (d,), `vectors` (d, k), `spread` (k,)."""

    mean: np.ndarray
    variance: np.ndarray
    vectors: np.ndarray
    spread: np.ndarray

    @cached_property
    def precision(self) -> np.ndarray:
        """P = C^-1, (d, d)."""
        inner = (self.vectors * (1.0 / self.spread - 1.0)) @ self.vectors.T
        inner[np.diag_indices_from(inner)] += 1.0
        return inner / np.sqrt(self.variance)[:, None] / np.sqrt(self.variance)

    @property
    def covariance(self) -> np.ndarray:
        """C, (d, d)."""
        inner = (self.vectors * (self.spread - 1.0)) @ self.vectors.T
        inner[np.diag_indices_from(inner)] += 1.0
        return inner * np.sqrt(self.variance)[:, None] * np.sqrt(self.variance)

    def given(
        self, block: np.ndarray, rest: np.ndarray | None = None, one_by_one: bool = False
    ) -> Conditional:
        """The reference of `block` given the coordinates `rest` (default: all others)."""
        outside = np.setdiff1d(np.arange(self.mean.size), block) if rest is None else rest
        if not outside.size:
            cov = self.covariance[np.ix_(block, block)]
            gain = np.empty((block.size, 0))
        else:
            cov, gain = self._conditional(block, outside)
        root = np.sqrt(np.diag(cov)) if one_by_one else np.linalg.cholesky(cov)
        return Conditional(block, outside, self.mean[block], self.mean[outside], gain, root)

    def _conditional(self, block: np.ndarray, rest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if block.size + rest.size == self.mean.size:
            factor = cho_factor(self.precision[np.ix_(block, block)], lower=True)
            cov = cho_solve(factor, np.eye(block.size))
            return 0.5 * (cov + cov.T), -cov @ self.precision[np.ix_(block, rest)]
        full = self.covariance
        gain = cho_solve(cho_factor(full[np.ix_(rest, rest)]), full[np.ix_(rest, block)]).T
        cov = full[np.ix_(block, block)] - gain @ full[np.ix_(rest, block)]
        return 0.5 * (cov + cov.T), gain


def prior_reference(dimension: int) -> Reference:
    """The prior itself, N(0, I): plain preconditioned Crank-Nicolson."""
    nothing = np.empty((dimension, 0))
    return Reference(np.zeros(dimension), np.ones(dimension), nothing, np.empty(0))


def learn(
    z: np.ndarray, weight: np.ndarray, directions: bool = True, count: float | None = None
) -> Reference:
    """The reference learned from particles `z` (n, d) of normalised `weight` (n,).

    `count`: independent points these are worth; by default SHARED times their effective number.
    """
    count = SHARED / np.sum(weight**2) if count is None else count
    mean = weight @ z
    offset = z - mean
    variance = np.clip(weight @ offset**2 * count / max(count - 1.0, 1.0), NARROWEST, WIDEST)
    log_variance = np.log(variance)
    log_variance = log_variance * _beyond_chance(log_variance**2, 2.0 / count)
    mean = mean * _beyond_chance(mean**2, variance / count)
    shrunk = np.exp(log_variance)
    nothing = np.empty((z.shape[1], 0))
    if not directions:
        return Reference(mean, shrunk, nothing, np.empty(0))
    vectors, spread = _directions(offset * np.sqrt(weight)[:, None] / np.sqrt(variance), count)
    return Reference(mean, shrunk, vectors, spread)


def _beyond_chance(square: np.ndarray, error_square: np.ndarray | float) -> np.ndarray:
    """Factor 0..1: zero for what chance explains, near one far beyond it (positive-part James-Stein)."""
    return np.maximum(0.0, 1.0 - CHANCE * error_square / np.maximum(square, 1e-300))


def _directions(scaled: np.ndarray, count: float) -> tuple[np.ndarray, np.ndarray]:
    """Directions whose spread leaves the band of chance, and that spread without the sample's bias."""
    dimension = scaled.shape[1]
    share = dimension / count
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    high = (1.0 + np.sqrt(share)) ** 2 * (1.0 + MARGIN)
    low = (1.0 - np.sqrt(share)) ** 2 * (1.0 - MARGIN) if share < 1.0 else 0.0
    chosen = np.flatnonzero((values > high) | (values < low))
    chosen = chosen[np.argsort(-np.abs(np.log(np.maximum(values[chosen], NARROWEST))), kind="stable")]
    chosen = np.sort(chosen[:MOST_DIRECTIONS])
    found, vectors = np.maximum(values[chosen], NARROWEST), vectors[:, chosen]
    middle = found + 1.0 - share
    root = np.sqrt(np.maximum(middle**2 - 4.0 * found, 0.0))
    true = np.where(found > 1.0, 0.5 * (middle + root), 2.0 * found / (middle + root))
    aligned = (1.0 - share / (true - 1.0) ** 2) / (1.0 + share / (true - 1.0))
    aligned = np.clip(aligned, 0.0, 1.0)  # squared cosine between the found direction and the true one
    return vectors, np.maximum(true * aligned + (1.0 - aligned), NARROWEST)
