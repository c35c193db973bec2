"""A small hierarchical model of places on one axis, fitted exactly, and its forecasts of studies left out.

    x = m + f_kind + b . covariates + u_study + e,     each term normal:
    m ~ N(0, 5^2)   f ~ N(0, between kinds^2)   b ~ N(0, 1)   u ~ N(0, between studies^2)   e ~ N(0, within^2 + se^2)

Given the three spreads everything is normal; the spreads are summed over a grid, each weighed by its half-normal prior
and by how likely it makes the data of the other studies. So readings of one study share its u and have one vote between
them, a kind with few studies leans on all kinds, and the forecast has the heavier tails of not knowing the spreads.
The priors are of the size of the unit of the axis and were not set on the rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr
from scipy.stats import norm

MEAN_SD = 5.0
SLOPE_SD = 1.0
USUAL_SPREADS = (1.0, 1.0, 1.0)  # half-normal scales of the spreads between kinds, between and within studies
LEAST_WEIGHT, POINTS = 1e-5, 1500  # of a mixture: parts too unlikely to be felt, and where it is summed up
GRID = (0.05, 0.15, 0.3, 0.5, 0.75, 1.1, 1.8)


@dataclass(frozen=True)
class Places:
    """Places `x` (k,) on one axis with sampling errors `se` (k,), their kinds, studies and `covariates` (k, c).

    `spreads` are the half-normal scales of the priors: between kinds, between studies, within a study.
    """

    x: np.ndarray
    se: np.ndarray
    kind: Sequence[str]
    study: Sequence[str]
    covariates: np.ndarray
    spreads: tuple[float, float, float] = USUAL_SPREADS

    def __post_init__(self):
        sizes = {len(self.x), len(self.se), len(self.kind), len(self.study), len(self.covariates)}
        if len(sizes) > 1:
            raise ValueError(f"x, se, kind, study and covariates differ in length: {sorted(sizes)}")


@dataclass(frozen=True)
class Mixture:
    """A forecast of one place: normals of `mean` and `sd` (grid,), `weight` (grid,) of each."""

    mean: np.ndarray
    sd: np.ndarray
    weight: np.ndarray

    def draws(self, count: int) -> np.ndarray:
        """Quantiles (count,) at (i - 1/2)/count, so that no seed enters."""
        felt = self.weight > self.weight.max() * LEAST_WEIGHT
        mean, sd, weight = self.mean[felt], self.sd[felt], self.weight[felt] / self.weight[felt].sum()
        x = np.linspace((mean - 6 * sd).min(), (mean + 6 * sd).max(), POINTS)
        below = ndtr((x[:, None] - mean) / sd) @ weight
        return np.interp((np.arange(count) + 0.5) / count, below, x)

    def log_density(self, x: float, se: float = 0.0) -> float:
        """Log density of a place seen with a sampling error."""
        return float(np.log(norm.pdf(x, self.mean, np.hypot(self.sd, se)) @ self.weight))


def left_out(places: Places, share_kinds: bool = True) -> list[Mixture | None]:
    """The forecast of each place from all other studies; None where they hold none that could tell.

    With `share_kinds` kinds lean on each other; otherwise only studies of the same kind can tell.
    """
    found: list[Mixture | None] = [None] * len(places.x)
    study, kind = np.array(places.study), np.array(places.kind)
    for name in dict.fromkeys(places.study):
        ours, others = study == name, study != name
        groups = [ours] if share_kinds else [ours & (kind == one) for one in dict.fromkeys(kind[ours])]
        for group in groups:
            able = others if share_kinds else others & (kind == kind[group][0])
            if able.any():
                at = np.flatnonzero(group)
                for place, made in zip(at, forecasts(places, np.flatnonzero(able), at), strict=True):
                    found[place] = made
    return found


def forecasts(places: Places, known: np.ndarray, wanted: np.ndarray) -> list[Mixture]:
    """The forecasts of the places `wanted` (indices), of a study of its own, from the places `known` (indices)."""
    spreads, prior = _grid(places.spreads)
    x, own = places.x[known], spreads[:, 2, None] ** 2
    each = _covariance(places, known, known, spreads)
    at = np.arange(len(known))
    each[:, at, at] += own + places.se[known] ** 2
    across = _covariance(places, known, wanted, spreads)
    alone = np.diagonal(_covariance(places, wanted, wanted, spreads), axis1=1, axis2=2) + own
    root = np.linalg.cholesky(each)
    sides = np.concatenate([np.broadcast_to(x[:, None], (len(spreads), len(x), 1)), across], axis=2)
    white = np.linalg.solve(root, sides)  # (grid, known, 1 + wanted)
    seen, towards = white[:, :, 0], white[:, :, 1:]
    mean = np.einsum("gk,gkw->gw", seen, towards)
    sd = np.sqrt(alone - np.sum(towards**2, axis=1))
    log_weight = prior - 0.5 * np.sum(seen**2, axis=1) - np.log(root[:, at, at]).sum(axis=1)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return [Mixture(mean[:, place], sd[:, place], weight) for place in range(len(wanted))]


@cache
def _grid(scales: tuple[float, float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Spreads between kinds, between and within studies (grid, 3), in units of their priors' scales times these, and
    the log of the prior (grid,), with the width of each cell."""
    points = np.array(GRID)
    log_cell = -0.5 * points**2 + np.log(np.gradient(points))
    places = np.stack(np.meshgrid(*[np.arange(len(points))] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    return points[places] * np.array(scales), log_cell[places].sum(axis=1)


def _covariance(places: Places, rows: np.ndarray, columns: np.ndarray, spreads: np.ndarray) -> np.ndarray:
    """Prior covariance (grid, rows, columns) of places, without what each has for itself."""
    kind, study = (np.array(names) for names in (places.kind, places.study))
    alike = (kind[rows][:, None] == kind[columns]).astype(float)
    together = (study[rows][:, None] == study[columns]).astype(float)
    common = MEAN_SD**2 + SLOPE_SD**2 * places.covariates[rows] @ places.covariates[columns].T
    square = spreads[:, :, None, None] ** 2
    return common + square[:, 0] * alike + square[:, 1] * together
