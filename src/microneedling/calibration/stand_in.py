"""The calibration with its runs replaced by a stand-in fitted to many of them: the same unknowns, the same reports.

Sampling this target costs matrix products only, so that it can be sampled until it has converged. What the stand-in
gets wrong is known, since real runs at such places are there to compare with, and is part of each report's error:

    sd_row^2 + blur_row^2,     blur_row^2 = (reports of the arm) x mean squared (report of real run - of stand-in)

at runs that the stand-in was not fitted to (each fifth of them in turn), the worst twentieth left out. Reports of one
arm share most of that error, hence the factor. So the posterior is that of a slightly blurred likelihood: wider than
the exact one, never narrower.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from ..healing.screening import returns_to_baseline
from .emulator import Emulator, fit
from .problem import Calibration
from .slopes import Slopes

FOLDS = 5
WORST = 0.05  # of the errors, left out of their mean


@dataclass(frozen=True)
class Runs:
    """Real runs: unknowns z (n, d) and signals (n, m)."""

    z: np.ndarray
    forward: np.ndarray

    def __add__(self, other: Runs) -> Runs:
        return Runs(np.concatenate([self.z, other.z]), np.concatenate([self.forward, other.forward]))

    @property
    def sound(self) -> Runs:
        """Those that went through."""
        kept = np.isfinite(self.forward).all(axis=1)
        return Runs(self.z[kept], self.forward[kept])


class StandIn:
    """`posed` with an emulator in the place of its runs; a `hmc.Slope`. `blur` (row,) is in the unit of each report."""

    def __init__(self, posed: Calibration, emulator: Emulator, blur: np.ndarray):
        self.posed, self.emulator, self.blur = posed, emulator, blur
        self.slopes_of_reports = Slopes(posed, blur)
        asked = posed.registry.nominal()
        returns_to_baseline(asked)
        self._screened = frozenset(asked.used)

    def forward(self, z: np.ndarray) -> np.ndarray:
        """Stand-in signals (n, m); NaN rows for draws that would scar by themselves, which is asked of the real law."""
        found = self.emulator(z)
        found[~returns_to_baseline(self.posed.values(z, self._screened))] = np.nan
        return found

    def slopes(self, z: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log-likelihood (n, study), and the slope (n, d) of its sum under study weights (study,)."""
        forward = self.forward(z)
        loglik, slope, by_signal = self.slopes_of_reports(z, forward, weight)
        slope[:, self.posed.forward_dims] += self.emulator.pulled_back(z, by_signal)
        return loglik, slope


def stand_in(posed: Calibration, learnt: Runs, judged: Runs | None = None) -> StandIn:
    """The stand-in fitted to real runs and blurred by its error at those `judged`, which are part of `learnt`'s end.

    Without `judged`, by its error at all of them.
    """
    sound = learnt.sound
    count = len(sound.z) if judged is None else len(judged.sound.z)
    return StandIn(posed, _fitted(posed, sound), blur(posed, sound, count))


def _fitted(posed: Calibration, runs: Runs) -> Emulator:
    return fit(runs.z[:, posed.forward_dims], runs.forward, posed.forward_dims)


def blur(posed: Calibration, runs: Runs, judged: int) -> np.ndarray:
    """Error of reports (row,) by stand-ins that were fitted without the run judged; the last `judged` runs are."""
    first = len(runs.z) - judged
    missed = np.empty((judged, len(posed.slots)))
    for fold in range(FOLDS):
        out = np.zeros(len(runs.z), bool)
        out[first + fold :: FOLDS] = True
        emulator = _fitted(posed, Runs(runs.z[~out], runs.forward[~out]))
        z, real = runs.z[out], runs.forward[out]
        missed[fold::FOLDS] = reports(posed, z, emulator(z)) - reports(posed, z, real)
    square = np.sort(np.where(np.isfinite(missed), missed**2, np.inf), axis=0)
    kept = square[: int(np.ceil((1.0 - WORST) * judged))]
    together = Counter(slot.row.arm for slot in posed.slots)
    return np.sqrt(kept.mean(axis=0) * [together[slot.row.arm] for slot in posed.slots])


def reports(posed: Calibration, z: np.ndarray, forward: np.ndarray) -> np.ndarray:
    """Expected report (n, row) of every row at unknowns z (n, d) with signals (n, m)."""
    values = posed.values(z)
    courses = posed.courses(forward, values)
    return np.stack([posed.expected(slot, z, forward, values, courses)[0] for slot in posed.slots], axis=1)
