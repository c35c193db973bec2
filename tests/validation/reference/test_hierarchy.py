"""The exact fit where the truth is known: by hand, by simulation, and what one vote a study means."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from microneedling.streams import generator
from microneedling.validation.reference.hierarchy import Mixture, Places, forecasts, left_out


def places(x, study, kind=None, covariates=None, se=0.05, **more) -> Places:
    count = len(x)
    return Places(
        x=np.asarray(x, float),
        se=np.full(count, se),
        kind=kind or ["scar"] * count,
        study=study,
        covariates=np.zeros((count, 0)) if covariates is None else np.asarray(covariates, float),
        **more,
    )


def middle(found: Mixture) -> float:
    return float(np.median(found.draws(2001)))


def test_many_alike_studies_are_forecast_by_their_mean_and_spread():
    random = generator(1, "many studies")
    x = 0.7 + 0.4 * random.standard_normal(60)
    (found,) = forecasts(places(x, [f"s{k}" for k in range(60)]), np.arange(59), np.array([59]))
    draws = found.draws(2000)
    assert np.median(draws) == pytest.approx(x[:59].mean(), abs=0.05)
    assert draws.std() == pytest.approx(0.4, rel=0.15)


def test_a_study_with_ten_readings_has_one_vote():
    x = [0.0, 0.2, -0.1, 0.1, *[3.0] * 10]
    study = ["a", "b", "c", "d", *["e"] * 10]
    once = left_out(places([*x[:5], 0.0], [*study[:5], "f"]))[-1]
    often = left_out(places([*x, 0.0], [*study, "f"]))[-1]
    assert once is not None
    assert often is not None
    assert middle(often) == pytest.approx(middle(once), abs=0.25)
    assert middle(often) < 1.2 < np.mean(x)


def test_a_study_is_forecast_from_the_others_alone():
    study = ["a", "a", "b", "c"]
    before = left_out(places([0.0, 0.1, 1.0, 1.2], study))
    after = left_out(places([9.0, -9.0, 1.0, 1.2], study))
    assert before[0] is not None
    assert after[0] is not None
    assert before[0].mean == pytest.approx(after[0].mean)
    assert before[1] is not None
    assert before[1].sd == pytest.approx(before[0].sd)


def test_a_kind_without_other_studies_leans_on_all_kinds_or_has_no_forecast():
    given = places([0.0, 0.1, 0.2, 2.0], ["a", "b", "c", "d"], kind=["scar"] * 3 + ["tone"])
    leaning = left_out(given)[3]
    assert leaning is not None
    assert abs(middle(leaning)) < 0.5
    assert left_out(given)[0] is not None
    assert left_out(given, share_kinds=False)[3] is None
    assert left_out(places([0.0, 1.0], ["a", "a"])) == [None, None]


def test_a_slope_is_found_and_followed():
    random = generator(2, "slope")
    z = np.linspace(-1, 1, 40)
    x = 0.3 + 0.8 * z + 0.1 * random.standard_normal(40)
    found = left_out(places(x, [f"s{k}" for k in range(40)], covariates=z[:, None]))
    assert found[0] is not None
    assert found[-1] is not None
    assert middle(found[-1]) - middle(found[0]) == pytest.approx(1.6, abs=0.25)


@pytest.mark.slow
def test_forecasts_of_generated_studies_are_calibrated():
    """Two hundred generated literatures of the model's own kind: where the truth fell in its forecast is uniform."""
    random, below = generator(3, "calibrated"), []
    for _ in range(200):
        between, within = np.abs(random.standard_normal(2))
        study = [name for name in "abcdefghi" for _ in range(2)]
        x = random.normal(0, 5) + np.repeat(random.normal(0, between, 9), 2) + random.normal(0, within, 18)
        kinds = np.abs(random.standard_normal()) * random.standard_normal(2)
        kind = ["scar"] * 10 + ["tone"] * 8
        x = x + np.where(np.array(kind) == "scar", *kinds) + random.normal(0, 0.05, 18)
        (found,) = forecasts(places(x, study, kind), np.arange(16), np.array([16]))
        below.append(np.mean(found.draws(999) < x[16]))
    assert kstest(below, "uniform").pvalue > 0.01


def test_the_density_is_that_of_the_draws_and_sums_to_one():
    (found,) = forecasts(places([0.0, 0.5, 1.0, 2.0], list("abcd")), np.arange(3), np.array([3]))
    x = np.linspace(-15, 16, 3001)
    density = np.exp([found.log_density(one) for one in x])
    assert np.sum(density) * (x[1] - x[0]) == pytest.approx(1.0, abs=0.01)


def test_arrays_of_different_length_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        places([0.0, 1.0], ["a"])
