"""Learning of simulated clients: two visits help, noise teaches nothing, one wild reading does little."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from microneedling.course.reading import load_course
from microneedling.tracking.audit.personal import gains, scored
from microneedling.tracking.audit.virtual_people import ensemble

pytestmark = pytest.mark.slow
COURSE = Path(__file__).parents[3] / "examples" / "acne_scars_cheek.toml"
CLIENTS = 30


@pytest.fixture(scope="module")
def people():
    return ensemble(load_course(COURSE), (30.0, 90.0, 150.0, 210.0), kinds=3, draws=96)


@pytest.fixture(scope="module")
def learnt(people):
    return scored(people, CLIENTS)


def test_two_visits_help_by_more_than_chance(learnt):
    none, one, two, three = gains(learnt)
    assert none == (1.0, 1.0, 1.0)
    assert two[2] < 1
    assert three[0] <= two[0] <= one[0] + 0.02


def test_bands_hold_after_every_visit(learnt):
    """80 % of 30 clients is 24; 17 or fewer has a chance of 1 %."""
    inside = [sum(row[k].inside_80 for row in learnt) for k in range(4)]
    assert min(inside) >= 18


def test_learning_never_narrows_below_the_error_of_a_reading(learnt):
    """The band of the reading to come; where the scale ends a band may be cut."""
    widths = [one.width_80 / (2 * 1.2816 * one.error_sd) for row in learnt for one in row]
    assert np.quantile(widths, 0.05) > 0.75
    assert np.median([row[-1].width_80 / row[0].width_80 for row in learnt]) < 1


def test_noise_that_is_known_to_be_noise_teaches_nothing(people, learnt):
    noise = gains(scored(people, CLIENTS, teach="noise"))
    assert all(abs(middle - 1) < 0.05 for middle, _, _ in noise)


def test_one_wild_reading_moves_the_forecast_by_less_than_the_error_of_a_reading(people, learnt):
    wild = scored(people, CLIENTS, teach="wild")
    moved = [abs(a[1].middle - b[1].middle) / a[1].error_sd for a, b in zip(learnt, wild, strict=True)]
    assert np.mean(moved) < 0.8
    assert gains(wild)[3][0] < 1
