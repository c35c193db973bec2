"""The drawing: axes, ticks, areas above a level, whole counts, and words for numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microneedling.figures.clock import LABELS
from microneedling.figures.fan import Fan, extent, fan_levels
from microneedling.figures.maps import runs_above
from microneedling.figures.skin import spots, whole_counts
from microneedling.figures.svg import Axis, pixel, tag, ticks, week_ticks
from microneedling.phrases import CLOCK_WORDS, chance_words, number, percent_change, signed, with_unit

finite = st.floats(-1e6, 1e6)


def test_tag_escapes_what_is_not_markup():
    assert tag("text", "<b>", class_='a"b') == '<text class="a&#34;b">&lt;b&gt;</text>'


@given(finite, st.floats(1e-3, 1e6))
def test_ticks_lie_within_and_are_few(low, span):
    found = ticks(low, low + span, 4)
    assert len(found) <= 6
    assert all(low - 1e-6 * span <= value <= low + span * (1 + 1e-6) for value in found)


@given(st.floats(1, 4000))
def test_weeks_fit(last_day):
    assert len(week_ticks(last_day)) <= 8


def test_axis_ends_meet_its_pixels():
    axis = Axis(0.1, 100, 10, 310, log=True)
    assert axis(0.1) == pytest.approx(10)
    assert axis(100) == pytest.approx(310)
    assert Axis(0, 2, 100, 0)(1) == pytest.approx(50)


def test_pixel_has_no_negative_zero():
    assert [pixel(value) for value in (-0.01, 1.0, 2.25)] == ["0", "1", "2.2"]


def test_runs_above_cross_where_the_line_does():
    day, values = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 2.0, 0.0, 4.0])
    assert runs_above(day, values, 1.0) == [(0.5, 1.5), (2.25, 3.0)]
    assert runs_above(day, values, 5.0) == []


@given(st.lists(st.floats(0, 40), min_size=1, max_size=30))
def test_whole_counts_keep_the_sum(expected):
    counts = whole_counts(np.array(expected))
    assert np.all(counts >= 0)
    assert abs(counts.sum() - sum(expected)) <= 0.5 + 1e-9


def test_marks_stay_in_place_when_more_come():
    assert np.array_equal(spots(3, 5), spots(3, 9)[:5])


def _fan(change: np.ndarray, day: np.ndarray, **more) -> Fan:
    given_ = {
        "smallest_change": 1.0,
        "noticed_from": 1.0,
        "session_days": (0.0,),
        "assessment_day": 90.0,
    } | more
    return Fan("fan", "Made up", "grade", "lower is better", day, fan_levels(change), **given_)


def test_short_spike_does_not_set_the_scale():
    day = np.array([0.0, 1.0, 20.0, 90.0])
    fan = _fan(np.array([[0.0, 50.0, -1.0, -2.0]]), day)
    low, high = extent(fan)
    assert -3 < low < -2
    assert high < 1


def test_change_is_told_no_finer_than_it_can_be_seen():
    fan = _fan(np.zeros((2, 2)), np.array([0.0, 100.0]))
    assert fan.told(5e-14) == "0"
    assert fan.told(-0.6789) == "−0.68"


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (1234.5, "1,200"), (0.0567, "0.057"), (-3.0, "−3"), (99.9, "100"), (float("nan"), "–")],
)
def test_number(value, words):
    assert number(value) == words


def test_words():
    assert signed(0.5) == "+0.5"
    assert percent_change(0.123) == "+12 %"
    assert percent_change(0.0001) == "no change"
    assert with_unit("−1", "grade") == "−1 grade"
    assert with_unit("−0.5", "grade") == "−0.5 grades"


@given(st.floats(0, 1))
def test_chance_never_promises(chance):
    words = chance_words(chance)
    assert words.startswith(("about", "fewer than 1 in 20", "more than 19 in 20"))
    assert "10 in 10" not in words
    assert "0 in 10" not in words


def test_the_words_of_the_clock_fit_beside_its_strips():
    letter_px, gap_px = 6.4, 12  # of the page's labels, on average
    assert all(letter_px * len(words) < LABELS - gap_px for words, _ in CLOCK_WORDS.values())
