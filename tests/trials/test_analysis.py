"""Differences, intervals, power and sample sizes against textbook tests and against brute simulation."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from helpers.trial_files import PARALLEL, SHAM, drawn_trials, trial
from microneedling.trials.analysis import analysed, better, comparison, share_error, succeeds
from microneedling.trials.chunks import plan_of
from microneedling.trials.computing import compute
from microneedling.trials.planning import chance, effects, planning
from microneedling.trials.result import Comparison
from microneedling.trials.store import Folder
from microneedling.trials.summed import summed_up
from microneedling.trials.tables import Aim

BETWEEN = ("deep", "shallow")


def normals(arms, slots, shift=0.0, sd=1.0, seed=3):
    made = np.random.default_rng(seed).normal(0, sd, (arms, slots))
    made[0] += shift
    return made


def aim(**words):
    return Aim(**{"compare": BETWEEN, **words})


def test_split_face_is_the_paired_test():
    x = normals(2, 24, 0.5)
    found = analysed(trial(), x, 12)
    for k in range(2):
        a, b = x[:, 12 * k : 12 * (k + 1)]
        test = stats.ttest_rel(a, b)
        assert found.difference[k] / found.error[k] == pytest.approx(test.statistic)
        low, high = test.confidence_interval(0.95)
        reach = found.quantile(0.025)[k] * found.error[k]
        assert (found.difference[k] - reach, found.difference[k] + reach) == pytest.approx((low, high))


def test_parallel_is_welchs_test_and_leaves_out_the_unseen():
    x = normals(2, 40, 0.3)
    x[1] *= 3
    x[0, [1, 5]], x[1, 30] = np.nan, np.nan
    found = analysed(trial(PARALLEL), x, 20)
    for k in range(2):
        a, b = x[:, 20 * k : 20 * (k + 1)]
        test = stats.ttest_ind(a, b, equal_var=False, nan_policy="omit")
        assert found.difference[k] / found.error[k] == pytest.approx(float(test.statistic))
        assert found.freedom[k] == pytest.approx(float(test.df))


def test_people_of_a_trial_not_complete_are_left_to_the_arms():
    assert len(analysed(trial(), normals(2, 31), 10).difference) == 3


def test_superiority_under_no_effect_succeeds_as_often_as_its_level():
    found = analysed(trial(PARALLEL), normals(2, 400_000), 20)
    share = succeeds(found, aim(), -1).mean()
    assert share == pytest.approx(0.025, abs=4 * share_error(0.025, 20_000))


def test_equivalence_at_its_margin_succeeds_as_often_as_its_level():
    found = analysed(trial(PARALLEL), normals(2, 2_000_000, shift=1.0), 100)
    share = succeeds(found, aim(kind="equivalence", margin=1.0), -1).mean()
    assert share == pytest.approx(0.05, abs=4 * share_error(0.05, 20_000))


def test_direction_counts_for_superiority():
    found = analysed(trial(), normals(2, 600, shift=-1.0), 30)
    assert succeeds(found, aim(), -1).mean() > 0.9
    assert succeeds(found, aim(), 1).mean() == 0
    assert succeeds(found, aim(margin=0.8), -1).mean() < succeeds(found, aim(margin=0.1), -1).mean()
    assert succeeds(found, aim(kind="non-inferiority", margin=0.5), 1).mean() < 0.05


def test_responders_are_better_when_they_are_more():
    made = trial(("day = 150", 'day = 150\nstatistic = "responders"\nover_percent = 25'))
    assert better(made) == 1
    assert better(trial()) == -1


@pytest.mark.parametrize(
    ("d", "goal", "people"), [(0.5, 0.8, 64), (0.5, 0.9, 86), (0.8, 0.8, 26), (0.2, 0.8, 394)]
)
def test_power_of_two_groups_is_the_textbooks(d, goal, people):
    """Cohen's tables: two-sided 5 %, equal groups."""
    sd = np.array([np.sqrt(2.0)])
    assert chance(np.array([-d]), sd, people, aim(), -1, False)[0] >= goal
    assert chance(np.array([-d]), sd, people - 1, aim(), -1, False)[0] < goal


