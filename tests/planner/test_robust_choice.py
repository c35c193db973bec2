"""Under uncertainty: the nominal best is not the robust best; what knowing more is worth; what stands in the way."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from helpers.planning.tables import chosen, goals, made_up
from microneedling.planner import information as info
from microneedling.planner.search.fitting import misfit
from microneedling.planner.search.limits import all_hold, limits_of


def two_ways(**judge):
    """Two settings, one session: the second brings more on average and nothing in a quarter of the draws."""
    table = made_up(0, goals(judge=judge) if judge else goals(), settings=2, numbers=1, gaps=1, draws=20)
    zone = table.zones[0]
    noticed = np.empty_like(zone.noticed)
    noticed[0, 0], noticed[0, 1] = 0.5, 0.9
    noticed[0, 1, 0, 0, :5] = 0.0
    calm = {name: np.zeros_like(getattr(zone, name)) for name in ("marks", "downtime", "pain")}
    steady = replace(zone, noticed=noticed, **calm)
    return type(table)(
        table.space, (steady,), table.goals, table.number, table.gap, table.cream, table.places
    )


def test_the_nominal_best_is_not_the_robust_best():
    for judge, setting in (({}, 1), ({"by": "quantile", "quantile_percent": 20}, 0), ({"by": "worst"}, 0)):
        table = two_ways(**judge)
        choice, _ = chosen(table)
        assert table.places[choice.named["balanced"], 0] == setting, judge


def test_where_nothing_works_at_worst_the_names_still_go_to_plans_that_do_something():
    table = made_up(4, goals(judge={"by": "worst"}), settings=3, numbers=3, draws=20)
    zone = table.zones[0]
    noticed = zone.noticed.copy()
    noticed[..., :10] = 0.0  # in half of all draws skin builds nothing, whatever is done
    table = replace(table, zones=(replace(zone, noticed=noticed),))
    choice, _ = chosen(table)
    mean = table.benefit.mean(axis=1)
    assert choice.benefit.max() == 0
    assert mean[choice.named["most change"]] >= mean.max() - 0.02
    assert mean[choice.named["gentlest"]] >= 0.5 * mean.max()


@pytest.mark.parametrize("seed", range(30))
def test_perfect_information_is_the_regret_of_the_best_on_average_and_bounds_every_part(seed):
    worth = np.random.default_rng(seed).normal(size=(4, 48))
    total, best = info.perfect(worth), int(np.argmax(worth.mean(axis=1)))
    assert total >= 0
    assert total == pytest.approx(info.regret(worth)[best])
    readings = list(np.random.default_rng(seed + 99).normal(size=(3, 48)))
    values = [info.partial(worth, readings[:k]) for k in range(4)]
    assert values[0] == pytest.approx(0.0, abs=1e-12)
    assert all(later >= earlier - 1e-12 for earlier, later in itertools.pairwise(values))
    assert values[-1] <= total + 1e-12


def test_knowing_more_is_worth_nothing_where_one_plan_wins_every_draw():
    worth = np.vstack([np.linspace(1, 2, 24), np.linspace(0, 1, 24)])
    assert info.perfect(worth) == 0.0
    assert info.partial(worth, [np.arange(24.0)]) == 0.0


def test_a_reading_that_tells_the_draws_apart_is_worth_all_there_is_and_noise_nothing():
    high = np.random.default_rng(3).permutation(np.arange(48) >= 24)
    worth = np.vstack([np.where(high, 1.0, 0.0), np.where(high, 0.0, 1.0)])
    assert info.partial(worth, [high.astype(float)]) == pytest.approx(info.perfect(worth))
    assert info.beyond_chance(worth, high.astype(float), 1, "told") > 0.25
    noise = np.random.default_rng(5).normal(size=48)
    assert info.beyond_chance(worth, noise, 1, "noise") < 0.1


def test_limits_that_bind_are_named_with_how_far_each_must_give():
    asked = goals(
        limits={"visits": {"at_least": 3}, "interval": {"at_least_day": 28}},
        event=[{"name": "wedding", "day": 40, "clear_day": 5}],
    )
    table = made_up(3, asked)
    limits = limits_of(table, asked)
    found = misfit(table, limits, table.worth.mean(axis=1))
    assert found is not None
    names = {item.name: item for item in found.binding}
    assert names["visits"].alone == 2
    assert names["interval"].alone == 14
    assert table.number[found.nearest] > 0
    assert not all_hold(limits, table.rows)[found.nearest]
    given = asked.model_copy(update={"limits": asked.limits.model_copy(update={"visits": {"at_least": 2}})})
    eased = table.asked_again(given)
    assert misfit(eased, limits_of(eased, given), eased.worth.mean(axis=1)) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_limit_eased_to_what_it_alone_needs_lets_a_plan_through(seed):
    asked = goals(limits={"dark_marks": {"at_most_percent": 0.5}, "downtime": {"at_most_day": 2}})
    table = made_up(seed, asked)
    limits = limits_of(table, asked)
    found = misfit(table, limits, table.worth.mean(axis=1))
    if found is None:
        assert (all_hold(limits, table.rows) & (table.number > 0)).any()
        return
    keys = {"dark marks": ("dark_marks", "at_most_percent"), "downtime": ("downtime", "at_most_day")}
    for item in found.binding:
        if item.alone is None:
            continue
        field, key = keys[item.name]
        eased = asked.limits.model_copy(update={field: {key: item.alone + 1e-6}})
        again = table.asked_again(asked.model_copy(update={"limits": eased}))
        assert misfit(again, limits_of(again, again.goals), again.worth.mean(axis=1)) is None
