"""A goals file: what it takes, all mistakes at once with their places, the same from Python, and its schema."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from microneedling import Goals, InputError, load_course, load_goals
from microneedling.planner.wishes.person import against, past
from microneedling.planner.wishes.reading import parse_goals
from microneedling.planner.wishes.schema import goals_schema, goals_schema_text

PLANS = Path(__file__).resolve().parents[2] / "examples" / "plans"
GOALS = sorted(PLANS.glob("*_goals.toml"))
BAD = """
format = 1
titel = "x"
start_date = 2027-03-01
[[wish]]
concern = "acne scars"
weight = 0
[[wish]]
concern = "glowing"
[limits]
dark_marks = { at_most_percent = 105 }
visits = { at_least = 4, at_most = 3 }
cost = { at_most = 500 }
pain = { at_most_vas = 4, certainty_percent = 100 }
[[event]]
name = "wedding"
date = 2027-02-01
[[sun]]
from_day = 40
to_day = 30
[device.pen]
device = "no such pen"
[space]
interval_day = [14]
"""


@pytest.mark.parametrize("path", GOALS, ids=lambda path: path.stem)
def test_examples_are_read_and_fit_their_person_and_the_schema(path):
    goals = load_goals(path)
    course = load_course(str(path).replace("_goals", ""))
    assert against(goals, course) == []
    jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), goals_schema())
    assert Goals.model_validate(goals.as_file()) == goals


def test_there_are_the_three_examples_of_practice():
    assert [path.stem for path in GOALS] == [
        "acne_scars_wedding_goals",
        "melasma_phototype_v_goals",
        "neck_lines_goals",
    ]


def test_every_mistake_is_told_at_once_with_its_line():
    with pytest.raises(InputError) as caught:
        parse_goals(BAD, "goals.toml")
    paths = {mistake.path.split(" (")[0] for mistake in caught.value.mistakes}
    assert paths >= {
        "titel",
        "wish[0].weight",
        "wish[1].concern",
        "limits.dark_marks.at_most_percent",
        "limits.visits.at_least",
        "price",
        "limits.pain.certainty_percent",
        "event[0].date",
        "sun[0].to_day",
        "device.pen.device",
    }
    told = str(caught.value)
    assert "past" in told
    assert "line " in told


def test_the_same_from_python():
    with pytest.raises(InputError) as caught:
        Goals.model_validate(
            {"wish": [{"concern": "texture"}, {"concern": "texture"}], "limits": {"cost": {"at_most": 3}}}
        )
    assert {mistake.path for mistake in caught.value.mistakes} == {"wish[1].concern", "price"}


def test_what_the_person_has_not_and_a_start_gone_by_are_mistakes():
    course = load_course(PLANS / "neck_lines.toml")
    goals = Goals.model_validate({"wish": [{"concern": "melasma"}], "start_date": date(2027, 1, 4)})
    assert [mistake.path for mistake in against(goals, course)] == ["wish[0].concern", "device"]
    assert past(goals, date(2027, 1, 4)) == []
    assert [mistake.path for mistake in past(goals, date(2027, 1, 5))] == ["start_date"]


def test_dates_are_days_from_the_start():
    goals = Goals.model_validate(
        {
            "wish": [{"concern": "texture"}],
            "start_date": "2027-01-04",
            "event": [{"name": "wedding", "date": "2027-02-03"}],
            "sun": [{"from_date": "2027-01-14", "to_day": 12}],
        }
    )
    assert goals.event_day(goals.events[0]) == 30
    assert goals.sun_days(goals.suns[0]) == (10, 12)


def test_a_course_file_is_told_from_a_goals_file():
    with pytest.raises(InputError, match="a course file"):
        load_goals(PLANS / "neck_lines.toml")
    with pytest.raises(InputError, match="a goals file"):
        load_course(PLANS / "neck_lines_goals.toml")


def test_the_shipped_schema_is_fresh():
    path = PLANS.parents[1] / "schema" / "goals.schema.json"
    assert path.read_text(encoding="utf-8") == goals_schema_text(), "microneedling schema goals > schema/..."


def test_the_manual_names_every_key():
    page = (PLANS.parents[1] / "docs" / "goals-file.md").read_text(encoding="utf-8")
    shared = {"Pen", "Roller", "Stamp", "Numbing", "Topical"}  # as in a course file, whose page has them
    tables = {name: part for name, part in goals_schema()["$defs"].items() if name not in shared}
    keys = {key for part in tables.values() for key in part["properties"]}
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []
