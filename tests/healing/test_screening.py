"""Skin that could scar by itself is passed over, and whatever skin is kept comes back to rest after a course."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.needled import KERNEL, NOMINAL, course, pen_session, roller_session
from microneedling.course.protocol import protocol_of
from microneedling.evidence.registry import Values, registry
from microneedling.healing.screening import returns_to_baseline, stable_draws

TEN_YEARS_DAY = 3650.0
COUNT = 300
STILL_THERE = 0.05  # myofibroblasts as a share of resting fibroblasts
SESSIONS = {
    "roller": roller_session,
    "pen": lambda day: pen_session(day, 1.5),
    "deep pen": lambda day: pen_session(day, 2.5, 8),
}


def myofibroblasts_left(values: Values, device: str) -> np.ndarray:
    """Share of resting fibroblasts ten years after four monthly sessions, the worst layer of each draw."""
    planned = course([SESSIONS[device](28 * index) for index in range(4)], age_year=25, photoageing=0.0)
    days = np.array([0.0, 84.0 + TEN_YEARS_DAY])
    tissue = protocol_of(planned, days, kernel=KERNEL).prepare(values).follow("skin", full=True)
    assert not tissue.failed.any()
    share = tissue.proliferation.myofibroblasts[:, -1] / tissue.baseline.proliferation.fibroblasts
    return share.max(axis=1)


def self_sustaining() -> Values:
    """Nominal skin but for myofibroblasts that make much TGF-b and hardly ever leave."""
    return NOMINAL.with_values(
        {
            "proliferation.tgf_from_myofibroblasts_per_day": 40.0,
            "proliferation.myofibroblast_loss_per_day": 0.01,
            "proliferation.myofibroblast_return_per_day": 0.01,
        }
    )


def test_nominal_skin_rests():
    assert returns_to_baseline(NOMINAL).tolist() == [True]
    assert myofibroblasts_left(NOMINAL, "deep pen") < STILL_THERE


def test_skin_whose_myofibroblasts_keep_themselves_going_is_passed_over():
    looping = self_sustaining()
    assert returns_to_baseline(looping).tolist() == [False]
    assert myofibroblasts_left(looping, "deep pen") > STILL_THERE  # and it does scar


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("device", list(SESSIONS))
def test_no_kept_draw_is_still_scarred_ten_years_after_a_course(seed, device):
    kept, _ = stable_draws(COUNT, seed)
    left = myofibroblasts_left(kept, device)
    scarred = {int(draw): round(float(left[draw]), 3) for draw in np.flatnonzero(left > STILL_THERE)}
    assert scarred == {}


def test_kept_draws_are_the_first_that_rest_and_the_rest_is_counted():
    kept, passed_over = stable_draws(100, 7)
    drawn = registry().draws(100 + passed_over, 7)
    assert kept.count == 100
    assert returns_to_baseline(drawn)[-1]
    assert int((~returns_to_baseline(drawn)).sum()) == passed_over
    key = "proliferation.myofibroblast_loss_per_day"
    assert np.array_equal(kept[key], drawn[key][returns_to_baseline(drawn)])


def test_few_draws_are_passed_over():
    assert stable_draws(COUNT, 11)[1] < 0.05 * COUNT
