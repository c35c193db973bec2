"""Words: plain, in the right direction, never a promise."""

import pytest

from microneedling.observation import words


@pytest.mark.parametrize(
    ("size", "unit", "text"),
    [
        (0.05, "grade", "less than a quarter of a grade"),
        (0.5, "grade", "about half a grade"),
        (1.0, "category", "about one category"),
        (2.1, "grade", "about 2 grades"),
        (-12.3, "points", "about 12 points"),
        (0.034, "ratio", "about 0.034"),
        (35.2, "%", "about 35 %"),
    ],
)
def test_amounts(size, unit, text):
    assert words.amount(size, unit) == text


def test_nothing_likely_is_said_plainly():
    text = words.forecast(-0.1, -0.3, 0.0, 0.03, "grade", -1)
    assert text == "No visible change likely: fewer than 1 in 20 such people would see a difference."
    assert "setback" in words.forecast(0.2, -0.1, 0.8, 0.02, "grade", -1)


def test_better_and_worse_follow_the_direction_of_the_scale():
    assert "better" in words.forecast(-1.0, -1.6, -0.4, 0.5, "grade", -1).split("(")[0]
    assert "better" in words.forecast(30, 10, 55, 0.6, "%", 1).split("(")[0]
    assert "0.5 grades worse to 1.6 grades better" in words.forecast(-1.0, -1.6, 0.5, 0.5, "grade", -1)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.75, 0.95, 1.0])
def test_no_sentence_promises(share):
    text = words.forecast(-1.0, -1.6, -0.4, share, "grade", -1).lower()
    for promise in ("will", "guarantee", "certain", "always", "everyone", "10 in 10"):
        assert promise not in text
    assert "such people" in text


def test_a_range_is_told_in_numbers_so_that_its_ends_differ():
    assert "(80 % range: 0.95 to 1.4 grades better)" in words.forecast(-1.18, -1.38, -0.95, 0.6, "grade", -1)
    assert "(80 % range: 0.2 grades worse to 1.4 grades better)" in words.forecast(
        -0.6, -1.4, 0.2, 0.6, "grade", -1
    )
    assert "(80 % range: 0.5 to 1 grades worse)" in words.forecast(0.8, 0.5, 1.0, 0.6, "grade", -1)


def test_the_same_figure_gets_the_same_word():
    low, high = (words.forecast(-1.0, -1.6, -0.4, share, "grade", -1) for share in (0.66, 0.74))
    assert "likely; about 7 in 10" in low
    assert "likely; about 7 in 10" in high


def test_what_prints_as_nothing_is_no_setback():
    assert "setback" not in words.forecast(0.0, -1e-6, 1e-7, 0.0, "g/m2/h", 1)
    assert not words.setback(-0.004, 0.0, 1)
    assert words.setback(-0.02, 0.0, 1)
