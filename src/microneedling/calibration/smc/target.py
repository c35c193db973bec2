"""What is sampled: a standard normal prior, an expensive forward model, and a cheap log-likelihood per study.

    log p(z | data, w) = -|z|^2 / 2 + sum_s w_s loglik_s(z, F(z)) + constant,      0 <= w_s <= 1

F depends on z only through `forward_dims`. A row of F holding any NaN is a failed run: its log-likelihood is minus
infinity. A NaN log-likelihood counts as minus infinity too; plus infinity is refused, since no draw could leave it.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np


class Target(Protocol):
    """A problem for the sampler.

    `forward_dims` and `cheap_dims` together hold every index of z once. A target may also have `study_of_dim` (d,):
    for a cheap coordinate that enters the likelihood of one study only, that study's index, otherwise -1. With it
    such coordinates move study by study, each with its own acceptance, which costs nothing and mixes far better.
    """

    @property
    def forward_dims(self) -> np.ndarray:
        """Indices of z (f,) that the forward model reads."""
        ...

    @property
    def cheap_dims(self) -> np.ndarray:
        """Indices of z (c,) that enter the likelihood alone."""
        ...

    def forward(self, z: np.ndarray) -> np.ndarray:
        """Forward outputs (n, m) for z (n, d): expensive, row by row independent, NaN in rows that failed."""
        ...

    def loglik(self, z: np.ndarray, forward: np.ndarray) -> np.ndarray:
        """Log-likelihood (n, s) for each study from z (n, d) and forward outputs (n, m): cheap."""
        ...


class Problem:
    """A target with its shapes checked once, and failures turned into minus infinity."""

    def __init__(self, target: Target, chunk: int = 0):
        self.target, self.chunk = target, chunk
        self.forward_dims = np.asarray(target.forward_dims, dtype=np.int64)
        self.cheap_dims = np.asarray(target.cheap_dims, dtype=np.int64)
        every = np.concatenate([self.forward_dims, self.cheap_dims])
        self.dimension = every.size
        if not np.array_equal(np.sort(every), np.arange(every.size)):
            raise ValueError("forward_dims and cheap_dims must together hold every index of z once")
        if not self.forward_dims.size:
            raise ValueError(
                "forward_dims is empty: nothing is expensive here, so nothing needs this sampler"
            )
        study_of_dim = np.asarray(getattr(target, "study_of_dim", np.full(every.size, -1)), dtype=np.int64)
        if study_of_dim.shape != (every.size,) or np.any(study_of_dim[self.forward_dims] >= 0):
            raise ValueError("study_of_dim must be (d,), and -1 for every forward dimension")
        self.local_dims = np.flatnonzero(study_of_dim >= 0)
        self.local_study = study_of_dim[self.local_dims]
        self.shared_dims = np.setdiff1d(self.cheap_dims, self.local_dims)

    def forward(self, z: np.ndarray) -> np.ndarray:
        """Forward outputs (n, m) of z (n, d), computed in chunks; raises `ValueError` on another shape."""
        step = self.chunk or len(z)
        parts = [np.asarray(self.target.forward(z[at : at + step]), float) for at in range(0, len(z), step)]
        forward = np.concatenate(parts)
        if forward.ndim != 2 or len(forward) != len(z):
            raise ValueError(f"forward gave {forward.shape}, expected ({len(z)}, outputs)")
        return forward

    def loglik(self, z: np.ndarray, forward: np.ndarray) -> np.ndarray:
        """Log-likelihood (n, s), minus infinity in rows whose forward run failed.

        Raises `ValueError` on another shape and on plus infinity.
        """
        failed = np.isnan(forward).any(axis=1)
        loglik = np.array(self.target.loglik(z, forward), dtype=float)
        if loglik.ndim != 2 or len(loglik) != len(z):
            raise ValueError(f"loglik gave {loglik.shape}, expected ({len(z)}, studies)")
        loglik[failed] = -np.inf
        loglik[np.isnan(loglik)] = -np.inf
        if np.any(loglik == np.inf):
            raise ValueError("loglik gave plus infinity")
        return loglik


def total(loglik: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """sum_s w_s loglik_s (n,); a study of weight zero says nothing, even where it is minus infinity."""
    used = weight > 0.0
    return (loglik[:, used] * weight[used]).sum(axis=1)
