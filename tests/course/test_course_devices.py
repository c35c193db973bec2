"""A course that names its devices reads as if their numbers stood in it."""

from __future__ import annotations

import pytest

from helpers.course_files import changed
from microneedling.course.course import Concern, Course, Person, Session
from microneedling.course.reading import course_from_tables, parse_course
from microneedling.course.writing import course_text
from microneedling.errors import InputError

PEN = {
    "kind": "pen",
    "needle_count": 12,
    "needle_diameter_mm": 0.25,
    "needle_length_mm": 2.5,
    "frequency_hz": 100.0,
    "tip_width_mm": 8.0,
}
PEN_USE = {"depth_mm": 1.0, "passes": 4, "glide_speed_mm_per_s": 20.0}
NAME = "pen, 12 needles"


def tables(*sessions: dict, **instruments: dict) -> dict:
    """The tables of a course with these sessions and instruments."""
    raw = changed()
    raw.pop("follow_up", None)
    raw["session"], raw["instrument"] = list(sessions), instruments
    if not instruments:
        del raw["instrument"]
    return raw


def mistakes(raw: dict) -> dict[str, str]:
    """Path -> message of every mistake of the tables."""
    with pytest.raises(InputError) as told:
        course_from_tables(raw)
    return {mistake.path: str(mistake) for mistake in told.value.mistakes}


def test_a_session_that_names_a_device_has_it_as_an_instrument():
    course = course_from_tables(tables({"day": 0, "device": "12-needle pen", **PEN_USE}))
    plain = course_from_tables(tables({"day": 0, "instrument": NAME, **PEN_USE}, **{NAME: PEN}))
    assert course.sessions == plain.sessions
    assert course.instruments[NAME].model_copy(update={"device": None}) == plain.instruments[NAME]


def test_an_instrument_that_names_a_device_keeps_its_own_numbers():
    own = {"device": "SkinPen", "tip_width_mm": 6}
    course = course_from_tables(tables({"day": 0, "instrument": "mine", **PEN_USE}, mine=own))
    pen = course.instrument_of(course.sessions[0])
    assert (pen.kind, pen.needle_count, pen.needle_length_mm) == ("pen", 14, 2.5)
    assert course.as_file()["instrument"]["mine"]["tip_width_mm"] == 6


def test_the_set_depth_of_a_roller_named_in_a_session_is_its_needle_length():
    rows = [
        {"day": day, "device": "roller, 192 needles", "depth_mm": depth, "passes": 8}
        for day, depth in ((0, 0.5), (28, 1.0))
    ]
    course = course_from_tables(tables(*rows))
    assert [course.instrument_of(session).needle_length_mm for session in course.sessions] == [0.5, 1.0]


def test_a_course_with_devices_is_written_and_read_again():
    course = course_from_tables(
        tables({"day": 0, "device": "roller, 540 needles", "depth_mm": 0.5, "passes": 8})
    )
    assert parse_course(course_text(course)) == course


def test_repeated_sessions_share_the_device():
    repeat = {"every_day": 28, "times": 2}
    rows = [{"day": 0, "device": NAME, **PEN_USE}, {"repeat": repeat, "device": NAME, **PEN_USE}]
    course = course_from_tables(tables(*rows))
    assert list(course.instruments) == [NAME]
    assert [session.day for session in course.sessions] == [0, 28, 56]


def test_every_mistake_about_devices_is_told_once_and_beside_the_others():
    raw = tables(
        {"day": 0, "device": "skinpenn", **PEN_USE},
        {"day": 28, "device": "roller, 540 needles", "passes": 4},
        {"day": 56, "device": NAME, "instrument": "mine", **PEN_USE},
        mine={"device": "pen, 13 needles"},
    )
    raw["person"]["age_year"] = -1
    found = mistakes(raw)
    assert set(found) == {
        "session[0].device",
        "session[1].depth_mm",
        "session[2].device",
        "instrument.mine.device",
        "person.age_year",
    }
    assert 'did you mean "SkinPen"?' in found["session[0].device"]
    assert "the needle length" in found["session[1].depth_mm"]


@pytest.mark.parametrize("value", [3, ["pen"], {"name": "pen"}, True])
def test_a_device_that_is_no_word_is_a_mistake(value):
    assert list(mistakes(tables({"day": 0, "device": value, **PEN_USE}))) == ["session[0].device"]


def test_deeper_than_the_needles_of_a_device():
    found = mistakes(tables({"day": 0, "device": "Exceed", **PEN_USE, "depth_mm": 2.0}))
    assert list(found) == ["session[0].depth_mm"]


def test_the_same_from_python():
    session = Session.model_validate({"day": 0, "device": "12-needle pen", **PEN_USE})
    person = Person(age_year=30, sex="female", phototype="II", site="cheek")
    course = Course(person=person, concern=(Concern(kind="fine lines"),), session=(session,))
    assert course.instrument_of(course.sessions[0]).needle_count == 12
    with pytest.raises(InputError, match='did you mean "SkinPen"'):
        Session.model_validate({"day": 0, "device": "skinpenn", **PEN_USE})
