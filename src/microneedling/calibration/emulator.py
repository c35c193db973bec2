"""A cheap stand-in for the forward model, fitted to runs already done.

    asinh(F_hat_k(z)/s_k) = a_k + sum_{j in top_k} b_jk z_j + sum_{i<=j in bent_k} c_ijk z_i z_j + sum_j r_jk z_j

Each output listens to the few coordinates it correlates with most (top), bends along the strongest of those where
that helps, and takes what is left from a ridge regression on all of them. Penalties minimise generalised
cross-validation, GCV(p) = (|y - y_hat|^2 / n) / (1 - trace(H_p) / n)^2. Outputs are kept near the range of the runs,
since products run away outside it. The logarithm (asinh, since signals may change sign) makes sums of what are
products: s_k is a third of the middle size of an output.

On 158 signals of 457 numbers of the skin model, 2,000 runs explain four fifths of the variance of the median signal
and all but a hundredth of the upper quartile's (times, pain); of the gains of scars, to which all numbers add a little,
half to two thirds. Processes on Gaussian kernels, on all coordinates or those that matter, were no better.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PENALTIES = np.geomspace(1e-3, 1e5, 17)
TOP, BENT = 80, 8  # coordinates an output listens to, and those of them in which it may bend
BEND = 0.3  # of the middle size of an output, where the logarithm begins
ROWS_PER_FEATURE = 6.0  # runs wanted for each coordinate listened to
BEYOND = 0.15  # of the range of the runs, by which the stand-in may leave it


@dataclass(frozen=True)
class Emulator:
    """Fitted stand-in: `slope` (dims, m), `scale` (m,), `bent` (m, b) coordinates of the products, `product`
    (m, b (b + 1) / 2)."""

    dims: np.ndarray
    offset: np.ndarray
    slope: np.ndarray
    bent: np.ndarray
    product: np.ndarray
    low: np.ndarray
    high: np.ndarray
    scale: np.ndarray

    def __call__(self, z: np.ndarray) -> np.ndarray:
        """Stand-in forward outputs (n, m) for z (n, d)."""
        return self.scale * np.sinh(np.clip(self._bare(z[:, self.dims]), self.low, self.high))

    def _bare(self, block: np.ndarray) -> np.ndarray:
        """What the fit gives (n, m) for coordinates (n, dims), without ends, on the axis of the logarithm."""
        output = self.offset + block @ self.slope
        if self.bent.shape[1]:
            along = block[:, self.bent]
            for at, (left, right) in enumerate(zip(*np.triu_indices(self.bent.shape[1]), strict=True)):
                output += self.product[:, at] * along[..., left] * along[..., right]
        return output

    def pulled_back(self, z: np.ndarray, by_output: np.ndarray) -> np.ndarray:
        """Slopes (n, dims) in the coordinates from slopes (n, m) in the outputs, at z (n, d); none beyond the range."""
        block = z[:, self.dims]
        bare = self._bare(block)
        inside = (bare > self.low) & (bare < self.high)
        weight = by_output * self.scale * np.cosh(np.clip(bare, self.low, self.high)) * inside
        found = weight @ self.slope.T
        if self.bent.shape[1]:
            along = block[:, self.bent]
            turned = np.zeros_like(along)
            for at, (left, right) in enumerate(zip(*np.triu_indices(self.bent.shape[1]), strict=True)):
                turned[..., left] += self.product[:, at] * along[..., right]
                turned[..., right] += self.product[:, at] * along[..., left]
            turned *= weight[..., None]
            for at in range(self.bent.shape[1]):
                place = np.zeros((len(self.bent), len(self.dims)))
                place[np.arange(len(self.bent)), self.bent[:, at]] = 1.0
                found += turned[..., at] @ place
        return found


def fit(block: np.ndarray, forward: np.ndarray, dims: np.ndarray) -> Emulator:
    """Fit to runs `block` (N, dims) -> `forward` (N, m); rows with NaN must have been left out."""
    scale = BEND * np.median(np.abs(forward), axis=0)
    scale = np.where(scale > 0.0, scale, np.maximum(np.abs(forward).max(axis=0), 1e-300))
    forward = np.arcsinh(forward / scale)
    offset, spread = forward.mean(axis=0), forward.std(axis=0)
    live = spread > 1e-12 * np.maximum(np.abs(offset), 1e-300)
    spread = np.where(live, spread, 1.0)
    scaled = np.where(live, (forward - offset) / spread, 0.0)
    centre = block.mean(axis=0)
    top = int(max(1, min(TOP, block.shape[1], len(block) / ROWS_PER_FEATURE)))
    count = min(BENT, top)
    slope = np.zeros((block.shape[1], forward.shape[1]))
    bent = np.zeros((forward.shape[1], count), dtype=np.int64)
    product = np.zeros((forward.shape[1], count * (count + 1) // 2))
    level, left = np.zeros(forward.shape[1]), scaled.copy()
    strength = np.abs((block - centre).T @ scaled) / np.maximum(block.std(axis=0), 1e-12)[:, None]
    for k in np.flatnonzero(live):
        chosen = np.argsort(-strength[:, k], kind="stable")[:top]
        bent[k], slope[chosen, k], product[k], level[k] = _one_output(block, scaled[:, k], chosen, count)
        left[:, k] -= level[k] + block @ slope[:, k] + _products(block[:, bent[k]]) @ product[k]
    ridge = _Ridge(block - centre)
    rest, score = ridge.fit(left - left.mean(axis=0))
    plain, plain_score = ridge.fit(scaled)
    # outputs that many coordinates move a little are better off without a choice of few
    dense = plain_score < score
    rest = np.where(dense, plain, rest + slope)
    product[dense] = 0.0
    level = np.where(dense, 0.0, level + left.mean(axis=0)) - centre @ np.where(dense, plain, rest - slope)
    wide = BEYOND * np.ptp(forward, axis=0)
    return Emulator(
        dims=dims,
        offset=offset + spread * level,
        slope=rest * spread,
        bent=bent,
        product=product * spread[:, None],
        low=forward.min(axis=0) - wide,
        high=forward.max(axis=0) + wide,
        scale=scale,
    )


def _one_output(
    block: np.ndarray, y: np.ndarray, chosen: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Bent coordinates, slopes of `chosen`, weights of the products, and level of one output."""
    straight = block[:, chosen]
    slope, level, score = _straight(straight, y)
    bent = chosen[np.argsort(-np.abs(slope), kind="stable")[:count]]
    products = _products(block[:, bent])
    both, level_both, score_both = _straight(np.concatenate([straight, products], axis=1), y)
    if score_both < score:
        return bent, both[: chosen.size], both[chosen.size :], level_both
    return bent, slope, np.zeros(products.shape[1]), level


