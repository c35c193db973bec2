"""Monte-Carlo errors of power and assurance: what many repeats of the simulation scatter by, for every aim."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats

from microneedling.trials.analysis import Trials
from microneedling.trials.planning import chance, planning
from microneedling.trials.planning_error import Spreading, assurance_error, mean_error, power_error
from microneedling.trials.result import Needed
from microneedling.trials.tables import Aim

N, REPEATS = 20, 250
WITHIN = {"kind": "equivalence", "margin": 0.6}


def aim(**words):
    return Aim(**{"compare": ("deep", "shallow"), **words})


def trials(middle, tau, count, random, n=N):
    """Paired trials of n people, sd 1: differences and their own standard errors."""
    true = random.normal(middle, tau, count)
    sd = np.sqrt(random.chisquare(n - 1, count) / (n - 1))
    d = random.normal(true, 1 / np.sqrt(n))
    return Trials(d, sd / np.sqrt(n), np.full(count, n - 1.0), sd, np.full(count, float(n)))


@pytest.mark.slow
@pytest.mark.parametrize("words", [{}, WITHIN], ids=["superiority", "equivalence"])
@pytest.mark.parametrize(("middle", "tau"), [(0.0, 0.0), (0.5, 0.0), (0.3, 0.3)])
def test_stated_errors_are_what_repeats_scatter_by(words, middle, tau):
    random, wanted = np.random.default_rng(8), aim(**words)
    power, assurance, of_power, of_assurance = [], [], [], []
    for _ in range(REPEATS):
        found = Spreading.of(trials(middle, tau, 80, random))
        sd = np.array([np.sqrt((found.person_sd**2).mean())])

        def formula(effect, person_sd):
            return chance(effect, person_sd, N, wanted, 1, True)

        def at(shift=0.0, wider=1.0, found=found, sd=sd, formula=formula):
            return float(formula(np.array([found.effect().mean() + shift]), sd * wider)[0])

        power.append(at())
        assurance.append(formula(found.effect(), found.person_sd).mean())
        of_power.append(power_error(found, at))
        of_assurance.append(assurance_error(found, formula))
    assert np.mean(of_power) == pytest.approx(np.std(power), rel=0.25)
    assert 0.8 < np.mean(of_assurance) / np.std(assurance) < 1.6  # said too large rather than too small
    assert min(of_power) > 0.1 * np.std(power)


@pytest.mark.parametrize("n", [2, 5, 10, 50, 1000])
@pytest.mark.parametrize("effect", [0.0, 0.3, 1.0])
def test_power_of_equivalence_is_the_integral_over_the_standard_error(n, effect):
    """Two one-sided tests share one standard error: P by 20,000 quantiles of it."""
    margin, freedom = 0.8, n - 1
    reach = stats.t.ppf(0.95, freedom) * np.sqrt(
        stats.chi2.ppf((np.arange(20_000) + 0.5) / 20_000, freedom) / freedom
    )
    high, low = (margin - effect) * np.sqrt(n), (-margin - effect) * np.sqrt(n)
    right = np.clip(stats.norm.cdf(high - reach) - stats.norm.cdf(low + reach), 0, None).mean()
    for sign in (1, -1):
        found = chance(
            np.array([sign * effect]), np.array([1.0]), n, aim(kind="equivalence", margin=margin), 1, True
        )
        assert found[0] == pytest.approx(right, abs=6e-4)


@pytest.mark.parametrize("middle", [-3.0, 3.0])
def test_effects_far_beyond_the_margin_give_a_plan_with_numbers(middle):
    found = planning(trials(middle, 0.2, 40, np.random.default_rng(1)), aim(**WITHIN), 1, True, 1.0)
    assert found is not None
    json.dumps(found.to_json(), allow_nan=False)
    assert found.assurance_ceiling == 0
    assert found.sample_size["80 %"] == Needed(None, None)


def test_trials_that_share_their_numbers_are_one_observation():
    once = trials(0.4, 0.3, 50, np.random.default_rng(2))
    again = Trials(*(np.tile(column, 8) for column in vars(once).values()))
    one, all_new = planning(once, aim(), 1, True, 1.0), planning(again, aim(), 1, True, 1.0)
    shared = planning(again, aim(), 1, True, 1.0, draws=50)
    assert one is not None
    assert all_new is not None
    assert shared is not None
    for name in ("power_mc_error", "effect_middle_mc_error"):
        assert getattr(shared, name) == pytest.approx(getattr(one, name), rel=0.08)
        assert getattr(all_new, name) < 0.5 * getattr(one, name)
    first, last = one.curve[3], shared.curve[3]
    assert last.assurance_mc_error == pytest.approx(first.assurance_mc_error, rel=0.08)
    assert planning(once, aim(), 1, True, 1.0, draws=50) == one  # nobody repeats: nothing to count


def test_a_mean_of_groups_alike_is_a_mean_of_their_number():
    x = np.random.default_rng(4).normal(size=30)
    assert mean_error(x) == pytest.approx(x.std(ddof=1) / np.sqrt(30))
    assert mean_error(x, np.arange(30)) == pytest.approx(mean_error(x))
    assert mean_error(np.repeat(x, 5), np.repeat(np.arange(30), 5)) == pytest.approx(mean_error(x))
