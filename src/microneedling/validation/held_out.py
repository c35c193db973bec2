"""Every published reading beside what the model says of it: its study left out of the calibration, or held out of it.

A calibration study is predicted by the posterior of all other studies (chains of the whole posterior go on with its
likelihood taken out), with all its readings, its harms too, which no likelihood takes; a held-out study by the
posterior itself; both by the very path a user's study file takes (`predict`), with a fresh study effect and sampling
error. The comparisons within a study are predicted from the same draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .. import MODEL_NUMBER
from ..calibration import checkpoint, hmc
from ..calibration.diagnostics import diagnostics
from ..calibration.fit import Fitted, data_hash, priors_hash
from ..streams import generator
from ..studies.contrasts import contrasts
from ..studies.published import Reported, left_out, likelihood_readings, reported
from .compared import ComparedReading, compare_readings
from .judged import HELD_OUT, LEFT_OUT
from .not_significant import shares
from .result import Validation
from .scores import beside, coverage_and_sign, scores, scores_by_family
from .within_studies import judged, predicted_differences, scored

LEAVE_OUT_DRAWS = 200
FORGETTING = 4  # transitions after which chains have forgotten a study
LeavingOut = Callable[[int, int, str], None]  # place, of how many, study


@dataclass(frozen=True)
class LeftOut:
    """What is said of the calibration studies, each left out: their readings, and their comparisons' differences."""

    readings: list[ComparedReading]
    differences: dict[str, np.ndarray]


def leave_one_study_out(
    fitted: Fitted, draws: int = LEAVE_OUT_DRAWS, progress: LeavingOut | None = None
) -> LeftOut:
    """Readings and comparisons of the calibration studies, each from up to `draws` draws of the others' posterior."""
    posed, readings, differences = fitted.target, [], {}
    for place, study in enumerate(posed.studies):
        if progress:
            progress(place, len(posed.studies), study)
        z = without(fitted, study)
        values = posed.values(z[evenly(len(z), draws)])
        readings += compare_readings([row for row in reported() if row.study == study], values, LEFT_OUT)
        within = [item for item in contrasts() if item.study == study]
        differences |= predicted_differences(within, values)
    return LeftOut(readings, differences)


def without(fitted: Fitted, study: str) -> np.ndarray:
    """Draws (n, d) of the posterior without a study: every other chain of the whole one goes on without it.

    A checkpoint keeps them beside those of the calibration.
    """
    path = fitted.folder / f"without_{study}.npz"
    kept = checkpoint.load(path, fitted.who)
    if kept is not None:
        return kept["z"]
    weight = np.ones(len(fitted.target.studies))
    weight[fitted.target.studies.index(study)] = 0.0
    first, model = fitted.last[0], fitted.sampled
    chains = hmc.at(model, np.concatenate([last.z[::2] for last in fitted.last]), weight).like(first)
    for turn in range(FORGETTING):
        chains = hmc.transition(model, chains, weight, generator(1, "left out", study, turn))
    checkpoint.save(path, fitted.who, {"z": chains.z})
    return chains.z


def never_learnt_from() -> list[Reported]:
    """The readings of studies that no likelihood has any part of."""
    learnt = {row.study for row in likelihood_readings()}
    return [row for row in reported() if row.study not in learnt]


def evenly(count: int, most: int) -> np.ndarray:
    """At most `most` of `count` places, evenly spaced, (k,)."""
    return np.linspace(0, count - 1, min(most, count)).round().astype(int)


def judge_calibration(
    fitted: Fitted, draws: int = LEAVE_OUT_DRAWS, progress: LeavingOut | None = None
) -> Validation:
    """Judge a calibration: every study left out in turn, the held-out studies, and the draws themselves."""
    posed, z = fitted.target, fitted.z
    left = leave_one_study_out(fitted, draws, progress)
    held_out = compare_readings(never_learnt_from(), posed.values(z[evenly(len(z), 2 * draws)]), HELD_OUT)
    fresh = [item for item in contrasts() if item.study not in posed.studies]
    seen = predicted_differences(fresh, posed.values(z[evenly(len(z), draws)]))
    within = scored(contrasts(), left.differences | seen)
    how = {item.study: LEFT_OUT if item.study in posed.studies else HELD_OUT for item in contrasts()}
    known = beside(left.readings)
    return Validation(
        model_number=MODEL_NUMBER,
        data_sha256=data_hash(),
        priors_sha256=priors_hash(posed),
        draws=len(z),
        left_out=scores(left.readings, known),
        by_family=scores_by_family(left.readings, known),
        held_out=coverage_and_sign(held_out),
        readings=tuple(item.judged() for item in (*left.readings, *held_out)),
        not_compared=dict(left_out()),
        diagnostics=diagnostics(fitted),
        within_studies=judged(within, how),
        not_significant=shares(within, [*left.readings, *held_out]),
    )
