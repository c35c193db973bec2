"""Closing times of every instrument against closed forms, their order, and what moves them."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.synthetic_tissue import person, tissue
from microneedling.evidence.registry import registry
from microneedling.outcomes import closure
from microneedling.outcomes.barrier import tewl_baseline

NOMINAL = registry().nominal()
WHO = person()
FINE = np.concatenate([np.arange(0, 20, 0.01)])


def skin(rate: float = 1.0, seal: float = 3.0, speed: float = 0.04, radius: float = 0.05):
    """Gaps that fade by their rates, and a mouth that narrows evenly to nothing."""
    return tissue(
        draws=1,
        day=FINE,
        barrier_gap=0.4 * np.exp(-rate * FINE),
        vapour_gap=0.4 * np.exp(-seal * FINE),
        opening_radius_mm=np.maximum(radius - speed * FINE, 0.0),
    )


def hours(instrument: str, made=None, values=NOMINAL) -> float:
    return float(closure.closure_time_h(made or skin(), values, WHO, instrument=instrument)[0])


def number(key: str) -> float:
    return float(NOMINAL[f"transport.{key}"][0])


def test_each_instrument_against_its_closed_form():
    raised = number("tewl_still_raised")
    rest, slope = tewl_baseline(NOMINAL, WHO)[0], NOMINAL["measures.tewl_open_g_per_m2_h"][0]
    added, most = raised * rest, NOMINAL["measures.tewl_wound_g_per_m2_h"][0] - rest
    area = -np.log1p(-added / (1 - added / most) / slope)
    assert hours("tewl") == pytest.approx(24 / 3 * np.log(0.4 / area), rel=0.01)
    assert hours("impedance") == pytest.approx(-24 * np.log(number("impedance_blind_share")), rel=0.02)
    left = 0.05 * (1 - np.sqrt(number("dye_blind_share")))
    assert hours("dye") == pytest.approx(24 * left / 0.04, rel=0.03)
    assert hours("oct") == pytest.approx(24 * (0.05 - number("oct_smallest_mm") / 2) / 0.04, rel=0.01)


def test_recoil_is_over_in_minutes_and_only_the_confocal_microscope_sees_it():
    width, half = float(NOMINAL["injury.recoil_width"][0]), number("recoil_half_life_min")
    wider = (np.sqrt(number("confocal_blind_share")) / width - 1) / (1 / width - 1)
    assert 60 * hours("confocal") == pytest.approx(-half * np.log2(wider), rel=0.05)
    slow = NOMINAL.with_values({"transport.recoil_half_life_min": 2 * half})
    assert hours("confocal", values=slow) == pytest.approx(2 * hours("confocal"), rel=0.05)
    assert hours("dye", values=slow) == pytest.approx(hours("dye"), rel=1e-3)


def test_what_never_opened_is_closed_and_what_stays_open_gets_the_whole_time():
    shut = tissue(draws=1, day=FINE)
    assert all(time == 0 for time in closure.closure_times_h(shut, NOMINAL, WHO).values())
    stuck = tissue(draws=1, day=FINE, barrier_gap=0.4, vapour_gap=0.4, opening_radius_mm=0.05)
    assert hours("impedance", stuck) == hours("oct", stuck) == pytest.approx(24 * FINE[-1])


def test_only_the_window_of_a_session_counts():
    twice = tissue(draws=1, day=FINE, barrier_gap=np.exp(-(FINE % 10)))
    whole = -24 * np.log(number("impedance_blind_share"))
    second = closure.closure_time_h(twice, NOMINAL, WHO, instrument="impedance", session_day=10.0)
    first = closure.closure_time_h(twice, NOMINAL, WHO, instrument="impedance", until_day=9.9)
    assert second[0] == pytest.approx(whole, rel=0.02)
    assert first[0] == pytest.approx(whole, rel=0.02)


def test_an_unknown_instrument_is_refused():
    with pytest.raises(KeyError):
        hours("ruler")
