"""From the skin to a report: signs, statistics, effects of a study, people, chance."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import ndtr

from microneedling.evidence.registry import priors
from microneedling.observation.effects import StudyEffects
from microneedling.observation.study_reports import expected, sampling_sd
from microneedling.people.recipe import typical_people
from microneedling.studies import readings, signals
from microneedling.studies.arm import Latent, follow, grid, lesions_only, recipe
from microneedling.studies.endpoint import endpoint_of
from microneedling.studies.predict import predict
from microneedling.studies.signals import signal, signals_of
from microneedling.studies.study_file import parse_study

DRAWS = 6
VALUES = priors().draws(DRAWS, 3)


def study(*readings, n=30, kind="roller", condition="atrophic acne scar", **course):
    device = {"kind": kind} if kind == "none" else {"kind": kind, "needle_length_mm": 1.5}
    return parse_study(
        {
            "format": 1,
            "title": "invented",
            "population": {"n": n, "age_year": 30, "condition": condition},
            "device": device,
            "course": {"sessions": 0 if kind == "none" else 3, "interval_day": 30, **course},
            "reading": list(readings),
        },
        "test",
    )


def seen(arm_of, reading, values=VALUES):
    days = grid(arm_of, (reading.day_at,), dense=False, weekly=False)
    people = typical_people(recipe(arm_of), values)
    only = lesions_only(arm_of, [reading])
    return signal(reading, follow(arm_of, people, values, Latent.middle(DRAWS), days, only), values)


@pytest.fixture(scope="module")
def scar():
    made = study({"scale": "acne_scar_score", "day": 150, "statistic": "percent change"})
    return made, seen(made, made.reading[0])


def read(scar, statistic, effects=None, **more):
    arm_of, found = scar
    reading = arm_of.reading[0].model_copy(update={"statistic": statistic, **more})
    return expected(endpoint_of(reading, arm_of), found, VALUES, effects or StudyEffects.none(DRAWS))


def test_better_is_a_fall_in_percent_and_a_rise_in_improvement(scar):
    fall, rise = read(scar, "percent change").mean, read(scar, "mean improvement").mean
    np.testing.assert_allclose(fall, -rise)
    assert np.median(rise) > 5


def test_people_who_improved_more_are_fewer(scar):
    shares = [read(scar, "share improved", over_percent=limit).mean for limit in (10, 25, 50, 75)]
    assert all(np.all(more >= fewer) for more, fewer in pairwise(shares))
    assert np.all((shares[0] <= 100) & (shares[-1] >= 0))


def test_kind_raters_see_more_and_drift_adds(scar):
    zero, high = np.zeros(DRAWS), np.full(DRAWS, 2.0)
    plain = read(scar, "mean improvement").mean
    kind = read(scar, "mean improvement", StudyEffects(high, zero, zero, zero)).mean
    usual = read(scar, "mean improvement", StudyEffects(zero, zero, zero, zero)).mean
    drifting = read(scar, "mean improvement", StudyEffects(zero, high, zero, zero)).mean
    better = plain > 0.5
    assert np.all(kind[better] > usual[better])
    assert np.all(drifting > usual)


def test_more_people_make_a_smaller_sampling_error(scar):
    arm_of, found = scar
    reading = arm_of.reading[0]
    made = expected(endpoint_of(reading, arm_of), found, VALUES, StudyEffects.none(DRAWS))
    many = arm_of.model_copy(update={"population": arm_of.population.model_copy(update={"n": 120})})
    np.testing.assert_allclose(
        sampling_sd(endpoint_of(reading, many), made) * 2, sampling_sd(endpoint_of(reading, arm_of), made)
    )


def test_an_untreated_side_moves_by_drift_alone():
    sham = study({"scale": "goodman_baron_quantitative", "day": 90}, kind="none", sham=True)
    found = seen(sham, sham.reading[0], VALUES.with_values({"ageing.pace": 0.0}))  # years apart
    endpoint = endpoint_of(sham.reading[0], sham)
    biology = expected(endpoint, found, VALUES, StudyEffects.none(DRAWS))
    np.testing.assert_allclose(biology.mean, 0, atol=1e-9)
    zero = np.zeros(DRAWS)
    drift = expected(
        endpoint_of(sham.reading[0], sham), found, VALUES, StudyEffects(zero, np.full(DRAWS, 3.0), zero, zero)
    )
    assert np.all(drift.mean < 0)


def test_leaving_out_the_skin_between_lesions_changes_nothing(scar):
    arm_of, found = scar
    reading = arm_of.reading[0]
    days = grid(arm_of, (reading.day_at,), dense=False, weekly=False)
    people = typical_people(recipe(arm_of), VALUES)
    whole = follow(arm_of, people, VALUES, Latent.middle(DRAWS), days)
    np.testing.assert_array_equal(signal(reading, whole, VALUES), found)


@pytest.mark.parametrize(
    ("scale", "statistic", "condition"),
    [
        ("lemperle", "mean change", "fine lines"),
        ("alexiades_laxity", "mean change", "laxity"),
        ("gais", "mean", "rejuvenation"),
        ("mmasi", "percent change", "melasma"),
        ("cutometer_r2", "percent change", "laxity"),
        ("stained_collagen", "percent change", "atrophic acne scar"),
        ("tewl", "mean", "healthy"),
        ("pain_vas", "mean", "healthy"),
        ("pih_rate", "mean", "healthy"),
        ("erythema_day", "mean", "healthy"),
        ("micropore_closure_h", "mean", "healthy"),
        ("macrophage_peak_day", "mean", "healthy"),
    ],
)
def test_every_family_of_readings_gives_a_finite_report(scale, statistic, condition):
    made = study({"scale": scale, "day": 60, "statistic": statistic}, condition=condition)
    one = predict(made, seed=2, people=2, values=VALUES).readings[0]
    assert one.reported.shape == (DRAWS,)
    assert np.all(np.isfinite(one.reported))
    assert np.all(np.isfinite(one.biology))


def test_what_readings_share_is_computed_once(monkeypatch):
    made = study(
        {"scale": "numbed_depth_mm"},
        {"scale": "numbed_depth_mm", "rater": "instrument"},
        {"scale": "numbing_onset_min"},
        {"scale": "acne_scar_score", "day": 90, "statistic": "percent change"},
        {"scale": "acne_scar_score", "day": 150, "statistic": "percent change"},
        {"scale": "acne_scar_score", "day": 150, "statistic": "share improved"},
        numbing={"product": "EMLA", "minutes": 60},
    )
    days = grid(made, tuple(reading.day_at for reading in made.reading), dense=False, weekly=False)
    arm = follow(made, typical_people(recipe(made), VALUES), VALUES, Latent.middle(DRAWS), days, False)
    asked = []

    def counted(reading, arm, values):
        asked.append((reading.scale, reading.day_at))
        return signal(reading, arm, values)

    monkeypatch.setattr(signals, "signal", counted)
    found = signals_of(made.reading, arm, VALUES)
    assert asked == [(reading.scale, reading.day_at) for reading in (made.reading[k] for k in (0, 2, 3, 4))]
    for reading, one in zip(made.reading, found, strict=True):
        np.testing.assert_array_equal(one, signal(reading, arm, VALUES))


def test_the_same_seed_gives_the_same_prediction():
    made = study({"scale": "ecca", "day": 120})
    first, again, other = (
        predict(made, seed=s, people=2, values=VALUES).readings[0].reported for s in (5, 5, 6)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_every_reading_that_may_be_asked_for_can_be_seen():
    assert set(signals.INSTRUMENTS) == set(readings.INSTRUMENTS)
    assert set(signals.EVENTS) == {*readings.EVENTS, *readings.CLOCKS}


CREDIT = "study_effect.open_arm_credit_share"


def reported(design, values, rater="investigator", **more):
    reading = {"scale": "acne_scar_score", "day": 150, "statistic": "percent change", "rater": rater}
    plan = study(reading).model_copy(update={"design": design, **more})
    effects = StudyEffects(*(np.zeros(DRAWS) for _ in range(4)))
    return expected(endpoint_of(plan.reading[0], plan), seen(plan, plan.reading[0]), values, effects).mean


def test_a_series_reports_more_than_a_comparison_by_what_is_credited_to_it_and_the_untold_half_of_that():
    values = VALUES.with_values({CREDIT: 0.2})
    alone, untold, beside = (reported(design, values) for design in ("single arm", None, "split"))
    assert (alone < untold).all()
    assert (untold < beside).all()  # a fall is negative
    np.testing.assert_allclose(untold, (alone + beside) / 2)
    np.testing.assert_allclose(reported("parallel", values), beside)


def test_who_rates_changes_a_report_by_what_they_credit():
    values = VALUES.with_values({"study_effect.rater_credit_share.patient": 0.1})
    same = VALUES.with_values({"study_effect.rater_credit_share.patient": 0.0})
    assert (reported("split", values, "patient") < reported("split", same, "patient")).all()
    np.testing.assert_array_equal(reported("split", values, "blinded"), reported("split", same, "blinded"))


def test_the_biology_knows_neither_design_nor_rater(scar):
    arm_of, found = scar
    one, other = (arm_of.model_copy(update={"design": design}) for design in ("single arm", "split"))
    none, values = StudyEffects.none(DRAWS), VALUES.with_values({CREDIT: 0.2})
    made = [expected(endpoint_of(each.reading[0], each), found, values, none).mean for each in (one, other)]
    np.testing.assert_array_equal(*made)


def test_a_sham_side_is_never_a_series_of_its_own():
    plan = study(
        {"scale": "acne_scar_score", "day": 150, "statistic": "percent change"}, kind="none", sham=True
    )
    assert endpoint_of(plan.reading[0], plan).single == 0.0


def test_half_a_step_of_a_grade_counts_as_improved():
    """Nobody gets better, one judgement errs by 0.12 of the way: half a step of 3.2 to 1 lies 1.9 errors away."""
    plan = study(
        {
            "scale": "goodman_baron_qualitative",
            "day": 150,
            "statistic": "share improved",
            "baseline": {"mean": 3.2},
        }
    )
    values = VALUES.with_values(
        {"study_effect.rating_sd_share": 0.12, "scales.smallest_change_points.goodman_baron_qualitative": 1.0}
    )
    made = expected(
        endpoint_of(plan.reading[0], plan),
        np.array([[0.0, 2.2 / 3]] * DRAWS),
        values,
        StudyEffects.none(DRAWS),
    )
    np.testing.assert_allclose(made.mean, 100 * ndtr(-0.5 / 2.2 / 0.12), rtol=1e-9)
