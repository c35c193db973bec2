"""The calibration with its runs replaced by a stand-in fitted to many of them: the same unknowns, the same reports.

Sampling this target costs matrix products only, so that it can be sampled until it has converged. What the stand-in
gets wrong is known, since real runs at such places are there to compare with, and is part of the observation model:

    rated arms    ln D += sd_arm e_arm, e_arm ~ N(0, 1) one more unknown each      D: distance on the axis of scores
    every report  sd_row^2 + blur_row^2                                            what an arm's reports do not share

sd_arm and blur_row are root mean squares over runs that the stand-in was not fitted to (each fifth of them in turn),
the worst twentieth left out. So the posterior is that of a slightly blurred likelihood: wider than the exact one,
never narrower.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..healing.screening import returns_to_baseline
from .emulator import Emulator, fit
from .problem import Calibration, Courses, Slot
from .slopes import Slopes

FOLDS = 5
WORST = 0.05  # of the errors, left out of their mean
LEAST_FAR = 0.1  # distance of a share of 1.5 %: below it a logarithm says nothing
FURTHER = 0.1  # step in ln D by which a report is asked how it follows


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


@dataclass(frozen=True)
class Blur:
    """What a stand-in gets wrong: `arm` (arm name -> sd of ln D), and `row` (row,) in the unit of each report."""

    arm: dict[str, float]
    row: np.ndarray


class StandIn:
    """`posed` with an emulator in the place of its runs; a `hmc.Slope`.

    Its unknowns are those of `posed` and, after them, one for each rated arm.
    """

    def __init__(self, posed: Calibration, emulator: Emulator, blur: Blur):
        self.posed, self.emulator, self.blur = posed, emulator, blur
        self.dimension = len(posed.names) + len(blur.arm)
        self.slopes_of_reports = Slopes(posed, blur.row, blur.arm)
        asked = posed.registry.nominal()
        returns_to_baseline(asked)
        self._screened = frozenset(asked.used)

    def forward(self, z: np.ndarray) -> np.ndarray:
        """Stand-in signals (n, m); NaN rows for draws that would scar by themselves, which is asked of the real law."""
        found = self.emulator(z)
        found[~returns_to_baseline(self.posed.values(z, self._screened))] = np.nan
        return found

    def as_seen(self, slot: Slot, z: np.ndarray, courses: Courses) -> Courses:
        """The levels of a row's courses with what the stand-in gets wrong in its arm, as it was sampled."""
        if slot.row.arm not in self.blur.arm or not self.posed.bears(slot.row):
            return courses
        place = len(self.posed.names) + list(self.blur.arm).index(slot.row.arm)
        family = self.posed.family(slot.row)
        return {**courses, family: courses[family] + self.blur.arm[slot.row.arm] * z[:, place]}

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


def blur(posed: Calibration, runs: Runs, judged: int) -> Blur:
    """Error of stand-ins that were fitted without the run judged; the last `judged` runs are."""
    first = len(runs.z) - judged
    far = np.full((judged, len(posed.slots)), np.nan)  # error of ln D, of rated reports
    reported = np.full((judged, len(posed.slots)), np.nan)  # error of the report, of all others
    per_log = np.full((judged, len(posed.slots)), np.nan)  # what an error of ln D means for a report
    for fold in range(FOLDS):
        out = np.zeros(len(runs.z), bool)
        out[first + fold :: FOLDS] = True
        emulator = _fitted(posed, Runs(runs.z[~out], runs.forward[~out]))
        here, z, real = np.arange(fold, judged, FOLDS), runs.z[out], runs.forward[out]
        far[here], reported[here], per_log[here] = _missed(posed, z, emulator(z), real)
    rated = [bool(one.any()) for one in np.isfinite(far).T]
    arms_of = [slot.row.arm for slot in posed.slots]
    shared = {
        arm: far[:, [k for k, name in enumerate(arms_of) if name == arm and rated[k]]].mean(axis=1)
        for arm in dict.fromkeys(name for name, judged_so in zip(arms_of, rated, strict=True) if judged_so)
    }
    own = [
        rms((far[:, k] - shared[arms_of[k]]) * per_log[:, k]) if rated[k] else rms(reported[:, k])
        for k in range(len(arms_of))
    ]
    return Blur({arm: rms(error) for arm, error in shared.items()}, np.array(own))


def rms(error: np.ndarray) -> float:
    """Root mean square of errors (n,), the worst `WORST` of them left out, unsound ones with them."""
    square = np.sort(np.where(np.isfinite(error), error**2, np.inf))
    return float(np.sqrt(square[: int(np.ceil((1.0 - WORST) * len(square)))].mean()))


def _missed(
    posed: Calibration, z: np.ndarray, stand_in: np.ndarray, real: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By row (n, row): error of ln D where rated, of the report elsewhere, and report per ln D where rated."""
    values = posed.values(z)
    far, reported, per_log = (np.full((len(z), len(posed.slots)), np.nan) for _ in range(3))
    courses = posed.courses(real, values)
    for place, slot in enumerate(posed.slots):
        if posed.bears(slot.row):
            there, here = (
                np.maximum(posed.distance(slot, one, values), LEAST_FAR) for one in (stand_in, real)
            )
            far[:, place] = np.log(there / here)
            family = posed.family(slot.row)
            more = {**courses, family: courses[family] + FURTHER}
            plain, further = (posed.expected(slot, z, real, values, each)[0] for each in (courses, more))
            per_log[:, place] = (further - plain) / FURTHER
        else:
            one, other = (posed.expected(slot, z, seen, values, courses)[0] for seen in (stand_in, real))
            reported[:, place] = one - other
    return far, reported, per_log