@pytest.mark.parametrize(
    "words", [{}, {"kind": "equivalence", "margin": 0.6}, {"kind": "non-inferiority", "margin": 0.3}]
)
@pytest.mark.parametrize("split", [True, False])
def test_power_formulas_agree_with_brute_simulation(words, split):
    made = trial() if split else trial(PARALLEL)
    n, shift = 25, -0.2
    found = analysed(made, normals(2, n * 20_000, shift), n)
    share = succeeds(found, aim(**words), -1).mean()
    formula = chance(np.array([shift]), np.array([np.sqrt(2.0)]), n, aim(**words), -1, split)[0]
    assert formula == pytest.approx(share, abs=4 * share_error(share, 20_000))


def test_effects_are_shrunk_to_the_spread_of_effects_alone():
    found, true = drawn_trials(0.3, 12, 4000)
    assert found.difference.std() > 1.25 * true.std()
    effect, _ = effects(found)
    assert effect.std() == pytest.approx(true.std(), rel=0.08)


def test_assurance_bends_to_one_half_of_power_and_has_a_ceiling():
    found, true = drawn_trials(0.5, 30, 4000)
    plan = planning(found, aim(), -1, True, seen_share=0.8)
    assert plan is not None
    assert plan.assurance_ceiling == pytest.approx(float((true < 0).mean()), abs=0.03)
    large = plan.curve[-1]
    assert large.power > 0.999
    assert large.assurance < 0.85
    needed = plan.sample_size["80 %"]
    more = plan.sample_size["90 %"].power
    assert needed.power is not None
    assert more is not None
    assert needed.assurance is None or needed.assurance.analysed > needed.power.analysed
    assert needed.power.enrolled == int(np.ceil(needed.power.analysed / 0.8))
    assert more.analysed > needed.power.analysed


def test_curves_rise_with_people():
    found, _ = drawn_trials(0.2, 30, 500)
    plan = planning(found, aim(), -1, True, 1.0)
    assert plan is not None
    for name in ("power", "assurance"):
        assert np.all(np.diff([getattr(point, name) for point in plan.curve]) >= 0)
    assert all(0 < point.assurance_mc_error < 0.05 for point in plan.curve[:8])


def test_few_trials_plan_nothing():
    found, _ = drawn_trials(0.2, 30, 10)
    assert planning(found, aim(), -1, True, 1.0) is None


def test_one_trial_gives_its_own_interval_many_the_spread_of_trials():
    one, _ = drawn_trials(0.2, 30, 1)
    told = comparison(one, aim(), -1)
    reach = stats.t.ppf(0.975, 29) * one.error[0]
    assert list(told.ci95) == pytest.approx([one.difference[0] - reach, one.difference[0] + reach])
    few, _ = drawn_trials(0.0, 30, 3)
    low, high = comparison(few, aim(), -1).ci95
    assert 0.8 < (high - low) / (2 * 1.96 / np.sqrt(30)) < 1.6  # neither blown up nor blind
    many, _ = drawn_trials(0.2, 30, 3000)
    low, high = comparison(many, aim(), -1).ci95
    assert np.mean((many.difference > low) & (many.difference < high)) == pytest.approx(0.95, abs=0.005)


def test_nothing_seen_is_told_as_nothing():
    found = analysed(trial(), np.full((2, 12), np.nan), 6)
    assert comparison(found, aim(), -1) == Comparison(None, None, None)


@pytest.mark.slow
def test_assurance_by_formula_agrees_with_the_share_of_virtual_trials(tmp_path):
    """End to end: 300 virtual trials of a sham-controlled design, each with numbers of its own."""
    made = trial(SHAM, PARALLEL, ("dropout_share = 0.2\n", ""), ("people_per_arm = 6", "people_per_arm = 10"))
    plan = plan_of(made, 3000, 1)
    compute(plan, Folder(tmp_path))
    told = summed_up(plan, Folder(tmp_path))
    at = next(point for point in told.planning.curve if point.people_per_arm_analysed == 10)
    error = np.hypot(at.assurance_mc_error, share_error(told.comparison.power, 300))
    assert told.comparison.power == pytest.approx(at.assurance, abs=4 * error)
    assert 0.05 < told.comparison.power < 0.99  # a design that neither always nor never succeeds
