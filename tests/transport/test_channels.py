"""Closing days against closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.evidence.registry import registry
from microneedling.transport.channels import closed_day, open_area_fraction, recoiled

DAY = np.linspace(0, 10, 2001)


def test_half_life_of_an_exponential():
    rate = np.array([0.5, 1.0, 3.0])
    opening = 0.2 * np.exp(-rate[:, None] * DAY)
    assert closed_day(DAY, opening, 0.5) == pytest.approx(np.log(2) / rate, rel=1e-4)
    assert closed_day(DAY, opening, 0.135) == pytest.approx(-np.log(0.135) / rate, rel=1e-4)


def test_what_stays_open_has_no_closing_day():
    assert np.isnan(closed_day(DAY, np.ones((1, DAY.size)), 0.1))[0]


def test_nothing_open_is_closed_at_once():
    assert closed_day(DAY, np.zeros((1, DAY.size)), 0.1)[0] == 0.0


def test_closing_counts_from_the_first_time_and_only_for_good():
    opening = np.where(DAY < 2, 1.0, np.where((DAY > 4) & (DAY < 5), 0.9, 0.05))[None]
    assert closed_day(DAY + 7, opening, 0.5)[0] == pytest.approx(5.0, abs=0.01)


def test_sparse_channels_open_the_sum_of_their_mouths():
    assert open_area_fraction(np.array([3.0]), np.array([0.01]))[0] == pytest.approx(3e-4 * np.pi, rel=1e-3)


def test_recoil_starts_at_the_needle_and_ends_at_the_mouth():
    values = registry().draws(30, 1)
    minutes = np.array([0.0, 1e4])
    wide = recoiled(minutes, values)
    assert wide[:, 0] == pytest.approx(1 / values["injury.recoil_width"])
    assert wide[:, 1] == pytest.approx(1.0)
    half = np.array([recoiled(values["transport.recoil_half_life_min"], values)[i, i] for i in range(30)])
    assert half - 1 == pytest.approx((wide[:, 0] - 1) / 2)
