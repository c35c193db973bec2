"""A course built in Python repeats sessions, and leaves depths to needle lengths, as a file does."""

from __future__ import annotations

import tomllib

import pytest

from helpers.course_files import EXAMPLES
from microneedling import Course, InputError, Roller, Session, load_course

ROLLER = EXAMPLES[[path.stem for path in EXAMPLES].index("fine_lines_roller")]


def raw() -> dict:
    return tomllib.loads(ROLLER.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_tables_of_a_file_make_the_same_course(path):
    assert Course(**tomllib.loads(path.read_text(encoding="utf-8"))) == load_course(path)


def test_repeats_go_on_after_a_session_made_in_python():
    tables = raw()
    needles = {key: value for key, value in tables["device"]["roller"].items() if key != "kind"}
    first = Session(day=5, instrument="roller", depth_mm=1, passes=8)
    again = {"repeat": {"every_day": 30, "times": 2}, "instrument": "roller", "passes": 8}
    del tables["device"]
    tables |= {"instrument": {"roller": Roller(**needles)}, "session": [first, again]}
    with pytest.raises(InputError) as caught:
        Course(**tables)
    assert {mistake.path for mistake in caught.value.mistakes} == {"session[0].day"}  # the first is day 0
    tables["session"][0] = first.model_copy(update={"day": 0})
    made = Course(**tables)
    assert [session.day for session in made.sessions] == [0, 30, 60]
    assert {session.depth_mm for session in made.sessions} == {1.0}


def test_mistakes_are_told_once_where_they_are_written():
    tables = raw()
    tables["session"][1] |= {"passes": 0, "repeat": {"every_day": 30, "times": 3}}
    tables["person"]["age_year"] = -1
    with pytest.raises(InputError) as caught:
        Course(**tables)
    assert sorted(mistake.path for mistake in caught.value.mistakes) == [
        "person.age_year",
        "session[1].passes",
    ]


def test_a_repeat_that_is_none_is_told():
    tables = raw()
    tables["session"][1]["repeat"] = {"every_day": 0, "times": 3}
    with pytest.raises(InputError) as caught:
        Course(**tables)
    assert [mistake.path for mistake in caught.value.mistakes] == ["session[1].repeat.every_day"]
