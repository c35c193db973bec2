"""Raters compared: who agrees, who stands above the others, who drifts."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from helpers.tracking.clinic_results import OPENED, record
from microneedling.tracking.audit.raters import AGREE, DISAGREE, FEW, compare_raters


def judged_twice(count: int, bias: float, noise: float, drift: float = 0.0, blinded: bool | None = None):
    random = np.random.default_rng(6)
    found = []
    for number in range(count):
        true = 10 + 60 * random.random()
        seen = OPENED + timedelta(days=6 * number)
        late = drift * number * 6 / 365.25
        for rater, more in (("A", 0.0), ("B", bias + late)):
            read = float(np.clip(true + more + noise * random.standard_normal(), -100, 100))
            found.append(record(client=f"C-{number}", seen=seen, rater=rater, result=read, blinded=blinded))
    return found


def test_raters_who_agree_and_raters_who_do_not():
    assert compare_raters(judged_twice(60, 0, 4)).pairs[0].verdict == AGREE
    assert compare_raters(judged_twice(60, 0, 60)).pairs[0].verdict == DISAGREE


def test_a_level_of_ones_own_is_told_in_shares_of_the_way():
    found = compare_raters(judged_twice(60, 12, 4))
    a, b = found.raters
    assert b.over_others is not None
    assert b.over_others.value == pytest.approx(0.12, abs=0.03)
    assert a.over_others is not None
    assert a.over_others.value == pytest.approx(-b.over_others.value)
    assert found.pairs[0].difference.value == pytest.approx(a.over_others.value)
    low, high = found.pairs[0].limits
    assert low < found.pairs[0].difference.value < high


def test_drift_of_one_is_found_and_stillness_is_not():
    moving = compare_raters(judged_twice(60, 0, 4, drift=15)).raters[1].drift_per_year
    still = compare_raters(judged_twice(60, 0, 4)).raters[1].drift_per_year
    assert moving is not None
    assert moving.value == pytest.approx(0.15, abs=0.05)
    assert not moving.holds(0)
    assert still is not None
    assert still.holds(0)


def test_few_get_no_verdict_and_a_pair_that_never_met_is_no_pair():
    assert compare_raters(judged_twice(6, 0, 4)).pairs[0].verdict == FEW
    apart = [record(client=f"C-{k}", rater="AB"[k % 2]) for k in range(30)]
    found = compare_raters(apart)
    assert found.pairs == ()
    assert found.raters[0].over_others is None


def test_instruments_and_the_unnamed_are_left_out():
    found = compare_raters([record(rater=""), record(scale="tewl", baseline=10.0, rater="A", result=9.0)])
    assert found.raters == ()


def test_blinding_is_told_where_it_is_known():
    assert compare_raters(judged_twice(12, 0, 4, blinded=True)).raters[0].blinded_share == 1
    assert compare_raters(judged_twice(12, 0, 4)).raters[0].blinded_share is None
