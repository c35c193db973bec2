"""Which readings are predicted with their study left out, and which by what never saw it."""

from __future__ import annotations

from microneedling.studies.published import likelihood_readings, reported
from microneedling.validation.held_out import evenly, never_learnt_from


def test_a_study_learnt_from_is_never_called_held_out_not_even_for_its_harms():
    learnt = {row.study for row in likelihood_readings()}
    fresh = never_learnt_from()
    assert fresh
    assert learnt.isdisjoint(row.study for row in fresh)
    assert {row.row for row in reported() if row.study in learnt} >= {"S001", "S004", "S006", "S057"}
    assert len(fresh) < len([row for row in reported() if not row.likelihood])


def test_draws_are_taken_evenly():
    assert evenly(5, 10).tolist() == [0, 1, 2, 3, 4]
    assert evenly(101, 3).tolist() == [0, 50, 100]
