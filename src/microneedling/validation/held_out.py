"""Every published reading beside what the model says of it: its study left out of the calibration, or held out of it.

A calibration study is predicted by the posterior of all other studies (`smc.reweight` takes its likelihood out), with
all its readings, its harms too, which no likelihood takes; a held-out study by the posterior itself; both by the very
path a user's study file takes (`predict`), with a fresh study effect and sampling error.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .. import MODEL_NUMBER
from ..calibration.diagnostics import diagnostics
from ..calibration.fit import Fitted, data_hash, priors_hash
from ..calibration.smc import sampler as smc
from ..calibration.smc.state import Particles
from ..studies.published import Reported, left_out, likelihood_readings, reported
from .compared import ComparedReading, compare_readings
from .judged import HELD_OUT, LEFT_OUT
from .result import Validation
from .scores import beside, coverage_and_sign, scores, scores_by_family

LEAVE_OUT_DRAWS = 200
LeavingOut = Callable[[int, int, str], None]  # place, of how many, study


def leave_one_study_out(
    fitted: Fitted, draws: int = LEAVE_OUT_DRAWS, progress: LeavingOut | None = None
) -> list[ComparedReading]:
    """Every reading of a calibration study, predicted by the posterior of the others from at most `draws` particles."""
    posed, every = fitted.target, fitted.particles
    pick = evenly(len(every.z), draws)
    start = Particles(every.z[pick], every.forward[pick], every.loglik[pick])
    ones = np.ones(len(posed.studies))
    found = []
    for place, study in enumerate(posed.studies):
        if progress:
            progress(place, len(posed.studies), study)
        without = ones.copy()
        without[place] = 0.0
        left = smc.reweight(posed, start, ones, without, leaving_out(study))
        rows = [row for row in reported() if row.study == study]
        found += compare_readings(rows, posed.values(left.z), LEFT_OUT)
    return found


def never_learnt_from() -> list[Reported]:
    """The readings of studies that no likelihood has any part of."""
    learnt = {row.study for row in likelihood_readings()}
    return [row for row in reported() if row.study not in learnt]


def leaving_out(study: str) -> smc.Settings:
    """How the sampler takes one study out: the step is short, so no emulator is worth its fitting."""
    return smc.Settings(
        label=f"without {study}",
        proposal="diagonal",
        ess_fraction=0.5,
        forward_moves=1,
        most_forward_moves=1,
        final_forward_moves=1,
    )


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
    known = beside(left)
    return Validation(
        model_number=MODEL_NUMBER,
        data_sha256=data_hash(),
        priors_sha256=priors_hash(posed),
        draws=len(z),
        left_out=scores(left, known),
        by_family=scores_by_family(left, known),
        held_out=coverage_and_sign(held_out),
        readings=tuple(item.judged() for item in (*left, *held_out)),
        not_compared=dict(left_out()),
        diagnostics=diagnostics(fitted),
    )
