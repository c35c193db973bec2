"""One draw has no interval, in no answer's JSON."""

from __future__ import annotations

from helpers.course_files import EXAMPLES
from microneedling.answers.nominal import without_intervals
from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate


def test_ends_are_null_wherever_they_stand_and_nothing_else_changes():
    one = {"median": 1.0, "low80": 1.0, "high80": 1.0}
    told = without_intervals({"a": [one, 2], "channel_depth_mm": one, "low80": 3})
    gone = {"median": 1.0, "low80": None, "high80": None}
    assert told == {"a": [gone, 2], "channel_depth_mm": one, "low80": 3}


def test_a_nominal_forecast_says_so_and_has_no_interval():
    nominal, drawn = (simulate(load_course(EXAMPLES[0]), draws=draws) for draws in (1, 8))
    told = nominal.to_json()
    assert told["nominal"] is True
    point = told["outcomes"][0]["at"][0]
    assert point["low80"] is None
    assert point["high80"] is None
    assert told["harm"]["downtime_days"]["low80"] is None
    assert "80 % range" not in " ".join(item.words(90) for item in nominal.outcomes)
    assert drawn.to_json()["nominal"] is False
    assert drawn.to_json()["outcomes"][0]["at"][0]["low80"] is not None
