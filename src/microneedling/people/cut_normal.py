"""A number that differs between people, as the solver draws it: a normal, cut at both ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from ..inputs.distribution import Distribution


@dataclass(frozen=True)
class CutNormal:
    """A normal of `mean` and `sd` before it is cut at `low` and `high`; sd 0 for one number."""

    mean: float
    sd: float = 0.0
    low: float = -np.inf
    high: float = np.inf

    @classmethod
    def of(cls, given: Distribution) -> CutNormal:
        """What a file says of a distribution; a bare range is a normal whose 95 % interval it is."""
        low = -np.inf if given.low is None else given.low
        high = np.inf if given.high is None else given.high
        return cls(given.middle, given.spread, low, high)

    def at(self, share: np.ndarray) -> np.ndarray:
        """Quantiles of the cut normal distribution at shares between 0 and 1, of their shape."""
        if self.sd <= 0:
            return np.full(np.shape(share), float(np.clip(self.mean, self.low, self.high)))
        below, above = ndtr((self.low - self.mean) / self.sd), ndtr((self.high - self.mean) / self.sd)
        return np.clip(self.mean + self.sd * ndtri(below + share * (above - below)), self.low, self.high)
