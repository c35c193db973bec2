"""Where a person truly starts, and how lenient each rater is: drawn from what the readings of the start say.

Start b and leniencies r are normal before; readings y = b + r + error of the start make them a joint normal, from
which nine in ten people are drawn (somewhat wider, as errors have heavy tails), the others from before. What each one's
density was goes into the weights, so that it decides how well the people are placed and never the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .law import Reading
from .predicted import Predicted

WIDER, FROM_BEFORE = 1.3, 0.1
LEAST_SD = 1e-9


@dataclass(frozen=True)
class Starts:
    """Of each person (draw, person): the start, leniencies by rater, and ln of density before over that drawn from."""

    start: np.ndarray
    leniency: dict[str, np.ndarray]
    log_weight: np.ndarray


def starts(item: Predicted, readings: Sequence[Reading], normal: np.ndarray, pick: np.ndarray) -> Starts:
    """Draw starts and leniencies; `normal` (draw, person, 1 + rater) is standard normal, `pick` uniform."""
    raters = raters_of(readings)
    mean, sd = _before(item, raters)
    moved, factor = _after(item, readings, raters, mean, sd)
    wide = WIDER * np.einsum("dij,dpj->dpi", factor, normal) + moved[:, None, :]
    prior = mean[:, None, :] + sd[:, None, :] * normal
    drawn = np.where((pick < FROM_BEFORE)[..., None], prior, wide)
    before = _log_normal((drawn - mean[:, None, :]) / sd[:, None, :]) - np.log(sd).sum(axis=1)[:, None]
    white = np.linalg.solve(factor[:, None, :, :], (drawn - moved[:, None, :])[..., None])[..., 0] / WIDER
    level = np.log(np.abs(np.diagonal(factor, axis1=1, axis2=2)) * WIDER).sum(axis=1)[:, None]
    after = _log_normal(white) - level
    mixed = np.logaddexp(np.log(FROM_BEFORE) + before, np.log1p(-FROM_BEFORE) + after)
    start = drawn[..., 0]
    if item.ends is not None:
        start = np.clip(start, *item.ends)
    return Starts(start, {name: drawn[..., 1 + k] for k, name in enumerate(raters)}, before - mixed)


def raters_of(readings: Sequence[Reading]) -> list[str]:
    """Raters that are told, in the order of the alphabet."""
    return sorted({item.rater for item in readings if item.rater is not None})


def _before(item: Predicted, raters: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    none = np.zeros_like(item.leniency)
    mean = np.stack([item.start, *[none for _ in raters]], axis=1)
    sd = np.stack([item.start_sd, *[item.leniency for _ in raters]], axis=1)
    return mean, np.maximum(sd, LEAST_SD)


def _after(
    item: Predicted, readings: Sequence[Reading], raters: Sequence[str], mean: np.ndarray, sd: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean (draw, latent) and lower factor of the covariance (draw, latent, latent) after readings of the start."""
    scaled = np.zeros((*mean.shape, mean.shape[1]))
    scaled += np.eye(mean.shape[1])
    pull = np.zeros_like(mean)
    for one in readings:
        if one.day > 0:
            continue
        row = np.zeros(mean.shape[1])
        row[0] = 1.0
        if one.rater is not None:
            row[1 + raters.index(one.rater)] = 1.0
        loads = row * sd
        precise = one.spread(item.error, item.leniency) ** -2
        scaled += precise[:, None, None] * loads[:, :, None] * loads[:, None, :]
        pull += precise[:, None] * loads * (one.value - mean @ row)[:, None]
    covariance = np.linalg.inv(scaled)
    moved = mean + sd * np.einsum("dij,dj->di", covariance, pull)
    return moved, sd[:, :, None] * np.linalg.cholesky(covariance)


def _log_normal(z: np.ndarray) -> np.ndarray:
    return -0.5 * (z * z).sum(axis=-1)
