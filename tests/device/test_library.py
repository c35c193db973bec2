"""Types of devices by name: what the library holds is sound, and an instrument takes from it what it leaves out."""

from __future__ import annotations

import pytest

from helpers.subject import some
from microneedling.device.instruments import INSTRUMENTS, Pen, Roller
from microneedling.device.library import (
    COMPLETING,
    clearances,
    clearances_of,
    completed,
    device_types,
    find_type,
    instrument_named,
)
from microneedling.device.reading import instrument_at
from microneedling.errors import InputError, Mistake
from microneedling.evidence.datasets import rows_named, source_of_row
from microneedling.evidence.entry import GRADES, SEEN
from microneedling.evidence.practice import value_of
from microneedling.evidence.sources import sources


def test_the_usual_types_are_there():
    pens = [f"pen, {count} needles" for count in (9, 12, 16, 36, 42)]
    rollers = ["roller, 192 needles", "roller, 540 needles"]
    assert [name for name, item in device_types().items() if item.generic] == [
        *pens,
        *rollers,
        "stamp, 36 needles",
    ]


def test_every_number_says_how_it_is_known():
    for item in some(device_types().values()):
        for key, number in some(item.numbers.items()):
            assert number.grade in GRADES, (item.name, key)
            assert number.seen in SEEN, (item.name, key)
            assert number.where, (item.name, key)
            backed = number.grade in ("measured", "derived")
            assert (number.source in sources()) if backed else (number.source or number.grade), (
                item.name,
                key,
            )
            assert backed <= (number.seen in ("read", "read2")), (item.name, key)


def test_rows_that_a_number_names_are_those_of_its_source():
    told = 0
    for item in device_types().values():
        for key, number in item.numbers.items():
            found = {source_of_row()[row] for row in rows_named(number.where)}
            told += bool(found)
            if number.source and found:
                assert number.source in found or item.name == "Exceed", (item.name, key)
    assert told > 10


@pytest.mark.parametrize("name", [name for name, item in device_types().items() if item.kind == "pen"])
def test_every_pen_is_an_instrument_by_its_name_alone(name):
    pen = Pen.model_validate({"device": name})
    assert pen.device == name
    assert {key: getattr(pen, key) for key in COMPLETING["pen"]} == {
        key: number.value for key, number in device_types()[name].numbers.items() if key in COMPLETING["pen"]
    }


@pytest.mark.parametrize("name", [name for name, item in device_types().items() if item.kind != "pen"])
def test_every_roller_and_stamp_is_an_instrument_with_a_needle_length(name):
    mistakes: list[Mistake] = []
    found = instrument_at({"device": name, "needle_length_mm": 1.0}, "instrument", mistakes)
    assert not mistakes
    assert found is not None
    assert found.needle_length_mm == 1.0
    assert type(found) is INSTRUMENTS[device_types()[name].kind]


def test_what_no_source_gives_is_the_usual_number_of_the_kind_and_assumed():
    number = device_types()["SkinPen"].numbers["tip_width_mm"]
    assert number.value == value_of("study", "typical_tip_width_mm.pen")
    assert number.grade == "assumed"


@pytest.mark.parametrize(
    "word",
    [
        "pen, 12 needles",
        "Pen 12 needles",
        "12-needle pen",
        "12 needle microneedling pen",
        "PEN WITH 12 NEEDLES",
    ],
)
def test_a_usual_type_is_found_however_it_is_said(word):
    found = find_type(word)
    assert found is not None
    assert found.name == "pen, 12 needles"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("skin pen", "SkinPen"),
        ("Dermaroller MF-8", "Dermaroller MF8"),
        ("mf8", "Dermaroller MF8"),
        ("dermapen 4md", "Dermapen 4"),
    ],
)
def test_a_make_is_found_by_its_other_names(word, name):
    found = find_type(word)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "word", ["", "pen", "12", "pen, 13 needles", "roller, 12 needles", "laser", "192 540"]
)
def test_what_the_library_lacks_is_not_guessed(word):
    assert find_type(word) is None


def test_an_unknown_device_is_told_with_the_nearest():
    with pytest.raises(InputError) as told:
        Pen.model_validate({"device": "skinpenn"})
    (mistake,) = told.value.mistakes
    assert mistake.path == "device"
    assert '"pen, 12 needles"' in mistake.allowed
    assert 'did you mean "SkinPen"?' in mistake.hint


def test_what_stands_beside_the_device_is_kept():
    pen = Pen.model_validate({"device": "SkinPen", "needle_count": 12, "device_limit_mm": 1.0})
    assert (pen.needle_count, pen.device_limit_mm, pen.needle_length_mm) == (12, 1.0, 2.5)


def test_another_kind_beside_a_device_is_a_mistake():
    with pytest.raises(InputError, match='which "Dermaroller MF8" is'):
        Pen.model_validate({"device": "Dermaroller MF8"})
    assert Roller.model_validate({"device": "Dermaroller MF8"}).needle_count == 192


def test_completing_twice_changes_nothing():
    once = completed({"device": "exceed", "tip_width_mm": 5.0})
    assert completed(once) == once
    assert once["device"] == "Exceed"


def test_a_roller_is_named_with_its_needle_length():
    table = instrument_named("roller, 192 needles, 0.5 mm")
    assert table is not None
    assert (table["kind"], table["needle_length_mm"]) == ("roller", 0.5)
    assert instrument_named("my own roller") is None


def test_clearances_name_sources_and_words_of_a_course_file():
    from typing import get_args

    from microneedling.skin.concern import Kind
    from microneedling.skin.sites import Site

    for item in some(clearances()):
        assert item.source in sources(), item.number
        assert set(item.concerns) <= set(get_args(Kind)), item.number
        assert set(item.sites) <= set(get_args(Site)), item.number
        assert set(item.phototypes) <= {"I", "II", "III", "IV", "V", "VI"}, item.number


def test_a_device_is_never_deeper_by_its_label_than_by_the_library():
    for item in some(clearances()):
        known = find_type(item.device)
        if known is not None and item.deepest_mm is not None:
            assert item.deepest_mm == known.numbers["device_limit_mm"].value, item.number


def test_clearances_are_found_by_the_device():
    assert [item.number for item in clearances_of("skin pen")] == ["DEN160029", "K202243"]
    assert clearances_of("pen, 12 needles") == ()
    assert clearances_of(None) == ()
