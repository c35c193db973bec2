"""The observation tables: whole, typed, and each row on one side only."""

from __future__ import annotations

import csv

import pytest

from helpers.subject import some
from microneedling.evidence import datasets
from microneedling.evidence.datasets import (
    FOLDER,
    SPLITS,
    TABLES,
    every,
    for_likelihood,
    load,
    row,
    rows_named,
)
from microneedling.evidence.sources import sources

ROWS = {"anchors": 224, "biology": 428, "clinical": 255, "mechanics": 352, "safety": 57}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_a_table_is_loaded_in_order(name):
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        raw = list(csv.DictReader(file))
    assert len(raw) == ROWS[name]
    assert [dict(item.columns) for item in load(name)] == raw


def test_ids_are_unique_and_every_row_has_a_known_source():
    found = [item.id for item in every()]
    assert len(set(found)) == len(found) == sum(ROWS.values())
    assert {item.source for item in every()} <= set(sources())
    assert set(datasets.source_of_row()) == set(found)


def test_words_are_from_the_vocabulary():
    assert {item.split for item in every()} <= set(SPLITS)
    assert {item.seen for item in every()} <= {"read", "read2", "derived", "memory"}


def test_a_row_is_typed():
    item = row("B107")
    assert (item.table, item.value, item.unit, item.source, item.seen) == (
        "biology",
        5.0,
        "h",
        "sjogren2009",
        "read",
    )
    assert item.day == pytest.approx(0.21)
    course = row("C047")
    assert course.number("baseline_mean") == 11.73
    assert course.value == -44.6
    assert course.day == 150


def test_safety_rows_are_numbered_and_keep_their_words():
    item = row("S001")
    assert item.value is None
    assert item.value_text == "5/30 = 16.7%"
    assert item.split == "calibration"  # that of its study; the table never enters a likelihood
    assert row("S002").split == "context"


def test_times_with_units_become_days_and_bare_mechanics_times_stay_open():
    assert row("A140").day == 1.0
    assert row("A148").day == 7.0
    assert row("A012").day == 0.0
    assert row("A355").day is None


def test_fields_from_memory_are_named():
    assert row("C113").memory_fields == ("needle_length_mm",)
    assert row("C001").memory_fields == ()


def test_unknown_names_say_so():
    with pytest.raises(KeyError, match="B999"):
        row("B999")
    with pytest.raises(ValueError, match="biology"):
        load("botany")


def test_row_ids_are_found_in_text_with_ranges():
    assert rows_named("rows B107, A009-A011 and C303; see M010") == (
        "B107",
        "A009",
        "A010",
        "A011",
        "C303",
        "M010",
    )
    assert rows_named("row D001, DOI 10.1000/A1234, 510(k) K200044") == ("D001",)


def test_context_rows_never_enter_a_likelihood():
    chosen = for_likelihood()
    assert chosen
    assert {item.split for item in chosen} == {"calibration"}
    assert not any(item.table == "safety" for item in chosen)
    assert for_likelihood(["safety"]) == ()


def test_no_study_stands_on_both_sides():
    assert datasets.conflicts() == ()
    assert {item.split for item in every() if item.source == "idoj2024"} == {"calibration"}


def test_a_reading_counts_once():
    chosen = {item.id for item in for_likelihood()}
    for repeat, (origin, reason) in some(datasets.repeats().items()):
        assert reason
        assert repeat not in chosen
        assert all(row(name).source == row(repeat).source for name in rows_named(origin)), repeat


def test_nothing_from_memory_enters_a_likelihood():
    assert {item.seen for item in for_likelihood()} <= {"read", "read2"}
