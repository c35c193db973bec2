"""Scores against their closed forms, and the two baselines against hand-worked cases."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from microneedling.streams import generator
from microneedling.validation.scores import (
    Reports,
    coverage,
    crps,
    family_mean,
    interval_score,
    probability_integral_transform,
    sessions_only,
    sign_agreement,
    summary,
)


def normal_draws(mean: float, sd: float, count: int = 4000) -> np.ndarray:
    return mean + sd * norm.ppf((np.arange(count) + 0.5) / count)


@pytest.mark.parametrize(("mean", "sd", "observed"), [(0.0, 1.0, 0.0), (2.0, 0.5, 3.1), (-1.0, 4.0, -9.0)])
def test_crps_of_a_normal_forecast_is_the_closed_form(mean, sd, observed):
    z = (observed - mean) / sd
    exact = sd * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))
    assert crps(normal_draws(mean, sd), observed)[0] == pytest.approx(exact, rel=2e-3)


def test_crps_of_few_draws_is_that_of_all_pairs_and_failed_draws_are_left_out():
    x, y = np.array([0.3, -1.0, 2.0, 2.0, 5.5]), 1.2
    pairs = np.abs(x - y).mean() - 0.5 * np.abs(x[:, None] - x[None, :]).mean()
    assert crps(x, y)[0] == pytest.approx(pairs, rel=1e-12)
    assert crps(np.append(x, np.nan), y)[0] == pytest.approx(pairs, rel=1e-12)
    assert np.isnan(crps(np.full(3, np.nan), y)[0])


def test_a_certain_forecast_scores_its_absolute_error():
    assert crps(np.full((10, 2), 3.0), np.array([3.0, 1.0])) == pytest.approx([0.0, 2.0])


def test_coverage_and_transform_of_a_calibrated_forecast_are_nominal():
    random = generator(1, "cover")
    centre = random.standard_normal(3000)
    observed = centre + random.standard_normal(3000)
    draws = centre + normal_draws(0.0, 1.0, 400)[:, None]
    assert coverage(draws, observed, 0.8) == pytest.approx(0.8, abs=0.025)
    assert coverage(draws, observed, 0.5) == pytest.approx(0.5, abs=0.03)
    assert probability_integral_transform(draws, observed).mean() == pytest.approx(0.5, abs=0.02)
    narrow = centre + normal_draws(0.0, 0.4, 400)[:, None]
    assert coverage(narrow, observed, 0.8) < 0.5


def test_interval_score_is_width_plus_fine():
    draws = np.repeat(np.linspace(0.0, 10.0, 1001)[:, None], 3, axis=1)
    found = interval_score(draws, np.array([5.0, 11.0, -1.0]), 0.8)
    assert found == pytest.approx([8.0, 8.0 + 10.0 * 2.0, 8.0 + 10.0 * 2.0])


def test_sign_agreement_leaves_exact_zeros_out():
    draws = np.tile([1.0, -1.0, 1.0, 1.0], (5, 1))
    assert sign_agreement(draws, np.array([2.0, -3.0, -1.0, 0.0])) == pytest.approx(2 / 3)
    assert np.isnan(sign_agreement(draws[:, :1], np.zeros(1)))


REPORTS = Reports(
    value=np.array([10.0, 12.0, 14.0, 16.0, 100.0, 40.0]),
    study=["a", "b", "c", "d", "d", "e"],
    family=["scar", "scar", "scar", "scar", "tone", "tone"],
    sessions=np.array([1.0, 2.0, 3.0, 4.0, 4.0, 2.0]),
)


def test_family_mean_knows_only_the_other_studies_of_its_family():
    made = family_mean(REPORTS, 999)
    assert np.median(made[:, 0]) == pytest.approx(14.0)
    spread = 2.0 * np.sqrt(1 + 1 / 3)
    assert np.quantile(made[:, 0], 0.9) == pytest.approx(14.0 + spread * student.ppf(0.9, 2), rel=0.01)
    # study d's other report is no witness; the family tone has too few others, so all others speak
    assert np.median(made[:, 4]) == pytest.approx(np.mean([10.0, 12.0, 14.0, 40.0]))


def test_sessions_only_draws_the_line_through_the_others():
    made = sessions_only(REPORTS, 999)
    assert np.median(made[:, 0]) == pytest.approx(10.0)
    assert np.median(made[:, 3]) == pytest.approx(16.0)
    reports = Reports(np.array([1.0, 3.0, 2.0, 6.0]), list("abcd"), ["x"] * 4, np.array([1.0, 2.0, 3.0, 5.0]))
    made = sessions_only(reports, 999)[:, 3]
    # by hand: slope 1/2, mean (2, 2), one degree of freedom, residual standard deviation sqrt(3/2)
    spread = np.sqrt(1.5) * np.sqrt(1 + 1 / 3 + 9 / 2)
    assert np.median(made) == pytest.approx(3.5)
    assert np.quantile(made, 0.75) == pytest.approx(3.5 + spread * student.ppf(0.75, 1), rel=0.01)


def test_sessions_only_without_contrast_is_the_mean():
    reports = Reports(np.array([1.0, 2.0, 3.0, 4.0]), list("abcd"), ["x"] * 4, np.full(4, 3.0))
    assert sessions_only(reports, 99) == pytest.approx(family_mean(reports, 99))


def test_too_few_reports_are_refused():
    with pytest.raises(ValueError, match="studies other than a"):
        family_mean(Reports(np.ones(3), ["a", "b", "c"], ["x"] * 3, np.ones(3)), 9)
    with pytest.raises(ValueError, match="differ in length"):
        Reports(np.ones(3), ["a"], ["x"] * 3, np.ones(3))


def test_the_summary_prefers_the_forecast_that_knows_more():
    random = generator(5, "summary")
    centre = 3.0 * random.standard_normal(200)
    observed = centre + random.standard_normal(200)
    knows = centre + normal_draws(0.0, 1.0, 200)[:, None]
    mean = np.repeat(normal_draws(0.0, np.sqrt(10.0), 200)[:, None], 200, axis=1)
    found = summary(knows, observed, {"family_mean": mean})
    assert found["crps"]["model"] < 0.5 * found["crps"]["family_mean"]
    assert found["coverage"]["80"] == pytest.approx(80.0, abs=8.0)
