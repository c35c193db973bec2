"""Where results lie in their forecasts: right at the quantiles, mirrored by direction, in whole steps, at ties."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from helpers.tracking.clinic_results import quantiles, record
from microneedling.tracking.audit.places import (
    BINS,
    bin_shares,
    distance,
    normal_score,
    place_interval,
    reading_at,
    share_inside,
    way,
)
from microneedling.tracking.audit.records import LEVELS


@pytest.mark.parametrize("z", [-3.0, -1.5, -0.3, 0.0, 0.9, 2.2])
def test_a_normal_forecast_gives_its_own_places(z):
    low, high = place_interval(record(result=40 + 10 * z))
    assert low == pytest.approx(high)
    assert low == pytest.approx(norm.cdf(z), abs=1e-9)
    assert normal_score(record(result=40 + 10 * z)) == pytest.approx(z, abs=1e-6)


def test_lower_is_better_is_the_mirror_image():
    worse = record(scale="goodman_baron_qualitative", baseline=4.0, quantiles=quantiles(3, 0.5), result=3.8)
    assert normal_score(worse) == pytest.approx(-1.6, abs=1e-6)


def test_a_step_holds_the_places_of_half_a_step_either_side():
    item = record(
        scale="goodman_baron_qualitative", baseline=4.0, quantiles=quantiles(2.6, 0.5), result=3.0, step=1.0
    )
    low, high = place_interval(item)
    assert (low, high) == pytest.approx((1 - norm.cdf(1.8), 1 - norm.cdf(-0.2)))
    assert bin_shares(item).sum() == pytest.approx(1)
    inside = (0.9 - 0.1) - (1 - norm.cdf(-0.2) < 0.9) * (0.9 - (1 - norm.cdf(-0.2)))
    assert share_inside(item, 0.8) == pytest.approx(inside / (high - low))


def test_steps_leave_the_chances_of_the_bins_as_they_are():
    """Rounding a reading of a forecast that holds moves no bin's share: what half of a step loses another gains."""
    random = np.random.default_rng(2)
    found = np.zeros(len(BINS))
    for z in random.standard_normal(3000):
        item = record(result=float(round((40 + 10 * z) / 15) * 15), step=15.0)
        found += bin_shares(item)
    assert found / 3000 == pytest.approx(BINS, abs=0.012)


def test_equal_quantiles_are_a_jump():
    item = record(quantiles=(0.0, 0.0, 5.0, 9.0, 12.0), result=0.0)
    assert place_interval(item) == pytest.approx((LEVELS[0], LEVELS[1]))


def test_beyond_equal_outer_quantiles_is_far_out_and_finite():
    item = record(quantiles=(0.0, 1.0, 5.0, 9.0, 9.0), result=30.0)
    assert 2 < normal_score(item) <= 4


@pytest.mark.parametrize(("scale", "baseline", "reading", "share"), [
    ("percent_improvement", 0.0, 25.0, 0.25),
    ("goodman_baron_qualitative", 3.0, 2.0, 0.5),
    ("goodman_baron_qualitative", 3.0, 3.5, -0.5),
])  # fmt: skip
def test_shares_of_the_way(scale, baseline, reading, share):
    item = record(scale=scale, baseline=baseline, result=reading)
    assert way(item, reading) == pytest.approx(share)
    assert reading_at(item, distance(item, reading)) == pytest.approx(reading)


def test_an_instrument_goes_on_the_logarithm():
    item = record(scale="tewl", baseline=10.0, result=8.0)
    assert way(item, 8.0) == pytest.approx(np.log(10 / 8))
    assert reading_at(item, distance(item, 8.0)) == pytest.approx(8.0)
