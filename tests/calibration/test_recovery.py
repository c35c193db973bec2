"""Simulation-based calibration of the full observation model: generated studies, and where the truth ranks.

Every chain has a truth of its own, drawn from the prior, and reports that a world with that truth would give; it warms
up from elsewhere and draws. Over all chains the truth ranks anywhere among a chain's draws, equally often.
"""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.calibration import hmc
from microneedling.calibration.checks import uniformity
from microneedling.calibration.fit import prior_draws
from microneedling.calibration.problem import Calibration, reported_sd
from microneedling.calibration.slopes import Slopes
from microneedling.calibration.stand_in import Runs, StandIn, stand_in
from microneedling.evidence.registry import priors
from microneedling.observation.study_reports import expected, sampling_sd
from microneedling.streams import generator
from microneedling.studies.endpoint import endpoint_of
from microneedling.studies.published import arms, likelihood_readings

STUDIES = ("sharma", "rana2017", "alam2014", "ablon2018", "budamakuntla2013")
CHAINS, WARMING, DRAWS, APART, RUNS = 160, 36, 7, 3, 240
WATCHED = (
    "scales.sensitivity.acne_scar",
    "study_effect.rater_study_log_sd",
    "study_effect.between_studies_slope",
    "study_effect.rater_drift_share",
    "study_effect.open_arm_credit_share",
    "study:sharma",
    "drift:alam2014",
    "scale:rana2017:ecca:blinded",
)


@pytest.fixture(scope="module")
def model() -> StandIn:
    rows = [row for row in likelihood_readings() if row.study in STUDIES and row.kind == "value"]
    posed = Calibration(rows, priors())
    z = prior_draws(posed, RUNS)
    return stand_in(posed, Runs(z, posed.forward(z)))


def generated(model: StandIn, truth: np.ndarray) -> dict[str, np.ndarray]:
    """Reports (chain,) of every row in worlds with these unknowns, errors of people and of the stand-in included."""
    posed, forward = model.posed, model.forward(truth)
    values = posed.values(truth)
    courses, found = model.courses(truth, forward, values), {}
    for slot, blur in zip(posed.slots, model.blur.row, strict=True):
        row = slot.row
        endpoint = endpoint_of(row.reading, arms()[row.arm])
        effects = posed.effects(row, truth, courses[row.arm].get(posed.family(row), 0.0))
        made = expected(endpoint, forward[:, slot.first : slot.first + slot.width], values, effects)
        sd = np.hypot(reported_sd(row, sampling_sd(endpoint, made)), blur)
        found[row.row] = made.mean + sd * generator(1, "generated", row.row).standard_normal(len(truth))
    return found


def sampled(model: StandIn, reports: dict[str, np.ndarray], seed: int, count: int = DRAWS) -> np.ndarray:
    """Draws (chain, draw, d), each chain of its own posterior."""
    own = StandIn(model.posed, model.emulator, model.blur)
    own.slopes_of_reports = Slopes(model.posed, model.blur.row, model.blur.wrong, reports)
    weight = np.ones(len(model.posed.studies))
    z = generator(seed, "start").standard_normal((CHAINS, model.dimension))
    sound = np.isfinite(model.forward(z)).all(axis=1)
    z = np.where(sound[:, None], z, 0.0)
    warm = hmc.WarmingUp(hmc.at(own, z, weight))
    for turn in range(WARMING):
        warm = warm.turned(own, weight, turn, WARMING, generator(seed, "warm", turn), cold=True)
    chains, found = warm.chains, []
    for turn in range(count * APART):
        chains = hmc.transition(own, chains, weight, generator(seed, "go", turn))
        if turn % APART == APART - 1:
            found.append(chains.z)
    return np.stack(found, axis=1)


@pytest.mark.slow
def test_the_truth_ranks_anywhere_among_the_draws(model):
    truth = generator(1, "truth").standard_normal((4 * CHAINS, model.dimension))
    truth = truth[np.isfinite(model.forward(truth)).all(axis=1)][:CHAINS]
    draws = sampled(model, generated(model, truth), 2)
    places = [model.posed.place[name] for name in WATCHED]
    ranks = (draws[:, :, places] < truth[:, None, places]).sum(axis=1)
    found = uniformity(ranks, DRAWS, bins=DRAWS + 1)
    p = found.chi_square_p
    assert np.all(p > 0.001 / len(places)), dict(zip(WATCHED, p.round(4).tolist(), strict=True))
    # and something was learnt: what falls by itself in the study with an untreated side follows its truth
    place = model.posed.place["drift:alam2014"]
    assert np.corrcoef(draws[:, :, place].mean(axis=1), truth[:, place])[0, 1] > 0.3


@pytest.mark.slow
def test_better_reports_raise_what_makes_reports_better(model):
    """Half of the chains are given small gains, half large ones: sensitivity, drift and the raters' kindness follow."""
    share = np.where(np.arange(CHAINS) % 2, 1.5, 0.3)
    draws = sampled(model, {row.row: share * row.observed for row in model.posed.rows}, 3, count=1)[:, -1]
    names = (
        "scales.sensitivity.acne_scar",
        "study_effect.rater_drift_share",
        "study:sharma",
        "study:rana2017",
    )
    sums = draws[:, [model.posed.place[name] for name in names]].sum(axis=1)
    assert sums[1::2].mean() - sums[::2].mean() > 0.8
