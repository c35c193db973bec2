"""Measurements of a running course: read from files as people save them, or refused with every mistake at once."""

from __future__ import annotations

from datetime import date

import pytest

from helpers.course_files import EXAMPLES
from microneedling import InputError, Measurement, load_course, load_measurements, simulate
from microneedling.tracking.measurable import EVENTS, measurable
from microneedling.tracking.measurements import measurements_from_text, refused

ROOT = EXAMPLES[0].parent
COURSE = load_course(ROOT / "tracking" / "acne_scars.toml")
SCARS = "goodman_baron_qualitative"


def told(text: str, course=COURSE, start=None) -> dict[str, str]:
    """Place -> words of every mistake in the text of a file."""
    with pytest.raises(InputError) as error:
        measurements_from_text(text, "m.csv", course, start)
    return {one.path: str(one) for one in error.value.mistakes}


def test_the_example_is_read():
    items = load_measurements(ROOT / "tracking" / "acne_scars_measured.csv", COURSE)
    assert [item.day for item in items if item.scale == "session"] == [28, 56, 84]
    assert items[0] == Measurement(day=0, scale=SCARS, value=3, rater="A", readings=2)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_dates_count_from_the_first_session_and_decimal_commas_are_read(separator):
    value = "2.5" if separator == "," else "2,5"
    lines = ["date,scale,value,blinded", f"2026-03-31,{SCARS},VALUE,yes"]
    text = "\n".join(lines).replace(",", separator).replace("VALUE", value)
    (item,) = measurements_from_text(text, "m.csv", COURSE, date(2026, 3, 1))
    assert (item.day, item.value, item.blinded) == (30, 2.5, True)


def test_dates_without_a_start_and_no_dates_are_mistakes():
    text = f"date,scale,value\n31.03.2026,{SCARS},2\n"
    assert set(told(text)) == {"column date", "line 2, date"}


def test_every_mistake_is_told_at_once_with_its_line():
    text = f"""day;scale;value;blinded;zone;readings;course;name
-40;tewl;12
3;goodman;2
5;tewl;12;perhaps
0;gais;4
90;{SCARS};9,5
90;{SCARS};2;;nose
90;alexiades_armenakas;1
0;session;missed
57;session;done
7;tewl;12
7;tewl;13
8;tewl;twelve
8;tewl;5000
9;tewl;12;;;0
10;tewl;12;;;;Somebody else
11;tewl
"""
    found = told(text)
    expected = {
        "column name",
        "line 2, day",
        "line 3, scale",
        "line 4, blinded",
        "line 5, day",
        "line 6, value",
    }
    expected |= {
        "line 7, zone",
        "line 8, outcome",
        "line 9, value",
        "line 10, day",
        "line 12",
        "line 13, value",
    }
    expected |= {"line 14, value", "line 15, readings", "line 16, course", "line 17, value"}
    assert set(found) == expected
    assert 'did you mean "goodman_baron_qualitative"' in found["line 3, scale"]
    assert "Another person's file" in found["line 16, course"]
    assert list(found)[:2] == ["column name", "line 2, day"]  # in the order of the file


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("day,scale\n3,tewl\n", "column value"),
        ("scale,value\ntewl,12\n", "column day"),
        ("day,date,scale,value\n", "column day"),
        ("day,scale,value\n", "rows"),
        ("day,scale,value,value\n3,tewl,12,12\n", "column value"),
    ],
)
def test_columns_that_lack_or_stand_twice(text, place):
    assert place in told(text)


def test_from_python_the_same_mistakes():
    items = [Measurement(day=90, scale=SCARS, value=9), Measurement(day=0, scale="gais", value=4)]
    assert [one.path for one in refused(items, COURSE)] == ["measurements[0], value", "measurements[1], day"]
    assert refused("m.csv", COURSE)[0].allowed == "a list of Measurement"
    with pytest.raises(InputError):
        Measurement(day=90, scale=SCARS, value=float("nan"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_may_be_measured_is_what_is_forecast(path):
    course = load_course(path)
    forecast = simulate(course, draws=1)
    for site, zone in forecast.by_zone.items():
        known = {
            (one.outcome, one.scale) for one in measurable(course.in_zone(site)) if one.scale not in EVENTS
        }
        assert known == {(item.name, item.scale) for item in zone.outcomes}
