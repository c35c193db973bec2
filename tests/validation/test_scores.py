"""Scores against their closed forms; coverage and signs of readings whose draws are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from microneedling.studies.predict import PredictedReading
from microneedling.studies.published import reported
from microneedling.validation.compared import ComparedReading
from microneedling.validation.judged import MODEL, REFERENCES, Scores
from microneedling.validation.scores import (
    Beside,
    beside,
    by_study,
    coverage_and_sign,
    crps,
    difference,
    log_score,
    pit,
    scores,
    scores_by_family,
    slope,
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


VALUES = [row for row in reported() if row.kind == "value" and row.reading.statistic == "percent change"]


def predicted(errors: tuple[float, ...], sd: float = 5.0) -> list[ComparedReading]:
    """Published values, each with a normal prediction that misses it by so much."""
    return [
        ComparedReading(
            row,
            PredictedReading(row.reading, normal_draws(row.observed + error, sd), np.zeros(1), "scar"),
            "left out",
        )
        for row, error in zip(VALUES, errors, strict=False)
    ]


def test_coverage_counts_the_numbers_inside_each_interval():
    found = coverage_and_sign(predicted((0.0, 2.0, 5.0, 20.0)))
    assert found.readings == 4
    assert found.coverage == {"50": 0.5, "80": 0.75}


def test_a_sign_agrees_where_median_and_report_say_better_or_both_say_worse():
    (right,) = predicted((0.0,))
    (wrong,) = predicted((-2.0 * right.row.observed,))
    assert coverage_and_sign([right, wrong]).sign_agreement == 0.5


def test_the_forecast_that_knows_more_scores_better_and_families_are_scored_apart():
    readings = predicted(tuple(np.resize([1.0, -1.0], len(VALUES))))
    known = beside(readings)
    found = scores(readings, known)
    assert all(found.crps[MODEL] < found.crps[key] for key in REFERENCES)
    assert all(found.log_score[MODEL] > found.log_score[key] for key in REFERENCES)
    assert all(found.difference[key]["high"] < 0 for key in REFERENCES)
    assert found.slope["value"] == pytest.approx(1.0, abs=0.1)
    assert found.not_beaten == ()
    assert scores_by_family(readings, known) == {"scar": found}
    assert Scores.from_json(found.to_json()) == found


def test_readings_without_numbers_have_no_score():
    found = scores([], beside(predicted((0.0,) * 8)))
    assert found.crps == dict.fromkeys((MODEL, *REFERENCES))
    assert found.difference["family_mean"] == dict.fromkeys(("mean", "low", "high"))
    assert found.not_beaten == ()


def of_study(name: str, model: float, reference: float, median: float = 0.0, observed: float = 0.0) -> Beside:
    each = {MODEL: model, **dict.fromkeys(REFERENCES, reference)}
    return Beside(name, median, observed, each, each, each, {})


def test_each_study_has_one_vote():
    items = [of_study("a", 1.0, 0.0), *(of_study("b", 5.0, 0.0) for _ in range(9))]
    assert by_study(items, [item.crps[MODEL] for item in items]) == pytest.approx(3.0)


def test_a_difference_is_resampled_over_studies_not_over_readings():
    items = [of_study(name, model, 4.0) for name, model in zip("abcd", (3.0, 4.0, 5.0, 4.0), strict=True)]
    once, often = difference(items, "family_mean"), difference(items * 20, "family_mean")
    assert once == often
    assert once["mean"] == 0.0
    assert once["low"] < 0.0 < once["high"]
    assert difference(items[:2], "family_mean")["low"] is None


def test_the_slope_is_one_where_predictions_are_right_and_none_where_they_do_not_vary():
    right = [
        of_study(name, 0, 0, median=x, observed=x + 5)
        for name, x in zip("abcd", (10, 20, 40, 50), strict=True)
    ]
    assert slope(right)["value"] == pytest.approx(1.0)
    assert slope([of_study(name, 0, 0, median=3.0) for name in "abcd"])["value"] is None


def test_the_log_score_of_normal_draws_is_nearly_their_log_density():
    draws = normal_draws(10.0, 20.0)
    assert log_score(draws, 25.0) == pytest.approx(norm.logpdf(25.0, 10.0, 20.0), abs=0.03)
    assert log_score(draws, 500.0) < -50


def test_the_place_of_a_report_halves_ties():
    assert pit(np.array([1.0, 2.0, 2.0, 3.0]), 2.0) == 0.5
    assert pit(np.array([np.nan, 1.0, 3.0]), 2.0) == 0.5
