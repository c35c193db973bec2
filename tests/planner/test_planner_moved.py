"""A plan moved by hand: numbers of a design where nothing moved, limits on its own days; what giving way buys."""

from __future__ import annotations

import pytest

from microneedling import load_course, load_goals
from microneedling.errors import InputError
from microneedling.healing.screening import stable_draws
from microneedling.planner.checked import checked, run_in_full
from microneedling.planner.moved import looked_at, moved, settings_of
from microneedling.planner.one_plan import objectives_in
from microneedling.planner.relaxed import given_way
from microneedling.planner.search.limits import limits_of
from microneedling.planner.search.space import Design, Setting, course_of
from microneedling.planner.wishes.goals import Goals

COURSE, GOALS = "examples/plans/acne_scars_wedding.toml", "examples/plans/acne_scars_wedding_goals.toml"
DESIGN = Design(3, 28, (Setting("cheek", "pen", 1.0, 4),))
DRAWS = 6


@pytest.fixture(scope="module")
def asked():
    """A person, their goals, and a plan of three alike sessions."""
    person, goals = load_course(COURSE), load_goals(GOALS)
    return person, goals, course_of(person, goals, DESIGN)


def test_where_nothing_moved_every_number_is_that_of_the_design(asked):
    person, goals, course = asked
    assert moved(course, settings_of(course)) == course
    seen = looked_at(course, goals, DRAWS, 1)
    values, _ = stable_draws(DRAWS, 1)
    made, forecast = run_in_full(person, goals, DESIGN, course.title, values, 1, False)
    table = checked(person, goals, [DESIGN], [made], [forecast], values).table
    assert seen.objectives == objectives_in(table, 0)
    assert list(seen.limits) == [item.of(0) for item in limits_of(table, goals)]


def test_a_moved_day_and_depth_are_simulated_as_that_course(asked):
    _person, goals, course = asked
    other = moved(course, [(0, (1.0,)), (35, (0.5,)), (56, (1.0,))])
    assert settings_of(other) == [(0, (1.0,)), (35, (0.5,)), (56, (1.0,))]
    assert other.until_day == course.until_day
    few, whole = (looked_at(other, goals, DRAWS, 1, few=few) for few in (True, False))
    for name, held in whole.objectives.items():
        assert few.objectives[name]["mean"] == pytest.approx(held["mean"], abs=0.02, rel=0.05), name
    as_it_was = looked_at(course, goals, DRAWS, 1, few=True)
    assert few.objectives["pain"]["mean"] <= as_it_was.objectives["pain"]["mean"]
    assert few.objectives["benefit"]["mean"] < as_it_was.objectives["benefit"]["mean"]


def test_limits_are_checked_on_the_days_that_it_has(asked):
    _person, goals, course = asked
    held = {"interval": {"at_least_day": 28}}
    tables = goals.as_file() | {"limits": held, "event": [{"name": "wedding", "day": 70, "clear_day": 3}]}
    tables["wish"] = [{"concern": "atrophic acne scar"}]
    strict = Goals.model_validate(tables)
    kept = looked_at(course, strict, DRAWS, 1, few=True)
    assert kept.broken == []
    later = looked_at(moved(course, [(0, (1.0,)), (20, (1.0,)), (69, (1.0,))]), strict, DRAWS, 1, few=True)
    broken = {item["name"]: item["needed"] for item in later.broken}
    assert broken["interval"] == 20
    assert broken["over before wedding, last visit on day"] == 69
    assert "clear before wedding" in broken


def test_what_cannot_be_moved_is_refused_with_every_mistake(asked):
    _person, _goals, course = asked
    with pytest.raises(InputError):
        moved(course, [(0, (1.0,))])
    with pytest.raises(InputError) as error:
        moved(course, [(5, (1.0,)), (28, (9.0,)), (28, (1.0,))])
    assert len(error.value.mistakes) >= 2


@pytest.mark.parametrize(
    ("name", "at_least", "to", "where"),
    [
        ("visits", True, 2.0, ("limits", "visits", "at_least", 2)),
        ("interval", True, 14.0, ("limits", "interval", "at_least_day", 14)),
        ("cost", False, 900.0, ("limits", "cost", "at_most", 900)),
    ],
)
def test_one_limit_gives_way_and_no_other(name, at_least, to, where):
    tables = load_goals(GOALS).as_file()
    tables["limits"] |= {"visits": {"at_least": 3}, "interval": {"at_least_day": 28}}
    goals = Goals.model_validate(tables)
    again = given_way(goals, name, at_least, to).as_file()
    table, limit, key, value = where
    assert again[table][limit][key] == value
    again[table][limit][key] = goals.as_file()[table][limit][key]
    assert again == goals.as_file()


def test_an_event_gives_way_by_coming_later_or_by_fewer_clear_days():
    tables = load_goals(GOALS).as_file() | {"event": [{"name": "wedding", "day": 40, "clear_day": 3}]}
    goals = Goals.model_validate(tables)
    later = given_way(goals, "over before wedding, last visit on day", False, 56.0)
    assert (later.events[0].day, later.events[0].clear_day) == (59, 3)
    nearer = given_way(goals, "clear before wedding", True, 1.4)
    assert (nearer.events[0].day, nearer.events[0].clear_day) == (40, 1)
    with pytest.raises(KeyError):
        given_way(goals, "patience", True, 1.0)
