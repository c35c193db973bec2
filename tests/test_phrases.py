"""Numbers, shares and chances as a person would say them."""

from __future__ import annotations

import math

import pytest

from microneedling.phrases import percent_words, with_unit


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.25, "25 %"), (0.0012, "0.12 %"), (0.0004, "below 0.1 %"), (1.0, "100 %"), (math.nan, "–")],
)
def test_a_share_is_told_in_percent(share, told):
    assert percent_words(share) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.0, "fewer than 1 in 64"), (1 / 64, "1.6 %"), (63 / 64, "98 %"), (1.0, "more than 63 in 64")],
)
def test_a_share_that_was_counted_is_no_surer_than_what_was_counted(share, told):
    assert percent_words(share, 64) == told


def test_units_are_written_as_people_do():
    assert [with_unit("20", unit) for unit in ("um", "g/m2/h", "%", "")] == [
        "20 µm",
        "20 g/m²/h",
        "20 %",
        "20",
    ]
    assert (with_unit("+1", "grade"), with_unit("2", "grade")) == ("+1 grade", "2 grades")
