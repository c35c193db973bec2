"""Metropolis acceptance on weighted log-likelihoods, with failed runs (minus infinity) kept finite where it matters."""

from __future__ import annotations

import numpy as np

from .target import total


def accept(log_ratio: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Which proposals are accepted: booleans of the shape of `log_ratio`, each true with chance min(1, ratio)."""
    return np.log(random.uniform(size=log_ratio.shape)) < log_ratio


def acceptance_chance(log_ratio: np.ndarray) -> np.ndarray:
    """Chance of acceptance min(1, ratio), in the shape of `log_ratio`."""
    return np.exp(np.minimum(log_ratio, 0.0))


def log_difference(new: np.ndarray, old: np.ndarray) -> np.ndarray:
    """new - old, both (n,) or (n, s), where minus infinity is never worth going to and always worth leaving."""
    return np.where(np.isneginf(new), -np.inf, new - np.where(np.isneginf(old), -1e300, old))


def weighted(loglik: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """w_s loglik_s (n, s) from loglik (n, s) and study weights (s,); zero for studies of weight zero."""
    return np.where(weight > 0.0, np.where(weight > 0.0, loglik, 0.0) * weight, 0.0)


def floored_total(loglik: np.ndarray, weight: np.ndarray, floor: float) -> np.ndarray:
    """sum_s w_s loglik_s (n,), but never below `floor`."""
    return np.maximum(total(loglik, weight), floor)
