"""Crossings of a level on straight lines, at the ends of what was followed, and where there is none."""

from __future__ import annotations

import numpy as np

from microneedling.crossings import first_rise, last_fall

AT = np.array([0.0, 10.0, 20.0, 30.0])
CURVE = np.array([[0.0, 0.4, 0.4, 0.0], [0.0, 0.1, 0.1, 0.0], [0.3, 0.3, 0.3, 0.3], [0.0, 0.4, 0.0, 0.4]])
LEVEL = np.full(4, 0.2)


def test_crossings_lie_on_straight_lines_between_the_points():
    np.testing.assert_allclose(first_rise(AT, CURVE, LEVEL), [5.0, np.nan, 0.0, 5.0])
    np.testing.assert_allclose(last_fall(AT, CURVE, LEVEL), [25.0, np.nan, 30.0, 30.0])


def test_the_caller_says_what_never_and_always_mean():
    assert first_rise(AT, CURVE, LEVEL, never=-1.0)[1] == -1.0
    found = last_fall(AT, CURVE, LEVEL, never=0.0, always=np.inf)
    assert found.tolist() == [25.0, 0.0, np.inf, np.inf]


def test_a_mask_may_end_the_search_before_a_later_rise():
    inside = np.array([[False, True, False, False]])
    assert last_fall(AT, CURVE[3:], LEVEL[3:], inside=inside)[0] == 15.0


def test_each_row_may_have_points_of_its_own():
    at = AT * np.array([[1.0], [1.0], [1.0], [2.0]])
    assert last_fall(at, CURVE[::-1], LEVEL)[3] == 50.0


def test_a_point_at_the_level_is_inside():
    assert first_rise(AT, np.array([[0.0, 0.2, 0.4, 0.4]]), LEVEL[:1])[0] == 10.0
    assert last_fall(AT, np.array([[0.4, 0.2, 0.2, 0.0]]), LEVEL[:1])[0] == 20.0
