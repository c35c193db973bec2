"""What is seen on one day in numbers: means over the upper dermis against the first day."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.report_result import make_result
from microneedling.figures.alive.frames import frames_of
from microneedling.figures.alive.telling import (
    BELOW_MM,
    disorder_words,
    seen_on,
    since_session,
    telling_days,
)


@pytest.fixture(scope="module")
def frames():
    return frames_of(make_result())


def test_sessions_early_days_and_the_end_are_told(frames):
    days = telling_days(frames)
    assert {0.0, 28.0, 56.0, 1.0, 7.0, 400.0} <= set(days)
    assert days == sorted(days)
    assert telling_days(frames_of(make_result(sessions=0, until_day=120))) == [0.0, 120.0]


def test_before_the_first_session_everything_is_at_baseline(frames):
    seen = seen_on(frames, 0.0)
    assert (seen["open"], seen["neutrophils"]) == (0.0, pytest.approx(20.0))
    for name in ("macrophages", "new collagen", "mature collagen", "epidermis", "melanin"):
        assert seen[name] == pytest.approx(1.0), name


def test_means_are_weighted_by_thickness_down_to_below_the_papillary_dermis(frames):
    thick = np.diff(frames.faces_mm)
    middle = 0.5 * (frames.faces_mm[1:] + frames.faces_mm[:-1])
    upper = middle <= frames.ends_mm[2] + BELOW_MM
    place = int(np.searchsorted(frames.day, 7.0))
    now = frames.series["collagen_new"][place]
    expected = (now * thick)[upper].sum() / (frames.baseline["collagen_new"] * thick)[upper].sum()
    assert seen_on(frames, float(frames.day[place]))["new collagen"] == pytest.approx(expected)
    assert 0 < upper.sum() < upper.size


def test_days_between_two_frames_lie_on_the_line_between_them(frames):
    early, late = (float(day) for day in frames.day[-2:])
    ends = [seen_on(frames, day)["mature collagen"] for day in (early, late)]
    assert seen_on(frames, (early + late) / 2)["mature collagen"] == pytest.approx(np.mean(ends))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (0.0, "session 1"),
        (0.25, "6 hours after session 1"),
        (1.0, "1 day after session 1"),
        (28.0, "session 2"),
        (400.0, "344 days after session 3"),
        (-1.0, "before any session"),
    ],
)
def test_a_day_is_told_by_its_session(frames, day, words):
    assert since_session(frames, day) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "none"),
        (0.0004, "less than 0.1 %"),
        (0.0005, "0.1 %"),
        (0.0031, "0.3 %"),
        (0.02, "2.0 %"),
        (0.12, "12 %"),
    ],
)
def test_what_healed_in_disorder_is_told_as_much_as_it_is(share, words):
    assert disorder_words(share) == words
