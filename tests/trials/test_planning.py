"""How many people reach a goal, and the range that chance in the simulation leaves open."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.trial_files import drawn_trials
from microneedling.trials.planning import MOST_PEOPLE, enough, fewest, planning
from microneedling.trials.tables import Aim


def rising(n):
    return n / (n + 25)  # 0.8 at 100


def test_the_fewest_that_reach_the_goal():
    assert fewest(rising, 0.8) == 100
    assert fewest(rising, 0.01) == 2
    assert fewest(lambda n: 0.7, 0.8) is None
    assert fewest(lambda n: n / MOST_PEOPLE, 1.0) == MOST_PEOPLE


def test_the_range_holds_the_sizes_whose_interval_holds_the_goal():
    found = enough(rising, lambda n: 0.02, 0.8, seen_share=0.5)
    assert found is not None
    assert (found.analysed, found.enrolled, found.mc_error) == (100, 200, 0.02)
    inside = [n for n in range(2, 400) if rising(n) - 0.04 <= 0.8 <= rising(n) + 0.04]
    assert found.analysed_low == inside[0]
    assert found.analysed_high == pytest.approx(inside[-1], abs=1)
    assert (found.enrolled_low, found.enrolled_high) == (2 * found.analysed_low, 2 * found.analysed_high)
    exact = enough(rising, lambda n: 0.0, 0.8, 1.0)
    assert exact is not None
    assert exact.analysed_low == exact.analysed_high == 100


def test_a_goal_just_reached_has_no_upper_end():
    found = enough(lambda n: 0.82 * rising(n), lambda n: 0.02, 0.8, 1.0)
    assert found is not None
    assert found.analysed_high is found.enrolled_high is None


@pytest.mark.slow
def test_ranges_hold_the_answer_of_many_more_trials():
    aim = Aim(compare=("a", "b"), kind="superiority", significance=0.05)
    large = planning(drawn_trials(0.2, 30, 4_000, seed=1)[0], aim, -1, True, 1.0)
    assert large is not None
    true = large.sample_size["80 %"].assurance
    assert true is not None
    held, widths = 0, []
    for seed in range(8):
        small = planning(drawn_trials(0.2, 30, 100, seed=100 + seed)[0], aim, -1, True, 1.0)
        assert small is not None
        found = small.sample_size["80 %"].assurance
        assert found is not None
        top = found.analysed_high or MOST_PEOPLE
        held += found.analysed_low <= true.analysed <= top
        widths.append(top - found.analysed_low)
    assert held >= 6
    assert true.analysed_high is not None
    assert np.median(widths) > 2 * (true.analysed_high - true.analysed_low)  # forty times the trials
