"""Simulated clinics: what was put in is what is written down, right clinics are left in peace, wrong ones are found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from microneedling.tracking.audit.proof import by_day, false_alarm_share, watched
from microneedling.tracking.audit.raters import compare_raters
from microneedling.tracking.audit.settings import setting
from microneedling.tracking.audit.simulated import USUAL, Clinic, SimulatedRater, simulated_clinic
from microneedling.tracking.audit.virtual_people import LIGHTER, MISSED, PLANNED


@pytest.mark.parametrize("alike", [0.0, 0.9])
def test_thousands_of_right_clinics_keep_below_the_bound(alike):
    """Of 800 at most 5 % by proof, so more than 55 has a chance below 1 in 200."""
    assert 0.001 < false_alarm_share(800, 100, alike) <= 55 / 800


@pytest.mark.slow
def test_people_differ_by_what_was_done_to_them(people):
    middle = {name: np.median(people.of(name)[:, :, -1]) for name in (PLANNED, MISSED, LIGHTER)}
    assert middle[MISSED] < middle[PLANNED]
    assert middle[LIGHTER] < middle[PLANNED]


@pytest.mark.slow
def test_the_same_seed_writes_the_same_records_and_forecasts_never_fall(people, given):
    first, again = (simulated_clinic(people, given, USUAL, 3) for _ in range(2))
    assert first == again
    assert simulated_clinic(people, given, USUAL, 4) != first
    assert all(list(item.quantiles) == sorted(item.quantiles) for item in first)
    assert all(item.forecast_given <= item.seen for item in first if item.forecast_given)


@pytest.mark.slow
def test_who_leaves_misses_and_judges_twice_is_in_the_records(people, given):
    whole = simulated_clinic(people, given, Clinic(clients=60), 1)
    assert len(whole) == 60 * len(people.days)
    left = simulated_clinic(people, given, Clinic(clients=60, leave_share=0.5, missed_visit_share=0.2), 1)
    assert 0.4 < len(left) / len(whole) < 0.8
    skipped = simulated_clinic(people, given, Clinic(clients=60, missed_session_share=1.0), 1)
    assert max(item.sessions for item in skipped) == max(item.sessions for item in whole) - 1
    two = Clinic(clients=120, rated_twice_share=1.0, raters=(SimulatedRater("A"), SimulatedRater("B", 1.5)))
    found = compare_raters(simulated_clinic(people, given, two, 1))
    assert found.pairs[0].difference.value > 0.02  # B gives higher scores, which are the worse ones
    assert not found.pairs[0].difference.holds(0.0)


@pytest.mark.slow
def test_forecasts_hold_at_every_visit_where_the_model_is_right(people, given):
    """Fifteen clinics of 200: a share of 3,000 clients, give or take 0.7 points; three of these, and the grid's own."""
    found = watched(people, given, Clinic(), range(15))
    assert found.inside_80 == pytest.approx(np.full(len(people.days), 0.8), abs=0.03)
    assert found.bias == pytest.approx(0, abs=0.05)
    assert found.spread == pytest.approx(1, abs=0.05)
    assert found.sounded <= 4 / 15  # five or more of fifteen has a chance below 1 in 1000 at the bound


@pytest.mark.slow
@pytest.mark.parametrize(("clinic", "words"), [
    (Clinic(response=0.5), "worse"),
    (Clinic(response=1.8), "better"),
    (Clinic(slower=2.0), "worse"),
    (Clinic(step_worth=0.4), "worse"),
    (Clinic(noise_only=True), ""),
])  # fmt: skip
def test_what_is_plainly_wrong_is_found_in_every_clinic(people, given, clinic, words):
    found = watched(people, given, clinic, range(4))
    assert found.sounded == 1
    assert words in found.told


@pytest.mark.slow
def test_the_clinics_own_effect_takes_a_wrong_response_away(people, given):
    wrong = replace(Clinic(), response=0.6)
    before, after = (watched(people, given, wrong, range(4), local) for local in (False, True))
    assert before.bias < -0.25
    assert abs(after.bias) < abs(before.bias) / 2
    assert abs(after.inside_80.mean() - 0.8) < 0.06


@pytest.mark.slow
def test_coverage_of_a_day_nobody_came_on_is_not_a_number(people, given):
    found = by_day(simulated_clinic(people, given, Clinic(clients=5), 1), (*people.days, 400.0))
    assert np.isnan(found[-1])
    assert not np.isnan(found[:-1]).any()


def test_the_level_is_that_of_the_registry():
    assert setting("false_alarm_share") == 0.05
