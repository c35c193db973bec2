"""Numbers, shares and chances as a person would say them."""

from __future__ import annotations

import math

import pytest

from microneedling.phrases import percent_words


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
