"""What draws after the data say about each number: exact normal posteriors, and draws of nothing learnt."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.sensitivity.identify import identify

NAMES = [f"n{j}" for j in range(12)]


def _posterior(directions: np.ndarray, error: float, count: int = 4000, seed: int = 1) -> np.ndarray:
    """Draws of N(0, 1) numbers after readings of `directions` (reading, number) with `error`."""
    precision = np.eye(directions.shape[1]) + directions.T @ directions / error**2
    covariance = np.linalg.inv(precision)
    return np.random.default_rng(seed).multivariate_normal(np.zeros(len(covariance)), covariance, count)


def test_a_number_that_was_measured_is_learnt():
    found = identify(NAMES, 0.7 + _posterior(np.eye(12)[:1], 0.5))
    first = found.numbers[0]
    assert (first.key, found.learnt) == ("n0", (first,))
    assert first.width == pytest.approx(np.sqrt(0.2), rel=0.04)
    assert first.contraction == pytest.approx(1 - np.sqrt(0.2), abs=0.03)
    assert first.shift == pytest.approx(0.7, abs=0.03)
    assert first.partners == ()
    assert not first.only_together
    assert [item.parts[0][0] for item in found.combinations] == ["n0"]


def test_a_sum_that_was_measured_is_known_only_together():
    direction = np.zeros((1, 12))
    direction[0, :8] = 1 / np.sqrt(8)
    found = identify(NAMES, _posterior(direction, 0.05))
    together = {item.key for item in found.numbers if item.only_together}
    assert together == set(NAMES[:8])
    assert found.learnt == ()
    (combination,) = found.combinations
    assert {key for key, _ in combination.parts} == set(NAMES[:8])
    assert combination.width == pytest.approx(0.05, rel=0.1)
    member = next(item for item in found.numbers if item.key == "n3")
    assert all(correlation < -0.05 for _, correlation in member.partners)
    assert member.partners
    precision = 1 + 1 / 8 / 0.05**2
    assert member.width_held == pytest.approx(1 / np.sqrt(precision), rel=0.05)


def test_nothing_learnt_is_nothing_found():
    names = [f"n{j}" for j in range(100)]
    combinations, partners = [], []
    for seed in range(5):
        found = identify(names, np.random.default_rng(seed).standard_normal((600, 100)))
        combinations.append(len(found.combinations))
        partners.append(sum(bool(item.partners) for item in found.numbers))
        held = [item.width_held for item in found.numbers]
        assert np.mean(held) == pytest.approx(1.0, abs=0.02)
        assert not any(item.only_together for item in found.numbers)
    assert np.mean(combinations) < 0.5
    assert np.mean(partners) < 5


def test_too_few_draws_give_widths_but_no_combinations():
    found = identify(NAMES, np.random.default_rng(1).standard_normal((20, 12)))
    assert found.combinations == ()
    assert found.numbers[0].width_held is None
    assert found.to_json()["most_contracted"][0]["width_held"] is None


@pytest.mark.parametrize("bad", [np.zeros((10, 3)), np.zeros(12), np.full((10, 12), np.nan)])
def test_bad_draws_are_refused(bad):
    with pytest.raises(ValueError, match="shape"):
        identify(NAMES, bad)
