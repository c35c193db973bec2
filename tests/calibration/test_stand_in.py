"""The stand-in: slopes that are right, an error that is as large as it says, and a posterior that learns."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.calibration.fit import prior_draws
from microneedling.calibration.problem import Calibration
from microneedling.calibration.stand_in import Blur, Runs, StandIn, stand_in
from microneedling.calibration.wrong import Wrong, rms
from microneedling.evidence.registry import priors
from microneedling.streams import generator
from microneedling.studies.published import likelihood_readings

STUDIES = ("sharma", "rana2017", "ablon2018", "luz2017")
RUNS = 160


@pytest.fixture(scope="module")
def made() -> tuple[Calibration, Runs, StandIn]:
    posed = Calibration([row for row in likelihood_readings() if row.study in STUDIES], priors())
    z = prior_draws(posed, RUNS)
    runs = Runs(z, posed.forward(z))
    return posed, runs, stand_in(posed, Runs(z[:120], runs.forward[:120]))


@pytest.mark.slow
def test_slopes_are_those_of_the_log_likelihood(made):
    _, _, model = made
    random = generator(1, "slopes")
    z = 0.6 * random.standard_normal((4, model.dimension))
    weight = random.uniform(0.2, 1.0, len(model.posed.studies))
    _, slope = model.slopes(z, weight)
    step = 1e-5
    for place in (*random.permutation(model.dimension)[:40], *range(len(model.posed.names), model.dimension)):
        ends = []
        for way in (step, -step):
            moved = z.copy()
            moved[:, place] += way
            ends.append(model.slopes(moved, weight)[0] @ weight)
        numeric = (ends[0] - ends[1]) / (2 * step)
        np.testing.assert_allclose(slope[:, place], numeric, rtol=5e-3, atol=5e-3)


def test_the_plain_log_likelihood_is_the_calibrations_own_where_nothing_is_blurred(made):
    posed, _, model = made
    z = 0.6 * generator(2, "same").standard_normal((5, model.dimension))
    sharp = StandIn(posed, model.emulator, Blur(model.blur.wrong.nothing, 0 * model.blur.row))
    loglik, _ = sharp.slopes(z, np.ones(len(posed.studies)))
    np.testing.assert_allclose(loglik, posed.loglik(z[:, : len(posed.names)], model.forward(z)), rtol=1e-9)


def test_the_error_it_says_is_the_error_it_makes(made):
    """Of runs that it never saw: as often beyond one and two of its sd as an error of that size is."""
    posed, runs, model = made
    z, real = runs.z[120:], runs.forward[120:]
    sound = np.isfinite(real).all(axis=1)
    z, real = z[sound], real[sound]
    values, sd = posed.values(z), model.blur.wrong.sd
    beyond = []
    for slot in posed.slots:
        if posed.bears(slot.row) and slot.row.arm in sd:
            there, here = (
                np.maximum(posed.distance(slot, seen, values), 0.1) for seen in (model.emulator(z), real)
            )
            beyond.append(np.abs(np.log(there / here)) / max(sd[slot.row.arm], 0.02))
    share = (np.concatenate(beyond) < 2).mean()
    assert 0.85 < share <= 1.0
    assert (np.concatenate(beyond) < 0.3).mean() < 0.6  # nor far too large


def test_the_worst_twentieth_does_not_count():
    assert rms(np.array([1.0] * 19 + [1e9])) == pytest.approx(1.0)
    assert rms(np.array([2.0] * 19 + [np.nan])) == pytest.approx(2.0)


def test_errors_that_go_together_are_drawn_together():
    random = generator(3, "together")
    shared, own = random.standard_normal((2, 4000))
    errors = {
        "one": 0.4 * shared,
        "other": 0.4 * shared + 0.1 * own,
        "apart": 0.3 * random.standard_normal(4000),
    }
    wrong = Wrong.of(errors, first=2)
    drawn = wrong.at(random.standard_normal((20_000, 5)))
    found = np.corrcoef(drawn.T)
    assert found[0, 1] == pytest.approx(np.corrcoef(errors["one"], errors["other"])[0, 1], abs=0.03)
    assert abs(found[0, 2]) < 0.05
    # the worst twentieth of a normal error holds a fifth of its square
    np.testing.assert_allclose(drawn.std(axis=0), [0.35, 0.36, 0.26], rtol=0.06)
