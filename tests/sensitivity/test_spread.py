"""Shares of a forecast's spread from its draws, against functions whose Sobol indices are known."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.sensitivity.spread import FEWEST_DRAWS, normal_scores, spread


def _draws(count: int, numbers: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, numbers))


def _shares(y, draws) -> dict[str, float]:
    keys = [f"n{j}" for j in range(draws.shape[1])]
    return {item.key: item.share for item in spread("y", y, keys, normal_scores(draws)).shares}


def test_shares_are_first_order_sobol_indices():
    z = _draws(3000, 40)
    y = 2 * z[:, 0] + (z[:, 1] ** 2 - 1) + 0.5 * z[:, 2] + z[:, 3] * z[:, 4]
    variance = 4 + 2 + 0.25 + 1
    found = _shares(y, z)
    assert list(found)[:3] == ["n0", "n1", "n2"]
    assert found["n0"] == pytest.approx(4 / variance, abs=0.03)
    assert found["n1"] == pytest.approx(2 / variance, abs=0.03)
    assert found["n2"] == pytest.approx(0.25 / variance, abs=0.015)
    # what two numbers do only together is nobody's own share
    assert sum(found.get(key, 0.0) for key in ("n3", "n4")) < 0.02
    assert sum(found.values()) == pytest.approx((variance - 1) / variance, abs=0.03)


def test_the_shape_of_a_prior_does_not_matter():
    z = _draws(800, 12)
    y = z[:, 0] + 0.5 * z[:, 1]
    assert _shares(y, np.exp(3 * z)) == pytest.approx(_shares(y, z))


def test_correlated_draws_share_what_they_explain_together():
    z = _draws(4000, 6)
    z[:, 1] = 0.8 * z[:, 0] + 0.6 * z[:, 1]
    found = _shares(z[:, 0] + z[:, 1], z)
    assert found["n0"] == pytest.approx(0.5, abs=0.03)
    assert found["n1"] == pytest.approx(0.5, abs=0.03)


def test_chance_is_not_taken_for_a_cause():
    found = [
        len(_shares(np.random.default_rng(100 + seed).standard_normal(400), _draws(400, 100, seed)))
        for seed in range(20)
    ]
    assert np.mean(found) < 1.5


def test_standard_errors_are_as_large_as_the_scatter():
    misses = []
    for seed in range(60):
        z = _draws(400, 10, seed)
        noise = np.random.default_rng(1000 + seed).standard_normal(400)
        first = spread("y", z[:, 0] + noise, [f"n{j}" for j in range(10)], normal_scores(z)).shares[0]
        misses.append((first.share - 0.5) / first.standard_error)
    assert abs(np.mean(misses)) < 0.5
    assert 0.7 < np.std(misses) < 1.4


def test_failed_draws_and_too_few_draws():
    z = _draws(600, 5)
    y = z[:, 0].copy()
    y[::7] = np.nan
    found = spread("y", y, list("abcde"), normal_scores(z))
    assert found.draws == int(np.isfinite(y).sum())
    assert found.explained == pytest.approx(1.0, abs=0.02)
    few = slice(0, FEWEST_DRAWS - 1)
    assert spread("y", z[few, 0], list("abcde"), normal_scores(z[few])).shares == ()
    assert spread("y", np.full(600, 3.0), list("abcde"), normal_scores(z)).shares == ()