def _products(along: np.ndarray) -> np.ndarray:
    """Squares and products (..., b (b + 1) / 2) of the last axis (..., b)."""
    left, right = np.triu_indices(along.shape[-1])
    return along[..., left] * along[..., right]


def _straight(features: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Slopes, level and least GCV of ridge regression of y (N,) on features (N, p)."""
    centre, middle = features.mean(axis=0), y.mean()
    slope, score = _Ridge(features - centre).fit((y - middle)[:, None])
    return slope[:, 0], float(middle - centre @ slope[:, 0]), float(score[0])


class _Ridge:
    """Ridge regression on centred features x (N, p), decomposed once for any number of outputs."""

    def __init__(self, x: np.ndarray):
        self.x = x
        values, self.vectors = np.linalg.eigh(x.T @ x)
        self.values = np.maximum(values, 0.0)

    def fit(self, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Slopes (p, m) of centred y (N, m), each output with the penalty of its least GCV, and that GCV."""
        along, rows = self.vectors.T @ (self.x.T @ y), len(y)
        energy = (y**2).sum(axis=0)
        best, chosen = np.full(y.shape[1], np.inf), np.full(y.shape[1], PENALTIES[-1])
        for penalty in PENALTIES:
            damp = 1.0 / (self.values + penalty)
            # |y - y_hat|^2 = |y|^2 - sum (2 damp - damp^2 values) (V'X'y)^2
            missed = energy - ((2.0 * damp - damp**2 * self.values)[:, None] * along**2).sum(axis=0)
            free = ((self.values * damp).sum() + 1.0) / rows
            score = missed / rows / max(1.0 - free, 1e-3) ** 2
            chosen = np.where(score < best, penalty, chosen)
            best = np.minimum(score, best)
        return self.vectors @ (along / (self.values[:, None] + chosen)), best
