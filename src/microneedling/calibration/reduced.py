"""A small stand-in for the calibration, quick enough to be fitted again and again: a few studies, few numbers.

    F(z) = F(0) + J z_some,     J by central differences of the true arms in the numbers that move them most

All raters' and study unknowns stay as they are. For simulation-based calibration: draw unknowns from the prior, let
the reduced model report, fit, and ask where the truth ranks among the draws (`checks.simulation_based_calibration`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..studies.published import Reported
from .problem import Calibration, row_loglik
from .smc import sampler as smc

STEP = 0.5  # prior standard deviations


class Reduced:
    """A `smc_target.Target` over the cheap unknowns of a calibration and its `kept` strongest forward ones."""

    def __init__(self, full: Calibration, kept: int):
        self.full = full
        count = len(full.forward_names)
        ends = np.zeros((2 * count + 1, len(full.names)))
        rows = np.arange(count)
        ends[rows, rows], ends[count + rows, rows] = STEP, -STEP
        signals = full.forward(ends)
        slope = (signals[:count] - signals[count:-1]) / (2 * STEP)
        slope[~np.isfinite(slope)] = 0.0
        self.middle = signals[-1]
        scale = np.abs(self.middle) + 0.1
        strength = (np.abs(slope) / scale).sum(axis=1)
        self.strongest = np.sort(np.argsort(strength)[::-1][:kept])
        self.slope = slope[self.strongest]
        self.names = tuple(full.names[place] for place in [*self.strongest, *full.cheap_dims])

    @property
    def forward_dims(self) -> np.ndarray:
        """Indices (f,) of the kept unknowns of the model."""
        return np.arange(len(self.strongest))

    @property
    def cheap_dims(self) -> np.ndarray:
        """Indices (c,) of the unknowns that only enter the likelihood."""
        return np.arange(len(self.strongest), len(self.names))

    @property
    def study_of_dim(self) -> np.ndarray:
        """As in `smc.target.Target` (d,): the only study that an unknown enters, or -1."""
        whole = self.full.study_of_dim
        return np.concatenate([np.full(len(self.strongest), -1), whole[self.full.cheap_dims]])

    def whole(self, z: np.ndarray) -> np.ndarray:
        """All unknowns of the full calibration (n, full d) from the kept ones z (n, d); the others at their median."""
        wide = np.zeros((len(z), len(self.full.names)))
        wide[:, [*self.strongest, *self.full.cheap_dims]] = z
        return wide

    def forward(self, z: np.ndarray) -> np.ndarray:
        """Signals (n, signal) of z (n, d), linear in the kept unknowns."""
        return self.middle + z[:, self.forward_dims] @ self.slope

    def loglik(self, z: np.ndarray, forward: np.ndarray) -> np.ndarray:
        """Log-likelihood (n, study) of the full calibration at z (n, d) and these signals."""
        return self.full.loglik(self.whole(z), forward)

    def simulate(self, z: np.ndarray, random: np.random.Generator) -> np.ndarray:
        """Reports (row,) of one vector of unknowns, values only."""
        row = z[None, :]
        wide, seen = self.whole(row), self.forward(row)
        values = self.full.values(wide)
        found = []
        for slot in self.full.slots:
            mean, sd, _ = self.full.expected(slot, wide, seen, values)
            found.append(float(mean[0] + sd[0] * random.standard_normal()))
        return np.array(found)

    def fit(self, reports: np.ndarray, seed: int, particles: int) -> np.ndarray:
        """Draws (n, d) given reports in the place of the published ones."""
        target = _OtherReports(self, reports)
        settings = smc.Settings(
            particles=particles, seed=seed, label="reduced", forward_moves=2, cheap_moves=8
        )
        return smc.sample(target, settings).z


class _OtherReports:
    """The reduced calibration with other reports; standard errors stay those of the published ones."""

    def __init__(self, reduced: Reduced, reports: Sequence[float] | np.ndarray):
        self.reduced = reduced
        self.forward_dims, self.cheap_dims = reduced.forward_dims, reduced.cheap_dims
        self.study_of_dim, self.forward = reduced.study_of_dim, reduced.forward
        self.rows: list[Reported] = [
            replace(slot.row, observed=float(value))
            for slot, value in zip(reduced.full.slots, reports, strict=True)
        ]

    def loglik(self, z: np.ndarray, forward: np.ndarray) -> np.ndarray:
        full = self.reduced.full
        wide = self.reduced.whole(z)
        values = full.values(wide)
        total = np.zeros((len(z), len(full.studies)))
        for slot, row in zip(full.slots, self.rows, strict=True):
            mean, sd, improvement = full.expected(slot, wide, forward, values)
            total[:, full.studies.index(row.study)] += row_loglik(row, mean, sd, improvement)
        return total
