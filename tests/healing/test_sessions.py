"""What a series of sessions adds up to: more with each, less by each, for months, and partly kept at a year."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from test_dose import CONCERNS, FIELD, LASTING

from helpers.needled import course, gain, heal, outcomes, papillary, session_with
from microneedling.observation.forecast import OutcomeForecast
from microneedling.skin.tissue import TissueTrajectory

MONTH_DAY = 30
MOST = 6
# With the roller a second session gives these a little more than the first (whose gain had less time to settle); from
# the second session on each gives less, as for all others.
SLOW_STARTERS = {"acne_scar_icepick", "acne_scar_boxcar", "traumatic_scar"}
# A lesion level with the skin has no more depth to lose: what a session then moves, up or down, is a trace of colour.
# (0.003 while darkening could still count as a gain.)
TRACE = 5e-3  # share of the whole gain
# Readings that follow one wave of healing and then fade; sessions add up only as far as their waves overlap.
TRANSIENT = ("tone_evenness", "perfusion", "hydration")
# The Cutometer also reads water and young matrix, which peak two to four weeks after the last session.
EARLY = ("elasticity", "elastic_recovery")
# A cut tether stays cut, and a shallow scar that is filled can lose some matrix unnoticed.
STAYING = {"acne_scar_icepick", "surgical_scar", "striae_rubra"}

devices = pytest.mark.parametrize("device", ["roller", "1.5"])
lasting = pytest.mark.parametrize("name", LASTING)


@cache
def series(count: int, device: str, concern: str, every_day: float = MONTH_DAY) -> dict[str, OutcomeForecast]:
    last = (count - 1) * every_day
    sessions = [session_with(device, index * every_day) for index in range(count)]
    days = np.unique(np.append(np.arange(0.0, last + 371, 7.0), last + np.array([28.0, 56, 90, 180, 365])))
    return outcomes(course(sessions, CONCERNS[concern], until_day=int(last) + 370), days)


def of_series(name: str, count: int, device: str, every_day: float = MONTH_DAY) -> OutcomeForecast:
    return series(count, device, name if name in CONCERNS else "fine_lines", every_day)[name]


def assessed(name: str, count: int, device: str, every_day: float = MONTH_DAY) -> float:
    """Gain 90 days after the last session."""
    return gain(of_series(name, count, device, every_day), (count - 1) * every_day + 90)


def steps(name: str, device: str) -> np.ndarray:
    """What each of the monthly sessions added to the gain at the assessment day."""
    return np.diff([0.0, *(assessed(name, count, device) for count in range(1, MOST + 1))])


@devices
@lasting
def test_every_further_session_adds_to_the_gain(name, device):
    added = steps(name, device)
    assert np.all(added > (0 if name in FIELD else -TRACE * added.sum())), added
    assert np.all(added[:2] > 0), added


@devices
@lasting
def test_every_further_session_adds_less(name, device):
    added = steps(name, device)
    if name in SLOW_STARTERS:
        added = added[1:]
    assert np.all(np.diff(added) < (0 if name in FIELD else TRACE * added.sum())), added


@devices
@pytest.mark.parametrize("name", TRANSIENT)
def test_passing_readings_never_add_up_faster_than_the_sessions(name, device):
    added = steps(name, device)
    assert np.all(np.diff(added) < 0), added


@devices
def test_water_loss_has_no_cumulative_gain(device):
    for count in range(1, MOST + 1):
        assert assessed("tewl", count, device) == pytest.approx(0, abs=1e-6)


@devices
@pytest.mark.parametrize("name", [name for name in LASTING if name not in EARLY])
def test_outcome_is_still_improving_four_weeks_after_the_last_session(name, device):
    forecast, last = of_series(name, 4, device), 3 * MONTH_DAY
    assert gain(forecast, last + 35) > gain(forecast, last + 28)


@devices
@lasting
def test_benefit_is_partly_kept_a_year_after_the_last_session(name, device):
    forecast, last = of_series(name, 4, device), 3 * MONTH_DAY
    best = max(gain(forecast, day) for day in forecast.day)
    kept = gain(forecast, last + 365) / best
    assert 0.10 < kept < (0.99 if name in STAYING else 0.90), f"{kept:.3f} of the peak"


@devices
@pytest.mark.parametrize("name", FIELD)
def test_sessions_three_days_apart_give_less_than_sessions_weeks_apart(name, device):
    crowded = assessed(name, 4, device, every_day=3)
    for every_day in (14, 21, 28):
        assert crowded < 0.95 * assessed(name, 4, device, every_day=every_day)


@cache
def photoaged(device: str) -> TissueTrajectory:
    sessions = [session_with(device, index * MONTH_DAY) for index in range(4)]
    return heal(course(sessions, age_year=60, photoageing=0.8), np.arange(0.0, 456.0))


def relative(array: np.ndarray, rest: np.ndarray) -> np.ndarray:
    return papillary(array) / rest[0, 0] if array.ndim == 3 else array[0] / rest[0]


@devices
def test_tropoelastin_rises_while_total_elastin_falls_in_photoaged_skin(device):
    tissue = photoaged(device)
    new = relative(tissue.elastin.tropoelastin, tissue.baseline.elastin.tropoelastin)
    total = relative(tissue.elastin.total, tissue.baseline.elastin.total)
    assert new.max() > 1.2
    assert total[120] < 0.97
    assert total[180] < 1.0


@devices
def test_epidermis_thickens_for_months_and_then_settles(device):
    tissue = photoaged(device)
    living = (tissue.turnover.basal + tissue.turnover.suprabasal)[0]
    living = living / living[0]
    assert living[118] > 1.05  # four weeks after the last session
    assert living[180] > 1.02
    assert 1 - 1e-3 < living[-1] < living.max()


@devices
def test_junction_anchoring_rises_with_each_session_and_lasts_for_weeks(device):
    tissue = photoaged(device)
    junction = relative(tissue.turnover.junction, tissue.baseline.turnover.junction)
    before = junction[[0, 30, 60, 90]]
    assert np.all(np.diff(before) > 0)
    assert junction[118] > 1.01


@devices
def test_cells_at_the_surface_get_younger_and_then_their_age_recovers(device):
    tissue = photoaged(device)
    age = relative(tissue.turnover.corneocyte_age_day, tissue.baseline.turnover.corneocyte_age_day)
    lowest = int(age.argmin())
    assert age[lowest] < 0.9
    assert 7 < lowest < 130
    assert abs(age[-1] - 1) < 0.02


@devices
def test_intact_collagen_goes_on_rising_in_the_three_months_after_the_last_session(device):
    tissue = photoaged(device)
    mature = papillary(tissue.collagen.type1_mature)
    assert mature[90] < mature[118] < mature[146] < mature[180]
    assert mature[-1] > mature[0]
