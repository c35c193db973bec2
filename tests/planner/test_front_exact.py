"""The front and the names against comparing everything with everything, ties and nothing that fits included."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.planning.tables import PRICE, beaten, chosen, exhaustive_front, goals, made_up
from microneedling.planner.search.choosing import objectives
from microneedling.planner.search.front import hypervolume, nondominated
from microneedling.planner.search.limits import all_hold, limits_of

LIMITS = (
    {},
    {"dark_marks": {"at_most_percent": 6}},
    {"downtime": {"at_most_day": 3}, "pain": {"at_most_vas": 5, "certainty_percent": 60}},
    {"visits": {"at_most": 2}, "interval": {"at_least_day": 28}},
    {"dark_marks": {"at_most_percent": 0}, "visits": {"at_least": 1}},
)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("limits", range(len(LIMITS)))
def test_the_front_is_what_comparing_every_plan_with_every_other_gives(seed, limits):
    asked = goals(limits=LIMITS[limits], **({"price": PRICE} if seed % 2 else {}))
    table = made_up(seed, asked, settings=2 + seed % 3, coarse=seed % 4 == 0)
    choice, feasible = chosen(table)
    assert set(choice.front.tolist()) == exhaustive_front(table, feasible, choice.benefit)


@pytest.mark.parametrize("seed", range(60))
def test_nondominated_points_of_few_values_with_many_ties(seed):
    random = np.random.default_rng(seed)
    points = random.integers(0, 3, (random.integers(0, 14), random.integers(1, 5))).astype(float)
    kept = nondominated(points)
    assert kept.tolist() == [not beaten(points, k) for k in range(len(points))]


def test_duplicates_stay_inputs_are_not_changed_and_nonsense_is_refused():
    points = np.array([[1.0, 2.0], [1.0, 2.0], [2.0, 3.0]])
    before = points.copy()
    assert nondominated(points).tolist() == [True, True, False]
    assert np.array_equal(points, before)
    with pytest.raises(ValueError, match="finite"):
        nondominated(np.array([[np.nan, 1.0]]))


@pytest.mark.parametrize("seed", range(10))
def test_a_dominated_point_changes_nothing(seed):
    random = np.random.default_rng(seed)
    points = random.random((20, 4))
    worse = points[3] + 0.1
    assert nondominated(np.vstack([points, worse])).tolist() == [*nondominated(points).tolist(), False]
    reference = np.full(4, 2.0)
    assert hypervolume(np.vstack([points, worse]), reference) == pytest.approx(hypervolume(points, reference))


@pytest.mark.parametrize("seed", range(10))
def test_another_library_finds_the_same_front_and_a_hand_case_the_same_volume(seed):
    moocore = pytest.importorskip("moocore")
    points = np.round(np.random.default_rng(seed).random((60, 4)), 1)
    assert nondominated(points).tolist() == moocore.is_nondominated(points, keep_weakly=True).tolist()
    assert hypervolume(np.array([[1.0, 2.0], [2.0, 1.0]]), np.array([3.0, 3.0])) == pytest.approx(3.0)
    assert hypervolume(np.array([[4.0, 4.0]]), np.array([3.0, 3.0])) == 0.0


@pytest.mark.parametrize("seed", range(20))
def test_more_to_choose_from_never_gives_a_worse_best(seed):
    wide, narrow = made_up(seed, settings=4), made_up(seed, settings=4)
    some = np.ones(wide.rows, bool)
    some[np.random.default_rng(seed).integers(1, wide.rows, wide.rows // 2)] = False
    from microneedling.planner.search.choosing import choose

    all_of, part = choose(wide, np.ones(wide.rows, bool)), choose(narrow, some)
    assert all_of.score[all_of.named["balanced"]] >= part.score[part.named["balanced"]] - 1e-9


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kind", ["dark_marks", "downtime"])
def test_a_looser_limit_never_gives_a_worse_front(seed, kind):
    key = {"dark_marks": "at_most_percent", "downtime": "at_most_day"}[kind]
    tight, loose = (made_up(seed, goals(limits={kind: {key: value}})) for value in (3, 6))
    (few, held), (many, held_too) = chosen(tight), chosen(loose)
    assert (held <= held_too).all()
    points = objectives(loose, many.benefit)
    for row in few.front:
        mine = points[row]
        assert any((points[other] <= mine).all() for other in many.front)


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_asked_no_named_plan_breaks_a_limit(seed):
    random = np.random.default_rng(1000 + seed)
    limits = {
        "dark_marks": {"at_most_percent": float(random.uniform(0, 12)), "certainty_percent": 70},
        "downtime": {"at_most_day": float(random.uniform(0, 6))},
        "pain": {"at_most_vas": float(random.uniform(0, 9))},
        "visits": {"at_most": int(random.integers(0, 4))},
        "cost": {"at_most": float(random.uniform(0, 350))},
    }
    table = made_up(seed, goals(limits=limits, price=PRICE))
    choice, _ = chosen(table)
    held = all_hold(limits_of(table, table.goals), table.rows)
    assert all(held[row] for row in choice.named.values())
    for row in choice.named.values():
        assert (100 * table.marks[row] <= limits["dark_marks"]["at_most_percent"]).mean() >= 0.7
        assert table.number[row] <= limits["visits"]["at_most"]
        assert table.cost is not None
        assert table.cost[row] <= limits["cost"]["at_most"]


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_candidates_changes_no_plan(seed):
    from dataclasses import replace

    table = made_up(seed, coarse=True)
    random = np.random.default_rng(seed)
    order = np.append(0, 1 + random.permutation(table.rows - 1))
    mixed = type(table)(
        table.space,
        table.zones,
        table.goals,
        table.number[order],
        table.gap[order],
        table.cream[order],
        table.places[order],
    )
    (one, _), (other, _) = chosen(table), chosen(mixed)
    assert replace(table.design(0)) == mixed.design(0)
    for name, row in one.named.items():
        assert table.design(row) == mixed.design(other.named[name])
    assert {table.key(row) for row in one.front} == {mixed.key(row) for row in other.front}
