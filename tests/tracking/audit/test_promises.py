"""Promise against result: shares of the way, one vote a client, half keep the middle where forecasts hold."""

from __future__ import annotations

import pytest

from helpers.tracking.clinic_results import clinic, record
from microneedling.tracking.audit.promises import promises


def test_rows_are_by_concern_and_sessions():
    found = promises([*clinic(30, 1, visits=3), record(concern="fine lines", sessions=2)])
    assert [(row.concern, row.sessions) for row in found] == [
        ("atrophic acne scar", 1), ("atrophic acne scar", 2), ("atrophic acne scar", 3), ("fine lines", 2),
    ]  # fmt: skip


def test_what_came_beside_what_was_promised():
    (row,) = promises(clinic(150, 2, shift=-1.0))
    assert row.difference.value == pytest.approx(-0.10, abs=0.03)
    assert row.difference.value == pytest.approx(row.came.value - row.promised.value)
    assert row.kept.value < 0.3
    (kept,) = promises(clinic(150, 2))
    assert kept.kept.holds(0.5)
    assert kept.inside_80.holds(0.8)


def test_an_instrument_is_a_relative_change_towards_the_better():
    (row,) = promises([record(scale="tewl", baseline=10.0, quantiles=(6, 7, 8, 9, 10), result=9.0)])
    assert row.promised.value == pytest.approx(0.2)
    assert row.came.value == pytest.approx(0.1)


def test_a_step_counts_by_how_much_of_it_is_kept():
    (row,) = promises([record(result=40.0, step=10.0)])
    assert row.kept.value == pytest.approx(0.5)
    (more,) = promises([record(result=42.0, step=10.0)])
    assert more.kept.value == pytest.approx(0.7)
