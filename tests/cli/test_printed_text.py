"""The printed answers say the earliest assessment day, the evidence, and how much is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpers.report_result import DRAWS, make_result
from microneedling.cli.printed.check import check_text
from microneedling.cli.printed.simulate import result_text
from microneedling.cli.text import table
from microneedling.course.findings import Finding
from microneedling.course.forecast import Forecast, SessionResult
from microneedling.course.reading import load_course
from microneedling.evidence.track_record import track_record
from microneedling.phrases import family_name, fixed, interval

EXAMPLES = Path(__file__).parents[2] / "examples"


def forecast(days: tuple[float, ...] = (), **manifest) -> Forecast:
    """A made-up forecast that was reported on these days; else on its earliest assessment day."""
    made = make_result(numbers_by_grade={"measured": 1, "assumed": 3}, **manifest)
    return replace(made, report_days=days or (float(made.course.assessment_day),))


def with_session(made: Forecast, **changes) -> Forecast:
    """The forecast with changes to every session."""
    return replace(made, sessions=tuple(replace(item, **changes) for item in made.sessions))


def line(text: str, start: str) -> str:
    return next(item for item in text.splitlines() if item.startswith(start))


def test_the_table_reports_the_earliest_assessment_day():
    made = forecast()
    text = result_text(made)
    assert f"day {made.course.assessment_day}, the earliest assessment day" in text
    pores = next(item for item in made.outcomes if item.name == "pore_size")
    assert interval(pores.summary(made.course.assessment_day)) in line(text, "pore size")


def test_an_early_day_is_called_too_early():
    assert "TOO EARLY" in result_text(forecast(days=(30.0,)))


def test_missing_data_grade_share_known_and_purpose_are_printed():
    text = result_text(forecast())
    assert line(text, "pore size").endswith("none *")
    assert "* no monotherapy data" in text.splitlines()
    assert "4 numbers: 1 measured (25%), 3 assumed (75%)" in text
    assert "NOT A MEDICAL DEVICE" in text
    assert "caution" in text


def test_the_record_of_each_kind_of_outcome_is_printed_once_what_was_asked_for_first_and_in_full():
    made = forecast()
    text = " ".join(result_text(made).split())
    block = text[text.index("How past predictions fared") :]
    families = {item.family for item in made.outcomes}
    for family in families:
        assert block.count(f" {family_name(family)}: ") == 1, family
    assert track_record("acne_scar").of_family() in block
    asked = block.index(family_name("acne_scar"))
    assert all(asked <= block.index(f"{family_name(family)}: ") for family in families)


def test_equal_sessions_share_a_line():
    assert "day 0, 28, 56 " in result_text(forecast())


def test_numbing_and_products_have_a_line_for_all_days_alike():
    text = " ".join(result_text(forecast()).split())
    assert text.count("Numbing day 0, 28, 56: lidocaine 4 %, 45 min: numb down to") == 1
    assert f"in {13 / DRAWS:.0%} of draws, there from minute" in text
    assert text.count("Product day 0, 28, 56: ascorbic acid:") == 1
    assert "off-label, the device class excludes transdermal delivery" in text
    assert "granulomas" in text


def test_a_cream_that_never_gets_deep_enough_is_told_so():
    made = forecast()
    session: SessionResult = made.sessions[0]
    assert session.numbing
    never = replace(session.numbing, onset_min=np.full(DRAWS, np.nan), over_min=np.full(DRAWS, np.nan))
    text = result_text(with_session(made, numbing=never))
    assert "never as deep as the needles reach" in " ".join(text.split())


def test_an_overridden_stop_is_printed():
    stop = Finding("S13 pregnancy", "stop", "person.conditions", "wait until after", "docs/practice.md#x")
    first = result_text(replace(forecast(), overridden=(stop,))).splitlines()[0]
    assert first.startswith("FORECAST DESPITE A STOP: S13 pregnancy (wait until after).")


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_check_prints_person_plan_caps_and_findings(path):
    course = load_course(path)
    text = check_text(course)
    assert f"day {course.assessment_day}" in text
    days = " ".join(text.split()).replace(",", "").replace(":", "").split()
    assert {str(session.day) for session in course.sessions} <= set(days)
    assert 1 <= text.count("cap ") <= len(course.sessions)  # days alike share a line
    assert "caution" in text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.001, "0"), (0.125, "0.12"), (12.34, "12.3"), (1234, "1234")]
)
def test_numbers_have_as_many_digits_as_a_reader_can_use(value, text):
    assert fixed(value) == text


def test_intervals_and_tables():
    assert interval({"median": 0.5, "low80": 0.1, "high80": 2}, 100) == "50.0 [10.0 .. 200]"
    assert table([("a", "b"), ("long", "c")]) == ["a     b", "long  c"]
