"""The sampler returns posteriors that are known, whatever is narrow, bent or said with rough slopes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from microneedling.calibration import hmc
from microneedling.streams import generator

ONE = np.ones(1)


@dataclass
class Measured:
    """Directions `of` (k, d) of z measured at `at` (k,) with `error` (k,): the posterior is a known normal one."""

    of: np.ndarray
    at: np.ndarray
    error: np.ndarray
    wrong: float = 0.0  # share by which slopes are wrong
    asked: list[int] = field(default_factory=list)

    def slopes(self, z, weight):
        self.asked.append(len(z))
        off = (self.at - z @ self.of.T) / self.error
        slope = weight[0] * (off / self.error) @ self.of
        return -0.5 * (off**2).sum(axis=1, keepdims=True), slope * (1 + self.wrong * np.sin(7 * z))

    def posterior(self):
        precision = np.eye(self.of.shape[1]) + (self.of.T / self.error**2) @ self.of
        return np.linalg.solve(precision, self.of.T @ (self.at / self.error**2)), np.linalg.inv(precision)


def measured(dimension=40, wrong=0.0):
    random = generator(1, "measured")
    of = np.linalg.qr(random.standard_normal((dimension, 3)))[0].T
    return Measured(of, np.array([1.0, -0.5, 2.0]), np.array([0.05, 0.3, 1.0]), wrong)


def drawn(target, dimension, chains=400, warming=40, apart=6):
    z = generator(2, "start").standard_normal((chains, dimension))
    weight = ONE
    warm = hmc.WarmingUp(hmc.at(target, z, weight))
    for turn in range(warming):
        warm = warm.turned(target, weight, turn, warming, generator(3, "warm", turn), cold=True)
    found = warm.chains
    for turn in range(apart):
        found = hmc.transition(target, found, weight, generator(3, "go", turn))
    return found


def test_a_normal_posterior_comes_back():
    target = measured()
    found = drawn(target, 40)
    mean, covariance = target.posterior()
    error = np.sqrt(np.diag(covariance) / len(found.z))
    assert np.abs((found.z.mean(axis=0) - mean) / error).max() < 4.0
    along = found.z @ target.of.T
    wanted = np.sqrt(np.diag(target.of @ covariance @ target.of.T))
    np.testing.assert_allclose(along.std(axis=0) / wanted, 1.0, atol=0.15)
    across = found.z - along @ target.of
    assert across.std() == pytest.approx(np.sqrt(37 / 40), abs=0.02)  # where nothing was measured, the prior


def test_rough_slopes_cost_acceptance_and_bias_nothing():
    """Draws of the posterior stay draws of it, though slopes are off by up to a half."""
    target = measured(wrong=0.5)
    mean, covariance = target.posterior()
    z = mean + generator(11, "exact").standard_normal((1500, 40)) @ np.linalg.cholesky(covariance).T
    chains = replace(hmc.at(target, z, ONE), step=0.03)
    for turn in range(6):
        chains = hmc.transition(target, chains, ONE, generator(12, "go", turn))
    assert 0.05 < chains.acceptance < 0.95
    along = (chains.z - mean) @ target.of.T
    wanted = np.sqrt(np.diag(target.of @ covariance @ target.of.T))
    np.testing.assert_allclose(along.std(axis=0) / wanted, 1.0, atol=0.08)
    assert np.abs(along.mean(axis=0) / wanted).max() < 0.12


def test_a_tight_direction_is_learnt_and_lets_steps_be_long():
    target = measured()
    found = drawn(target, 40)
    assert found.shape.widths.min() == pytest.approx(0.25)  # as narrow as it may be: it is 0.05
    assert abs(found.shape.vectors[:, found.shape.widths.argmin()] @ target.of[0]) > 0.95
    assert found.step > 0.1
    assert 0.6 < found.acceptance < 0.98


def test_a_bent_posterior_comes_back():
    class Bent:
        """z1 + z0^2 measured at 1 with error 0.3: a banana whose moments are had by quadrature."""

        def slopes(self, z, weight):
            off = (1 - z[:, 1] - z[:, 0] ** 2) / 0.3
            slope = np.stack([2 * z[:, 0] * off / 0.3, off / 0.3], axis=1)
            return -0.5 * off[:, None] ** 2, weight[0] * slope

    found = drawn(Bent(), 2, chains=1500)
    grid = np.linspace(-5, 5, 601)
    a, b = np.meshgrid(grid, grid, indexing="ij")
    density = np.exp(-0.5 * (a**2 + b**2) - 0.5 * ((1 - b - a**2) / 0.3) ** 2)
    density /= density.sum()
    for power in (1, 2):
        assert (found.z[:, 1] ** power).mean() == pytest.approx((density * b**power).sum(), abs=0.1)
    assert (found.z[:, 0] ** 2).mean() == pytest.approx((density * a**2).sum(), abs=0.1)


def test_a_study_without_weight_says_nothing():
    target = measured()
    z = generator(4, "start").standard_normal((300, 40))
    chains = hmc.at(target, z, np.zeros(1))
    for turn in range(8):
        chains = hmc.transition(target, chains, np.zeros(1), generator(5, "go", turn))
    assert np.abs((chains.z @ target.of.T).mean(axis=0)).max() < 0.25
    assert chains.acceptance == pytest.approx(1.0)  # a turn keeps the prior exactly


def test_nobody_stays_where_nothing_can_be_said():
    class Hole:
        def slopes(self, z, weight):
            loglik = np.where(z[:, :1] > 0.5, np.nan, 0.0)
            return loglik, np.where(z > 0.5, np.nan, 0.0)

    z = -np.abs(generator(6, "start").standard_normal((200, 3)))
    chains = hmc.at(Hole(), z, ONE)
    for turn in range(6):
        chains = hmc.transition(Hole(), chains, ONE, generator(7, "go", turn))
        assert (chains.z[:, 0] <= 0.5).all()
    assert chains.z[:, 0].max() > 0.2


def test_what_is_written_down_goes_on_to_the_same_bits(tmp_path):
    target = measured()
    z = generator(8, "start").standard_normal((20, 40))
    warm = hmc.WarmingUp(hmc.at(target, z, ONE))
    for turn in range(6):
        warm = warm.turned(target, ONE, turn, 12, generator(9, "warm", turn), cold=True)
    again = hmc.WarmingUp.of_arrays({name: np.array(item) for name, item in warm.arrays().items()})
    for turn in range(6, 12):
        random = [generator(9, "warm", turn) for _ in range(2)]
        warm = warm.turned(target, ONE, turn, 12, random[0], cold=True)
        again = again.turned(target, ONE, turn, 12, random[1], cold=True)
    np.testing.assert_array_equal(warm.chains.z, again.chains.z)
    assert warm.chains.step == again.chains.step
