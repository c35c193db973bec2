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

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg import solve_triangular

CHANCE = 4.0  # squared standard errors a mean or log variance must exceed before the prior is left
WIDEST, NARROWEST = 4.0, 1e-6  # variances, in units of the prior's
MOST_DIRECTIONS = 60
MARGIN = 0.08  # by which a spread must leave the band of chance
SHARED = 0.7  # particles that still share ancestors count for less than themselves


@dataclass(frozen=True)
class Conditional:
    """The reference of one block given the rest: N(centre(z), root root')."""

    block: np.ndarray
    mean: np.ndarray
    root: Root
    rest: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    rest_mean: np.ndarray = field(default_factory=lambda: np.empty(0))
    left: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))  # (b, k); gain = left @ right
    right: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))  # (k, r)

    def centre(self, z: np.ndarray) -> np.ndarray:
        """(n, b) centre of the block for particles z (n, d)."""
        if not self.rest.size or not self.right.size:
            return self.mean[None, :]
        return self.mean + ((z[:, self.rest] - self.rest_mean) @ self.right.T) @ self.left.T


@dataclass(frozen=True)
class Root:
    """A square root S (I + V diag(r - 1) V') of a covariance, or a plain lower triangle."""

    scale: np.ndarray = field(default_factory=lambda: np.empty(0))
    vectors: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))
    widths: np.ndarray = field(default_factory=lambda: np.empty(0))
    triangle: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))

    def colour(self, white: np.ndarray) -> np.ndarray:
        """(n, b) standard normal numbers as draws of the covariance."""
        if self.triangle.size:
            return white @ self.triangle.T
        return self.scale * _along(white, self.vectors, self.widths)

    def whiten(self, offset: np.ndarray) -> np.ndarray:
        """Offsets from the centre (n, b) as standard normal numbers: the inverse of `colour`."""
        if self.triangle.size:
            return solve_triangular(self.triangle, offset.T, lower=True, check_finite=False).T
        return _along(offset / self.scale, self.vectors, 1.0 / self.widths)


@dataclass(frozen=True)
class Reference:
    """N(mean, C) as diagonal plus few directions: `mean`, `variance` (d,), `vectors` (d, k), `spread` (k,)."""

    mean: np.ndarray
    variance: np.ndarray
    vectors: np.ndarray
    spread: np.ndarray

    @property
    def covariance(self) -> np.ndarray:
        """C, (d, d)."""
        inner = (self.vectors * (self.spread - 1.0)) @ self.vectors.T
        inner[np.diag_indices_from(inner)] += 1.0
        return inner * np.sqrt(self.variance)[:, None] * np.sqrt(self.variance)

    def joint(self) -> Conditional:
        """All coordinates at once."""
        root = Root(np.sqrt(self.variance), self.vectors, np.sqrt(self.spread))
        return Conditional(np.arange(self.mean.size), self.mean, root)

    def given(self, block: np.ndarray, one_by_one: bool = False) -> Conditional:
        """The reference of the coordinates `block` (b,) given all others; `one_by_one`: without correlations in it."""
        rest = np.setdiff1d(np.arange(self.mean.size), block)
        if not rest.size and not one_by_one:
            return self.joint()
        scale, more = np.sqrt(self.variance), 1.0 / self.spread - 1.0
        inner = (self.vectors[block] * more) @ self.vectors[block].T
        inner[np.diag_indices_from(inner)] += 1.0
        cov = np.linalg.inv(inner)  # P_bb^-1 in units of `scale`
        root = Root(scale[block] * np.sqrt(np.diag(cov)), np.empty((block.size, 0)), np.empty(0))
        if not one_by_one:
            root = Root(triangle=scale[block][:, None] * np.linalg.cholesky(0.5 * (cov + cov.T)))
        left = -scale[block][:, None] * (cov @ (self.vectors[block] * more))
        right = self.vectors[rest].T / scale[rest]
        return Conditional(block, self.mean[block], root, rest, self.mean[rest], left, right)


@dataclass
class Moments:
    """Running sums over points, so that many can be pooled without being kept."""

    number: float = 0.0
    first: np.ndarray | float = 0.0
    second: np.ndarray | float = 0.0

    def add(self, z: np.ndarray, weight: np.ndarray | None = None) -> None:
        """Take in points z (n, d), of equal weight unless `weight` (n,) is given."""
        weighted = z if weight is None else z * weight[:, None]
        self.number += len(z) if weight is None else float(weight.sum())
        self.first = self.first + weighted.sum(axis=0)
        self.second = self.second + weighted.T @ z

    def add_all(self, other: Moments) -> None:
        """Take in what another has taken in."""
        self.number += other.number
        self.first, self.second = self.first + other.first, self.second + other.second

    def mean(self) -> np.ndarray:
        """(d,)."""
        return np.asarray(self.first) / self.number

    def covariance(self) -> np.ndarray:
        """(d, d), about their own mean."""
        mean = self.mean()
        return np.asarray(self.second) / self.number - mean[:, None] * mean


def prior_reference(dimension: int) -> Reference:
    """The prior itself, N(0, I): plain preconditioned Crank-Nicolson."""
    nothing = np.empty((dimension, 0))
    return Reference(np.zeros(dimension), np.ones(dimension), nothing, np.empty(0))


def learn(points: Moments, count: float, directions: bool = True) -> Reference:
    """The reference learned from points worth `count` independent ones."""
    mean, cov = points.mean(), points.covariance()
    variance = np.clip(np.diag(cov) * count / max(count - 1.0, 1.0), NARROWEST, WIDEST)
    log_variance = np.log(variance)
    log_variance = log_variance * _beyond_chance(log_variance**2, 2.0 / count)
    mean = mean * _beyond_chance(mean**2, variance / count)
    nothing = np.empty((mean.size, 0))
    if not directions:
        return Reference(mean, np.exp(log_variance), nothing, np.empty(0))
    deviation = np.sqrt(variance)
    vectors, spread = _directions(cov / deviation[:, None] / deviation, count)
    return Reference(mean, np.exp(log_variance), vectors, spread)


def learn_particles(z: np.ndarray, weight: np.ndarray, directions: bool = True) -> Reference:
    """The reference learned from particles `z` (n, d) of normalised `weight` (n,)."""
    points = Moments()
    points.add(z, weight)
    return learn(points, SHARED / float(np.sum(weight**2)), directions)


def _along(white: np.ndarray, vectors: np.ndarray, widths: np.ndarray) -> np.ndarray:
    """Rows of `white` (n, d) stretched by `widths` (k,) along `vectors` (d, k)."""
    return white + ((white @ vectors) * (widths - 1.0)) @ vectors.T if widths.size else white


def _beyond_chance(square: np.ndarray, error_square: np.ndarray | float) -> np.ndarray:
    """Factor 0..1: zero for what chance explains, near one far beyond it (positive-part James-Stein)."""
    return np.maximum(0.0, 1.0 - CHANCE * error_square / np.maximum(square, 1e-300))


def _directions(correlation: np.ndarray, count: float) -> tuple[np.ndarray, np.ndarray]:
    """Directions whose spread leaves the band of chance, and that spread without the sample's bias."""
    share = len(correlation) / count
    values, vectors = np.linalg.eigh(correlation)
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
