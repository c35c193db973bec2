"""The sampler against posteriors known exactly: means, spreads, evidence, two hills, failing runs, left-out studies."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from helpers.known_posteriors import Linear, Truncated, TwoHills
from microneedling.calibration.checks import simulation_based_calibration
from microneedling.calibration.smc.sampler import Particles, Settings, next_step, resample, reweight, sample
from microneedling.streams import generator


@pytest.mark.slow
def test_three_hundred_dimensions_ten_of_them_informed():
    target = Linear(forward_count=290, studies=10)
    result = sample(target, Settings(particles=400, ess_fraction=0.5))
    mean, cov, evidence = target.exact()
    told, known = result.z @ target.design.T, target.design @ mean
    spread = np.sqrt(np.diag(target.design @ cov @ target.design.T))
    assert np.abs((told.mean(axis=0) - known) / spread).max() < 4.0 / np.sqrt(400)
    assert np.mean(told.std(axis=0) / spread) == pytest.approx(1.0, abs=0.06)
    assert result.log_evidence == pytest.approx(evidence, abs=0.8)
    off = (result.z.mean(axis=0) - mean) / np.sqrt(np.diag(cov)) * np.sqrt(400)
    assert np.sqrt(np.mean(off**2)) == pytest.approx(1.0, abs=0.25)
    assert np.mean(result.z.var(axis=0) / np.diag(cov)) == pytest.approx(1.0, abs=0.04)
    assert result.forward_runs == target.runs <= 40 * 400


@pytest.mark.parametrize("proposal", ["emulated", "spiked", "diagonal", "prior", "walk"])
def test_every_kind_of_move_finds_a_small_gaussian(proposal):
    target = Linear(forward_count=3, studies=4)
    result = sample(target, Settings(particles=1500, proposal=proposal, inner_steps=9))
    mean, cov, evidence = target.exact()
    # four times the scatter over 24 seeds of the worst mover, the walk
    sd = np.sqrt(np.diag(cov))
    assert np.abs((result.z.mean(axis=0) - mean) / sd).max() < 0.15
    assert np.abs((np.cov(result.z.T) - cov) / sd / sd[:, None]).max() < 0.18
    assert result.log_evidence == pytest.approx(evidence, abs=0.25)


@pytest.mark.parametrize("proposal", ["emulated", "spiked"])
def test_two_hills_keep_their_masses(proposal):
    target = TwoHills(dimension=10)
    shares, evidence = [], []
    for seed in range(4):
        result = sample(target, Settings(particles=500, seed=seed, proposal=proposal, inner_steps=9))
        shares.append((result.z[:, 0] < 0.0).mean())
        evidence.append(result.log_evidence)
    assert np.mean(shares) == pytest.approx(target.left_share, abs=0.05)
    assert np.mean(evidence) == pytest.approx(target.evidence, abs=0.15)


@pytest.mark.parametrize("proposal", ["emulated", "spiked"])
def test_failing_runs_have_no_likelihood(proposal):
    target = Truncated(edge=-0.5)  # seven in ten prior runs fail
    result = sample(target, Settings(particles=1000, proposal=proposal))
    assert result.z[:, 0].max() < -0.5
    assert result.log_evidence == pytest.approx(np.log(norm.cdf(-0.5)), abs=0.15)
    exact = -norm.pdf(0.5) / norm.cdf(-0.5)
    assert result.z[:, 0].mean() == pytest.approx(exact, abs=0.07)
    assert result.z[:, 1:].std() == pytest.approx(1.0, abs=0.05)


def test_a_model_that_always_fails_is_said_to_fail():
    with pytest.raises(ValueError, match="fails everywhere"):
        sample(Truncated(edge=-50.0), Settings(particles=50))


def exact_draws(target: Linear, count: int) -> Particles:
    mean, cov, _ = target.exact()
    z = mean + generator(3, "exact").standard_normal((count, len(mean))) @ np.linalg.cholesky(cov).T
    forward = target.forward(z)
    return Particles(z, forward, target.loglik(z, forward))


@pytest.mark.parametrize("proposal", [pytest.param("emulated", marks=pytest.mark.slow), "spiked"])
def test_moves_leave_exact_draws_exact(proposal):
    target = Linear(forward_count=30, studies=12)
    start, ones = exact_draws(target, 1000), np.ones(12)
    settings = Settings(proposal=proposal, final_forward_moves=6)
    result = reweight(target, start, ones, ones, settings)
    mean, cov, _ = target.exact()
    assert not np.array_equal(result.z, start.z)
    assert result.log_evidence == pytest.approx(0.0, abs=1e-12)
    assert np.mean(result.z.var(axis=0) / np.diag(cov)) == pytest.approx(1.0, abs=0.035)
    off = (result.z.mean(axis=0) - mean) / np.sqrt(np.diag(cov)) * np.sqrt(1000)
    assert np.sqrt(np.mean(off**2)) < 1.5


def test_leaving_a_study_out_gives_the_posterior_without_it_in_few_runs():
    target = Linear(forward_count=20, studies=8)
    start, ones = exact_draws(target, 800), np.ones(8)
    target.runs = 0
    without = ones.copy()
    without[2] = 0.0
    few = Settings(forward_moves=1, most_forward_moves=2, final_forward_moves=2, label="without 2")
    result = reweight(target, start, ones, without, few)
    mean, cov, evidence = target.exact(without)
    assert result.log_evidence == pytest.approx(evidence - target.exact()[2], abs=0.2)
    told, known = result.z @ target.design.T, target.design @ mean
    spread = np.sqrt(np.diag(target.design @ cov @ target.design.T))
    assert np.abs((told.mean(axis=0) - known) / spread).max() < 0.25
    assert told[:, 2].std() == pytest.approx(spread[2], rel=0.1)
    assert target.runs <= 8 * 800


def test_weights_of_studies_temper_the_posterior():
    target = Linear(forward_count=3, studies=4)
    some = np.array([1.0, 0.0, 1.0, 1.0])
    result = sample(target, Settings(particles=1500), weights=some)
    mean, cov, evidence = target.exact(some)
    assert np.abs((result.z.mean(axis=0) - mean) / np.sqrt(np.diag(cov))).max() < 0.12
    assert result.log_evidence == pytest.approx(evidence, abs=0.25)
    with pytest.raises(ValueError, match="weights must be"):
        sample(target, Settings(particles=10), weights=np.array([1.0, 2.0, 0.0, 0.0]))


@pytest.mark.parametrize(
    ("believed", "right"), [(1.0, True), pytest.param(0.3, False, marks=pytest.mark.slow)]
)
def test_simulation_based_calibration_of_the_sampler(believed, right):
    def problem(sigma: float) -> Linear:
        return Linear(forward_count=2, studies=3, sigma=sigma, tau=0.5)

    def simulate(truth: np.ndarray, random: np.random.Generator) -> np.ndarray:
        return problem(1.0).design @ truth + random.standard_normal(3)

    def fit(data: np.ndarray, seed: int) -> np.ndarray:
        target = problem(believed)
        target.data = data
        settings = Settings(particles=120, seed=seed, inner_steps=5, cheap_moves=2, forward_moves=3)
        return sample(target, settings).z

    ranked = simulation_based_calibration(
        lambda random: random.standard_normal(5), simulate, fit, 80, seed=11, thin_to=24
    )
    assert ranked.passes() is right


def test_a_step_keeps_the_effective_share_asked_for():
    gain = -10.0 * generator(4, "gain").standard_normal(2000) ** 2
    step = next_step(gain, 1.0, 0.6)
    weight = np.exp(step * gain)
    assert weight.sum() ** 2 / np.sum(weight**2) / 2000 == pytest.approx(0.6, abs=1e-6)
    assert next_step(0.001 * gain, 0.25, 0.6) == 0.25
    lost = np.concatenate([gain, np.full(5000, -np.inf)])
    assert next_step(lost, 1.0, 0.6) == pytest.approx(step)


def test_systematic_resampling_keeps_expected_numbers_to_within_one():
    weight = generator(5, "weight").dirichlet(np.full(300, 0.3))
    counts = np.bincount(resample(weight, generator(5, "resample")), minlength=300)
    assert counts.sum() == 300
    assert np.abs(counts - 300 * weight).max() < 1.0 + 1e-9
