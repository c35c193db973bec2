"""What a stand-in gets wrong in the distances of rated arms and middle courses, as unknowns that are sampled.

    ln D_arm = stand-in's + (L e)_arm,   e ~ N(0, I),   L L' = S R S

S are the root mean squares of the errors of ln D, R how they go together: errors of one draw are much alike in all arms
of a concern, since the same numbers of healing carry them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

WORST = 0.05  # of the errors, left out of their mean
JITTER = 1e-6  # added to the diagonal of R: arms treated alike may err alike


@dataclass(frozen=True)
class Wrong:
    """Errors by `names` (k,), the lower `factor` L (k, k), and `first`, where e begins in z."""

    names: tuple[str, ...]
    factor: np.ndarray
    first: int

    @classmethod
    def of(cls, errors: Mapping[str, np.ndarray], first: int) -> Wrong:
        """From errors of ln D by name, (n,) each; the worst `WORST` of each are drawn in to where they begin."""
        if not errors:
            return cls((), np.zeros((0, 0)), first)
        table = np.stack(list(errors.values()), axis=1)
        sd = np.array([rms(column) for column in table.T])
        most = np.quantile(np.abs(table), 1.0 - WORST, axis=0)
        tame = np.clip(table, -most, most) / np.maximum(np.sqrt((table**2).mean(axis=0)), 1e-12)
        second = tame.T @ tame / len(tame)
        size = np.sqrt(np.maximum(np.diag(second), 1e-12))
        together = second / np.outer(size, size)
        np.fill_diagonal(together, 1.0 + JITTER)
        return cls(tuple(errors), sd[:, None] * np.linalg.cholesky(together), first)

    @property
    def sd(self) -> dict[str, float]:
        """Of each error."""
        return dict(zip(self.names, np.sqrt((self.factor**2).sum(axis=1)).tolist(), strict=True))

    @property
    def nothing(self) -> Wrong:
        """The same names, without error."""
        return Wrong(self.names, np.zeros_like(self.factor), self.first)

    def at(self, z: np.ndarray) -> np.ndarray:
        """Errors (n, k) of ln D at z (n, d)."""
        return z[:, self.first : self.first + len(self.names)] @ self.factor.T

    def by_name(self, z: np.ndarray) -> dict[str, np.ndarray]:
        """The same, (n,) each."""
        return dict(zip(self.names, self.at(z).T, strict=True))

    def pull(self, by_name: Mapping[str, np.ndarray], by_z: np.ndarray) -> None:
        """Add to slopes in z (n, d) what slopes (n,) in the errors mean for them."""
        if not self.names:
            return
        slopes = np.stack([by_name[name] for name in self.names], axis=1)
        by_z[:, self.first : self.first + len(self.names)] += slopes @ self.factor


def rms(error: np.ndarray) -> float:
    """Root mean square of errors (n,), the worst `WORST` of them left out, unsound ones with them."""
    square = np.sort(np.where(np.isfinite(error), error**2, np.inf))
    return float(np.sqrt(square[: int(np.ceil((1.0 - WORST) * len(square)))].mean()))
