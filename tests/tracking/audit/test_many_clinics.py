"""Many clinics at once say what their records say, to the bit; many people learn as one at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from microneedling.tracking.audit.many_people import gains_of, many
from microneedling.tracking.audit.personal import scored
from microneedling.tracking.audit.places import normal_score
from microneedling.tracking.audit.proof import by_day, watched
from microneedling.tracking.audit.simulated import USUAL, Clinic, simulated_clinic
from microneedling.tracking.audit.watch import watch

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("clinic", [
    Clinic(),
    USUAL,
    Clinic(truth="one draw"),
    Clinic(own_raters=True),
    Clinic(response=0.7, wrong_from=0.5),
    Clinic(slower=1.5),
    Clinic(step=1.0, step_worth=0.6),
    Clinic(noise_only=True),
])  # fmt: skip
def test_at_once_is_one_by_one(people, given, clinic):
    clinic, seeds = replace(clinic, clients=60), range(3)
    found = watched(people, given, clinic, seeds)
    records = [simulated_clinic(people, given, clinic, seed) for seed in seeds]
    alarms = [watch(each).sounded for each in records]
    assert found.clients.tolist() == [one.clients if one else np.inf for one in alarms]
    assert found.inside_80 == pytest.approx(
        np.nanmean([by_day(each, people.days) for each in records], axis=0)
    )
    bias = np.mean([np.mean([normal_score(one) for one in each]) for each in records])
    assert found.bias == pytest.approx(bias, abs=1e-12)


def test_two_hundred_right_clinics_keep_below_the_bound(people, given):
    """At 5 % at most 18 of 200 sound but once in a hundred times; those as clinics are may be a little off."""
    found = watched(people, given, Clinic(clients=100), range(200))
    assert np.isfinite(found.clients).sum() <= 18
    assert found.inside_80 == pytest.approx(np.full(len(people.days), 0.8), abs=0.02)


def test_many_people_learn_as_one_at_a_time(people):
    one, all_ = scored(people, 40), many(people, 400)
    width = [np.mean([row[k].width_80 for row in one]) for k in range(len(people.days))]
    assert all_.width_80.mean(axis=0) == pytest.approx(width, rel=0.12)
    assert all_.few < 0.05
    assert all_.inside_80.mean(axis=0) == pytest.approx(np.full(len(people.days), 0.8), abs=0.06)


def test_learning_helps_after_two_visits_and_never_narrows_below_the_instrument(people):
    found = many(people, 400)
    assert gains_of(found)[2][2] < 1
    assert gains_of(found)[3][2] < gains_of(found)[1][0]
    assert found.narrowest.min() > 0.97  # what is sampled of it


@pytest.mark.parametrize("teach", ["noise", "pure noise"])
def test_noise_that_is_known_to_be_noise_teaches_nothing(people, teach):
    found = many(people, 400, teach=teach)
    assert all(abs(ratio - 1) < 0.05 for ratio, _, _ in gains_of(found))
    assert found.width_80[:, -1].mean() > 0.85 * found.width_80[:, 0].mean()
    assert found.narrowest.min() > 1


def test_one_wild_reading_moves_little(people):
    right, wild = many(people, 300), many(people, 300, teach="wild")
    for known, most in ((1, 0.7), (3, 0.4)):
        moved = np.abs(right.middle[:, known] - wild.middle[:, known]).mean() / right.error_sd.mean()
        assert moved < most  # of an error, where the reading is six off
    naive = 6 / 2  # what one reading of two equal ones would do
    assert moved < naive / 5


def test_clients_as_clinics_are(people):
    found = many(people, 400, USUAL)
    assert gains_of(found)[3][2] < 1
    assert found.inside_80.mean() > 0.68
