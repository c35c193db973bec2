"""The calibration with its runs replaced by a stand-in fitted to many of them: the same unknowns, the same reports.

Sampling this target costs matrix products only, so that it can be sampled until it has converged. What the stand-in
gets wrong is known, since real runs at such places are there to compare with, and is part of the observation model:

    rated arms, middle courses   ln D += L e, e ~ N(0, I) as many more unknowns      D: distance on the axis of scores
    every report                 sd_row^2 + blur_row^2                               what an arm's reports do not share

L L' and blur_row^2 are the mean squares of errors at runs that the stand-in was not fitted to (each fifth of them in
turn), the worst twentieth left out. Arms share much of their error (`wrong`): taken for independent, it would average
out over them and leave the sampler too sure of what they have in common.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..evidence.registry import Values
from ..healing.screening import returns_to_baseline
from .emulator import Emulator, fit
from .problem import Calibration, Courses, middle_name
from .slopes import Slopes
from .wrong import Wrong, rms

FOLDS = 5
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
    """What a stand-in gets wrong: `wrong` in ln D of rated arms, and `row` (row,) in the unit of each report."""

    wrong: Wrong
    row: np.ndarray


class StandIn:
    """`posed` with an emulator in the place of its runs; a `hmc.Slope`.

    Its unknowns are those of `posed` and, after them, those of what it gets wrong.
    """

    def __init__(self, posed: Calibration, emulator: Emulator, blur: Blur):
        self.posed, self.emulator, self.blur = posed, emulator, blur
        self.dimension = len(posed.names) + len(blur.wrong.names)
        self.slopes_of_reports = Slopes(posed, blur.row, blur.wrong)
        asked = posed.registry.nominal()
        returns_to_baseline(asked)
        self._screened = frozenset(asked.used)

    def forward(self, z: np.ndarray) -> np.ndarray:
        """Stand-in signals (n, m); NaN rows for draws that would scar by themselves, which is asked of the real law."""
        found = self.emulator(z)
        found[~returns_to_baseline(self.posed.values(z, self._screened))] = np.nan
        return found

    def courses(self, z: np.ndarray, forward: np.ndarray, values: Values) -> dict[str, Courses]:
        """By arm: levels of its study's courses, with what the stand-in gets wrong in it, as they were sampled."""
        off = self.blur.wrong.by_name(z)
        levels = self.posed.courses(forward, values, off=off)
        return {
            arm: {key: level + off.get(arm, 0.0) for key, level in levels.items()}
            for arm in dict.fromkeys(slot.row.arm for slot in self.posed.slots)
        }

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
    middles = {middle_name(key): np.zeros(judged) for key in posed.middles}  # error of ln D
    for fold in range(FOLDS):
        out = np.zeros(len(runs.z), bool)
        out[first + fold :: FOLDS] = True
        emulator = _fitted(posed, Runs(runs.z[~out], runs.forward[~out]))
        here, z, real = np.arange(fold, judged, FOLDS), runs.z[out], runs.forward[out]
        far[here], reported[here], per_log[here] = _missed(posed, z, emulator(z), real)
        for key, item in posed.middles.items():
            middles[middle_name(key)][here] = _log_missed(
                *(posed.distance_of_middle(item, each, posed.values(z)) for each in (emulator(z), real))
            )
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
    return Blur(Wrong.of(shared | middles, len(posed.names)), np.array(own))


def _missed(
    posed: Calibration, z: np.ndarray, stand_in: np.ndarray, real: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By row (n, row): error of ln D where rated, of the report elsewhere, and report per ln D where rated."""
    values = posed.values(z)
    far, reported, per_log = (np.full((len(z), len(posed.slots)), np.nan) for _ in range(3))
    courses = posed.courses(real, values)
    for place, slot in enumerate(posed.slots):
        if posed.bears(slot.row):
            far[:, place] = _log_missed(*(posed.distance(slot, one, values) for one in (stand_in, real)))
            family = posed.family(slot.row)
            more = {**courses, family: courses[family] + FURTHER}
            plain, further = (posed.expected(slot, z, real, values, each)[0] for each in (courses, more))
            per_log[:, place] = (further - plain) / FURTHER
        else:
            one, other = (posed.expected(slot, z, seen, values, courses)[0] for seen in (stand_in, real))
            reported[:, place] = one - other
    return far, reported, per_log


def _log_missed(stand_in: np.ndarray, real: np.ndarray) -> np.ndarray:
    """ln D of the real runs less the stand-in's, (n,); distances below `LEAST_FAR` count as that."""
    return np.log(np.maximum(real, LEAST_FAR) / np.maximum(stand_in, LEAST_FAR))
