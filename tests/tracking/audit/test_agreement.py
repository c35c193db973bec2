"""Agreement of raters against numbers printed in the papers that brought these measures."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.tracking.audit.agreement import icc, limits_of_agreement, resampled, weighted_kappa

SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)  # six targets, four judges; ICC(2,1) 0.29
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_icc_of_shrout_and_fleiss():
    assert icc(SHROUT_FLEISS) == pytest.approx(0.29, abs=0.005)


def test_limits_of_bland_and_altman():
    mean, low, high = limits_of_agreement(np.array([WRIGHT, MINI], float).T)
    assert mean == pytest.approx(-2.1, abs=0.05)
    assert (low, high) == pytest.approx((-78.1, 73.9), abs=0.2)  # -2.1 -+ 1.96 x 38.8; they round 1.96 to 2


def test_kappa_by_hand():
    """Two raters, four things, grades 1 1 2 3 and 1 2 2 3: o = 1/4, e = the mean over all pairs, 1.0625."""
    scores = np.array([[1, 1], [1, 2], [2, 2], [3, 3]], float)
    assert weighted_kappa(scores) == pytest.approx(1 - 0.25 / 1.25)
    assert weighted_kappa(scores[:, ::-1]) == pytest.approx(weighted_kappa(scores))


def test_quadratic_kappa_is_nearly_the_icc():
    random = np.random.default_rng(4)
    true = random.integers(1, 5, 400)
    scores = np.clip(true[:, None] + random.integers(-1, 2, (400, 2)), 1, 4).astype(float)
    assert weighted_kappa(scores) == pytest.approx(icc(scores), abs=0.01)


def test_full_agreement_and_none():
    same = np.array([[1, 1], [2, 2], [4, 4]], float)
    assert icc(same) == pytest.approx(1)
    assert weighted_kappa(same) == pytest.approx(1)
    assert np.isnan(icc(np.ones((4, 2))))
    assert np.isnan(weighted_kappa(np.ones((4, 2))))


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say():
    """True ICC 0.5, sixty things, nine in ten: of 60 samples 54; fewer than 46 has a chance of 0.3 %."""
    held = 0
    for seed in range(60):
        random = np.random.default_rng(seed)
        scores = random.standard_normal((60, 1)) + random.standard_normal((60, 2))
        low, high = resampled(scores, icc)
        held += low <= 0.5 <= high
    assert held >= 46
