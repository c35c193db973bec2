"""The printed answers say the honest day, the evidence, and how much is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from microneedling.cli.printed.course import check_text, result_text
from microneedling.cli.text import table
from microneedling.course.reading import load_course
from microneedling.phrases import fixed, interval

EXAMPLES = Path(__file__).parents[2] / "examples"
COURSE = load_course(EXAMPLES / "acne_scars_cheek.toml")


def at(day: float, median: float) -> dict:
    return {
        "day": day,
        "median": median,
        "low80": median - 1,
        "high80": median + 1,
        "chance_of_noticeable": 0.4,
    }


def answer(days=(30, 174)) -> dict:
    spread = {"median": 0.5, "low80": 0.25, "high80": 1.0}
    session = {"density_per_cm2": 2700.2, "reach_mm": spread, "bleeding_fraction": 0.48, "pain_vas": spread}
    outcome = {"scale": "pore_diameter", "unit": "um", "direction": "lower is better", "grade": "none"}
    return {
        "sessions": [{"day": day, **session} for day in (0, 28)],
        "outcomes": [
            {"name": "pore_size", "monotherapy_data": False, **outcome, "at": [at(day, -day) for day in days]}
        ],
        "harm": {name: dict(spread) for name in ("erythema_days", "downtime_days", "pih_probability")},
        "manifest": {"numbers_by_grade": {"measured": 1, "assumed": 3}, "draws": 400, "seed": 1},
    }


def test_the_table_reports_the_honest_assessment_day():
    text = result_text(answer(), COURSE)
    assert "day 174, the honest assessment day" in text
    assert "-174 [-175 .. -173]" in text


def test_an_early_day_is_called_too_early():
    assert "TOO EARLY" in result_text(answer(days=(30,)), COURSE)


def test_missing_data_grade_share_known_and_purpose_are_printed():
    text = result_text(answer(), COURSE)
    assert "no monotherapy data" in text
    assert "4 numbers: 1 measured (25%), 3 assumed (75%)" in text
    assert "NOT A MEDICAL DEVICE" in text
    assert "caution" in text


def test_equal_sessions_share_a_line():
    assert "day 0, 28" in result_text(answer(), COURSE)


def test_numbing_and_products_have_a_line_for_all_days_alike():
    told = answer()
    spread = {"median": 0.5, "low80": 0.25, "high80": 1.0}
    cream = {"product": "EMLA", "minutes": 60.0, "numbed_depth_mm": spread, "chance_of_numb_at_reach": 0.45}
    minutes = {"onset_min": spread, "over_min": {**spread, "high80": 300.0}}
    product = {"name": "ascorbic acid", "effect_share": spread, "off_label": True, "granuloma_warning": True}
    for session in told["sessions"]:
        session |= {"numbing": cream | minutes, "delivered": [product]}
    text = " ".join(result_text(told, COURSE).split())
    assert text.count("Numbing day 0, 28: EMLA, 60 min: numb down to 0.50 [0.25 .. 1.00] mm") == 1
    assert "in 45% of draws, there from minute 0.50 [0.25 .. 1.00] to 0.50 [0.25 .. 300]" in text
    assert text.count("Product day 0, 28: ascorbic acid: 50.0 [25.0 .. 100] % of its full effect") == 1
    assert "off-label, the device class excludes transdermal delivery" in text
    assert "granulomas" in text


def test_a_cream_that_never_gets_deep_enough_is_told_so():
    told = answer()
    spread = {"median": 0.5, "low80": 0.25, "high80": 1.0}
    told["sessions"][0]["numbing"] = {
        "product": "EMLA",
        "minutes": 5.0,
        "numbed_depth_mm": spread,
        "chance_of_numb_at_reach": 0.0,
        "onset_min": None,
        "over_min": None,
    }
    assert "never as deep as the needles reach" in " ".join(result_text(told, COURSE).split())


def test_an_overridden_stop_is_printed():
    told = answer()
    told["manifest"]["despite_stop"] = ["S12 keloid tendency"]
    assert "FORECAST DESPITE STOP: S12 keloid tendency" in result_text(told, COURSE)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_check_prints_person_plan_caps_and_findings(path):
    course = load_course(path)
    text = check_text(course)
    assert f"day {course.assessment_day}" in text
    assert text.count("cap ") == len(course.sessions)
    assert "caution" in text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.001, "0"), (0.125, "0.12"), (12.34, "12.3"), (1234, "1234")]
)
def test_numbers_have_as_many_digits_as_a_reader_can_use(value, text):
    assert fixed(value) == text


def test_intervals_and_tables():
    assert interval({"median": 0.5, "low80": 0.1, "high80": 2}, 100) == "50.0 [10.0 .. 200]"
    assert table([("a", "b"), ("long", "c")]) == ["a     b", "long  c"]
