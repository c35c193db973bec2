"""A measurement that brings its own error: read from the table, weighed by it, refused where it has none."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling import InputError, Measurement, load_course
from microneedling.tracking.law import Reading
from microneedling.tracking.measurements import measurements_from_text
from microneedling.tracking.update import track

COURSE = "examples/tracking/acne_scars.toml"


def test_the_error_of_a_reading_is_its_own_where_it_is_told():
    usual, leniency = np.array([0.1, 0.2]), np.array([0.3, 0.3])
    assert Reading("x", 1, 0.0, "A", readings=4).spread(usual, leniency) == pytest.approx([0.05, 0.1])
    assert Reading("x", 1, 0.0, "A", error=0.02).spread(usual, leniency) == pytest.approx([0.02, 0.02])
    assert Reading("x", 1, 0.0, error=0.4).spread(usual, leniency) == pytest.approx([0.5, 0.5])


def test_an_error_is_a_column_that_may_be_empty():
    text = "day,scale,value,error\n0,pore_diameter,300,6\n90,pore_diameter,280,\n"
    assert [row.error for row in measurements_from_text(text)] == [6, None]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("90,pore_diameter,280,0", "error"),
        ("90,pore_diameter,280,small", "error"),
        ("9,redness_days,3,1", "error"),
    ],
)
def test_an_error_that_is_none_is_a_mistake(row, place):
    with pytest.raises(InputError, match=place):
        measurements_from_text(f"day,scale,value,error\n{row}\n", course=load_course(COURSE))


def test_a_more_exact_reading_narrows_the_forecast_more_and_has_the_smaller_detectable_change():
    course = load_course(COURSE)
    found = []
    for error in (30.0, 3.0):
        rows = [
            Measurement(day=day, scale="pore_diameter", value=value, rater="photo", error=error)
            for day, value in ((0, 300.0), (84, 285.0))
        ]
        answer = track(course, rows, draws=24, advise=False)
        (outcome,) = [one for one in answer.outcomes if one.scale == "pore_diameter"]
        low, _, high = outcome.now[:, -1]
        found.append((high - low, outcome.points[-1].detectable))
    assert found[1][0] < found[0][0]
    assert found[1][1] == pytest.approx(found[0][1] / 10, rel=0.05)
