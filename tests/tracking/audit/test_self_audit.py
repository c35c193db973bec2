"""Coverage, bias, spread and drift: right where forecasts hold, one vote a client, silent where there are few."""

from __future__ import annotations

import pytest

from helpers.tracking.clinic_results import clinic, record
from microneedling.tracking.audit.self_audit import TOO_FEW, period, self_audit, visit_numbers
from microneedling.tracking.audit.votes import mean_of, share_of


def test_forecasts_that_hold_are_left_in_peace():
    found = self_audit(clinic(200, 1))
    assert found.whole.verdicts == ()
    assert found.whole.inside_80.value == pytest.approx(0.8, abs=0.07)
    assert found.whole.bias.holds(0)
    assert found.whole.spread.holds(1)


@pytest.mark.parametrize(("how", "told"), [
    ({"shift": -0.6}, "forecasts too hopeful"), ({"shift": 0.6}, "forecasts too gloomy"),
    ({"spread": 1.7}, "bands too narrow"), ({"spread": 0.5}, "bands too wide"),
])  # fmt: skip
def test_what_is_wrong_is_said(how, told):
    assert told in self_audit(clinic(120, 2, **how)).whole.verdicts


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say():
    """Nine in ten: of 60 clinics of 40 clients whose visits go together, 54; fewer than 46 has a chance of 0.3 %."""
    held = {"inside_80": 0, "bias": 0}
    for seed in range(60):
        whole = self_audit(clinic(40, seed, visits=2, alike=0.5)).whole
        held["inside_80"] += whole.inside_80.holds(0.8)
        held["bias"] += whole.bias.holds(0.0)
    assert min(held.values()) >= 46


def test_one_vote_a_client():
    many = [record(client="C-1", seen=record().seen, rater=f"R{k}", result=90.0) for k in range(50)]
    one = [record(client="C-2", result=40.0)]
    found = self_audit([*many, *one]).whole
    assert found.inside_80.value == pytest.approx(0.5)
    assert (found.inside_80.clients, found.inside_80.records) == (2, 51)


def test_few_clients_get_numbers_and_no_verdict():
    assert self_audit(clinic(9, 1, shift=-3)).whole.verdicts == (TOO_FEW,)


def test_drift_is_found_where_it_is():
    late = self_audit(clinic(200, 3, shift=-1.5, changes_after=100))
    assert late.drift_per_year is not None
    assert not late.drift_per_year.holds(0)
    assert late.drift_per_year.value < 0
    still = self_audit(clinic(200, 3)).drift_per_year
    assert still is not None
    assert still.holds(0)


def test_no_records_is_no_audit():
    with pytest.raises(ValueError, match="no records"):
        self_audit([])


def test_visits_and_halves_of_years():
    records = clinic(3, 1, visits=3)
    assert visit_numbers(records) == [1, 2, 3] * 3
    assert period(records[0]) == "2026, first half"


def test_a_share_of_all_and_a_single_mean_have_the_intervals_they_can():
    sure = share_of(["a", "b", "c"], [1.0, 1.0, 1.0])
    assert sure.value == 1
    assert sure.low is not None
    assert 0.3 < sure.low < 0.8
    assert mean_of(["a", "a"], [1.0, 3.0]).low is None
