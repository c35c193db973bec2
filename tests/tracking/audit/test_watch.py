"""The alarm: bets pay 1 on average where forecasts hold, false alarms keep their bound, wrong forecasts are found."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.tracking.clinic_results import clinic, record
from microneedling.tracking.audit.places import BINS
from microneedling.tracking.audit.settings import setting
from microneedling.tracking.audit.watch import bets, martingale, votes_by_visit, watch


def test_every_bet_is_fair_where_forecasts_hold():
    for bet in bets():
        assert bet.odds @ BINS == pytest.approx(1)


def test_the_stakes_are_one_and_none_is_staked_twice():
    """Against certain bins whose odds are all 1 the wealth stays what was staked: 1."""
    wealth, _ = martingale(np.tile(BINS, (50, 1)))
    assert wealth == pytest.approx(np.ones(50))


def test_the_wealth_does_not_grow_on_average_where_forecasts_hold():
    """Exactly, over all ways in which two clients can fall into six bins."""
    total = 0.0
    for first in range(6):
        for second in range(6):
            wealth, _ = martingale(np.eye(6)[[first, second]])
            total += BINS[first] * BINS[second] * wealth[-1]
    assert total == pytest.approx(1)


def false_alarms(count: int, **how) -> int:
    return sum(watch(clinic(120, seed, **how)).sounded is not None for seed in range(count))


@pytest.mark.slow
def test_false_alarms_keep_below_their_bound_however_alike_a_clients_visits_are():
    """Of 120 right clinics 5 % would be six; more than twelve has a chance of 1 % even at the very bound."""
    assert false_alarms(60, visits=3, alike=0.0) + false_alarms(60, visits=3, alike=0.9) <= 12


@pytest.mark.parametrize(("how", "words"), [
    ({"shift": -0.9}, "worse"), ({"shift": 0.9}, "better"), ({"spread": 2.0}, "more scattered"),
    ({"spread": 0.5}, "less scattered"),
])  # fmt: skip
def test_what_is_wrong_is_found_and_named(how, words):
    found = watch(clinic(120, 3, **how)).sounded
    assert found is not None
    assert words in found.words
    assert found.clients <= 110


def test_a_change_later_on_is_found_after_it():
    records = clinic(160, 5, shift=-1.0, changes_after=80)
    found = watch(records).sounded
    assert found is not None
    assert 80 < found.clients <= 150


def test_a_client_has_one_vote_a_visit_whatever_is_read_of_them():
    one = [record(client="C-1"), record(client="C-2")]
    many = [record(client="C-1", rater=name) for name in "ABCDEF"]
    votes = votes_by_visit([*one, *many], 4)
    assert [len(cast) for cast in votes.values()] == [2, 0, 0, 0]
    assert watch(one).limit == pytest.approx(setting("voting_visits") / setting("false_alarm_share"))


def test_the_order_of_the_rows_does_not_matter():
    records = clinic(40, 7, visits=2)
    there, back = watch(records), watch(records[::-1])
    assert [list(c.wealth) for c in there.courses] == [list(c.wealth) for c in back.courses]
