"""Checks of draws: they pass what is right and, which matters more, fail what is wrong."""

from __future__ import annotations

import json

import numpy as np
import pytest

from microneedling.calibration.checks import (
    bulk_ess,
    learned,
    predictive_p,
    rank_rhat,
    tail_ess,
    uniformity,
)
from microneedling.evidence.posterior import FOLDER, account, shipped
from microneedling.streams import generator


def test_agreeing_seeds_have_rhat_one_and_as_much_ess_as_draws():
    draws = generator(1, "agree").standard_normal((4, 500, 20))
    assert rank_rhat(draws).max() < 1.02
    assert 1200 < np.median(bulk_ess(draws)) < 2800
    assert 1000 < np.median(tail_ess(draws)) < 2800


def test_seeds_in_two_places_or_of_two_widths_are_found():
    draws = generator(1, "disagree").standard_normal((4, 500, 2))
    draws[0, :, 0] += 1.0
    draws[0, :, 1] *= 3.0
    rhat = rank_rhat(draws)
    assert (rhat > 1.05).all()  # the second only by the folded ranks
    assert bulk_ess(draws)[0] < 50
    assert tail_ess(draws)[1] < 200


def test_rhat_of_ranks_does_not_mind_heavy_tails():
    draws = np.tan(np.pi * (generator(2, "cauchy").uniform(size=(4, 500, 1)) - 0.5))
    assert rank_rhat(draws)[0] < 1.02


def test_ess_of_an_autoregression_is_its_known_share():
    phi, random = 0.8, generator(3, "ar")
    x = np.zeros((4, 4000))
    shocks = random.standard_normal(x.shape) * np.sqrt(1 - phi**2)
    x[:, 0] = random.standard_normal(4)
    for step in range(1, x.shape[1]):
        x[:, step] = phi * x[:, step - 1] + shocks[:, step]
    assert bulk_ess(x)[0] == pytest.approx(x.size * (1 - phi) / (1 + phi), rel=0.15)


def test_what_the_validation_page_says_of_the_draws_is_what_arviz_says_of_those_shipped():
    """The page tells of all unknowns, the effects of studies included; those shipped are the numbers alone."""
    found, told = shipped(), account()
    assert found is not None
    draws = found.z.astype(float).reshape(len(told["seeds"]), -1, len(found.names))
    page = json.loads((FOLDER / "validation.json").read_text(encoding="utf-8"))["diagnostics"]
    assert rank_rhat(draws).max() <= page["rhat_max"] + 0.001
    assert (rank_rhat(draws) > 1.05).sum() <= page["rhat_over_1_05"]


def test_contraction_and_shift_of_known_draws():
    z = generator(4, "learned").standard_normal((4000, 2)) * [1.0, 0.5] + [0.0, 1.5]
    found = learned(z)
    assert found.contraction == pytest.approx([0.0, 0.75], abs=0.05)
    assert found.shift == pytest.approx([0.0, 1.5], abs=0.05)


def test_predictive_p_counts_ties_half_and_leaves_failures_out():
    replicated = np.array([[1.0, 0.0], [2.0, 0.0], [3.0, np.nan], [4.0, 0.0]])
    assert predictive_p(np.array([2.0, 0.0]), replicated) == pytest.approx([0.625, 0.5])


def test_uniformity_rejects_a_bias_and_keeps_its_level():
    random = generator(8, "ranks")
    even = uniformity(random.integers(0, 100, (200, 400)), 99)
    assert 0.0 < np.mean(even.chi_square_p < 0.05) < 0.1
    assert 0.0 < np.mean(even.ecdf_p < 0.05) < 0.1
    tilted = np.minimum(random.integers(0, 100, (200, 3)) + 15, 99)
    assert not uniformity(tilted, 99).passes()
