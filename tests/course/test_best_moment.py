"""The best moment of a course that turns round is told; of one that stays, nothing is."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.course.chances import best_moment
from microneedling.observation.forecast import OutcomeForecast

DAY = np.array([0.0, 28, 56, 70, 140, 238])


def outcome(*middle: float, direction="lower is better", **more) -> OutcomeForecast:
    """An outcome whose middle draw moves like this; one draw below, one above, and one that failed."""
    spread = np.array([0.5, 1.0, 1.5, np.nan])[:, None]
    return OutcomeForecast(
        name="melasma",
        label="melasma",
        scale="mmasi",
        unit="points",
        direction=direction,
        certainty="low",
        monotherapy_data=True,
        note="",
        baseline=np.full(4, 12.0),
        day=DAY,
        change=spread * np.array(middle, float),
        smallest=np.ones(4),
        noticeable=np.ones(4),
        **more,
    )


def test_a_course_that_turns_round_says_when_it_is_best_and_what_is_lost():
    best = best_moment(outcome(0, -1, -3, -4, -3, -0.2), from_day=56)
    assert best is not None
    assert (best.day, best.gain, best.last_day) == (70, 4, 238)
    assert best.last_gain == pytest.approx(0.2)
    assert (
        best.words()
        == "Best around week 10, about 4 points better; by week 34 nearly all of that is lost again."
    )


@pytest.mark.parametrize(
    ("end", "lost"),
    [(-3, "about a quarter"), (-2.5, "about a third"), (-2, "about half"), (-1, "most"), (1, "all")],
)
def test_how_much_is_lost_is_told_in_words(end, lost):
    best = best_moment(outcome(0, -1, -3, -4, -3.5, end), from_day=56)
    assert best is not None
    assert best.lost == lost


@pytest.mark.parametrize(
    "item",
    [
        outcome(0, -1, -2, -3, -4, -4),  # still better at the end
        outcome(0, -1, -2, -3, -4, -3.5),  # keeps most
        outcome(0, 1, 2, 3, 2, 1),  # worse all along
        outcome(0, -1, -3, -4, -3, 0, plain=True),  # neither better nor worse
        outcome(*[np.nan] * 6),  # nothing could be computed
    ],
    ids=["rises", "keeps", "worse", "plain", "failed"],
)
def test_nothing_is_told_where_it_stays_or_never_gained(item):
    assert best_moment(item, from_day=56) is None


def test_a_fleeting_best_between_sessions_is_not_the_best_moment():
    best = best_moment(outcome(0, -6, -1, -4, -3, -1), from_day=56)
    assert best is not None
    assert best.day == 70


def test_a_rise_that_is_better_counts_upward():
    best = best_moment(outcome(0, 1, 3, 4, 3, 1, direction="higher is better"), from_day=56)
    assert best is not None
    assert (best.gain, best.lost) == (4, "most")
