"""The read-outs on tissue that the healing model made, not on made-up courses."""

import numpy as np
import pytest

from microneedling.course.reading import parse_course
from microneedling.course.simulate import simulate
from microneedling.evidence.registry import Values, registry

COURSE = """
format = 1
title = "read-outs on real tissue"
[person]
age_year = 40
sex = "female"
phototype = "III"
site = "cheek"
photoageing = 0.3
[[concern]]
kind = "atrophic acne scar"
subtype = "mixed"
[[concern]]
kind = "atrophic acne scar"
subtype = "icepick"
[[concern]]
kind = "atrophic acne scar"
subtype = "rolling"
[[concern]]
kind = "melasma"
[[concern]]
kind = "striae alba"
[[concern]]
kind = "surgical scar"
[instrument.pen]
kind = "pen"
needle_count = 12
needle_diameter_mm = 0.25
needle_length_mm = 2.0
frequency_hz = 90
tip_width_mm = 8
[follow_up]
until_day = 200
"""
SESSION = """
[[session]]
day = {day}
instrument = "pen"
depth_mm = 1.5
passes = 4
glide_speed_mm_per_s = 40
"""


def outcomes(count: int, values: Values | None = None) -> dict:
    text = COURSE + "".join(SESSION.format(day=28 * index) for index in range(count))
    result = simulate(parse_course(text, "test"), days=(200.0,), values=values or registry().nominal())
    return {item.name: item for item in result.outcomes} | {"harm": result.harm}


@pytest.fixture(scope="module")
def by_sessions():
    return {count: outcomes(count) for count in (0, 1, 2, 3, 4)}


def test_nothing_happens_without_a_session_but_that_years_pass():
    still = outcomes(0, registry().nominal().with_values({"ageing.pace": 0.0}))
    for name, item in still.items():
        if name != "harm":
            assert np.abs(item.change).max() < 1e-6 * max(1.0, np.abs(item.baseline).max()), name


def test_half_a_year_without_a_session_leaves_skin_a_little_older(by_sessions):
    for name, item in by_sessions[0].items():
        if name != "harm":
            assert (item.better or 1) * item.change[0, -1] <= 0, name
            assert np.abs(item.change).max() < 0.06 * max(1.0, np.abs(item.baseline).max()), name
    assert by_sessions[0]["harm"].downtime_days[0] == 0


def test_more_sessions_help_and_each_adds_less(by_sessions):
    for name in ("acne_scar_rolling_improvement", "acne_scar_mixed_improvement", "firmness"):
        gains = [float((item[name].better * item[name].at(200.0))[0]) for item in by_sessions.values()]
        steps = np.diff(gains)
        assert (steps > 0).all(), name
        assert steps[-1] < steps[0], name


def test_icepick_scars_gain_least(by_sessions):
    course = by_sessions[4]
    gain = {
        name: course[f"acne_scar_{name}_improvement"].at(200.0)[0] for name in ("rolling", "mixed", "icepick")
    }
    assert gain["rolling"] > gain["mixed"] > gain["icepick"] > 0


def test_redness_and_downtime_last_days_not_weeks(by_sessions):
    harm = by_sessions[4]["harm"]
    assert 0.1 < harm.erythema_days[0] < 7
    assert harm.erythema_days[0] <= harm.downtime_days[0] < 14
    assert 0 < harm.pih_probability[0] < 0.2
