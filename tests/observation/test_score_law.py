"""One law in numbers and as text; without effects it is the forecast's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microneedling.evidence.registry import registry
from microneedling.observation import events, instruments, score_law
from microneedling.observation.effects import PersonEffects, StudyEffects
from microneedling.observation.people_band import PeopleBand
from microneedling.observation.person_ratings import PersonEndpoint, observed
from microneedling.observation.scales import SCALES
from microneedling.observation.study_reports import StudyEndpoint, expected

NOMINAL = registry().nominal()
NAMES = {"exp": math.exp, "log": math.log, "abs": abs}


def worth(text: str, **names: float) -> float:
    return float(eval(text.replace("^", "**"), {"__builtins__": {}}, NAMES | names))


@settings(max_examples=200, deadline=None)
@given(
    gain=st.floats(-3, 3), movable=st.floats(0, 1), strength=st.floats(0.01, 5), drift=st.floats(-0.5, 0.5)
)
def test_the_text_says_what_the_numbers_say(gain, movable, strength, drift):
    share = score_law.share_of_the_way(np.array(gain), np.array(movable), np.array(strength))
    text = score_law.share_text("x", "m", "k")
    assert worth(text, x=gain, m=movable, k=strength) == pytest.approx(float(share), abs=1e-12)
    text = score_law.drift_text("u", "d")
    drifted = float(score_law.with_drift(share, np.array(drift)))
    assert worth(text, u=float(share), d=drift) == pytest.approx(drifted, abs=1e-12)


@settings(max_examples=200, deadline=None)
@given(gain=st.floats(-3, 3), movable=st.floats(0, 0.99), strength=st.floats(0.01, 5), e=st.floats(-3, 3))
def test_the_text_of_a_person_is_the_law_of_people(gain, movable, strength, e):
    share = score_law.share_of_the_way(np.array(gain), np.array(movable), np.array(strength))
    own = score_law.of_person(share, np.exp(np.array(0.25 * e)))
    text = score_law.person_share_text("x", "m", "k", "exp(s*e)")
    assert worth(text, x=gain, m=movable, k=strength, s=0.25, e=e) == pytest.approx(float(own), abs=1e-9)


@given(share=st.floats(-1, 1), more=st.floats(0, 0.5), e=st.floats(-4, 4), sd=st.floats(0, 1))
def test_people_keep_their_order_and_nobody_passes_an_end(share, more, e, sd):
    factor = np.exp(np.array(sd * e))
    own = float(score_law.of_person(np.array(share), factor))
    assert -1 <= own <= 1
    assert np.sign(own) == np.sign(share) or abs(share) < 1e-300
    assert score_law.of_person(np.array(-share), factor) == -own
    assert score_law.of_person(np.array(min(share + more, 1.0)), factor) >= own - 1e-12
    assert abs(score_law.of_person(np.array(share), factor * 1.1)) >= abs(own) - 1e-12


def test_the_limits_of_the_law_of_people():
    shares = np.array([-1.0, -0.4, 0.0, 0.4, 1.0])
    np.testing.assert_allclose(score_law.of_person(shares, np.ones(5)), shares, atol=1e-11)
    np.testing.assert_allclose(
        score_law.of_person(shares, np.full(5, 1e-12)), [-1e-11, 0, 0, 0, 1e-11], atol=1e-9
    )
    np.testing.assert_allclose(score_law.of_person(shares, np.full(5, 1e3)), [-1, -1, 0, 1, 1], atol=1e-9)


@pytest.mark.parametrize("share", [0.3, 0.4, 0.5])
def test_improvement_varies_as_in_the_series_that_report_it(share):
    """Rows N135-N139: 22 to 39 % of the mean, error of rating included."""
    e = np.random.default_rng(2).standard_normal(200_000)
    own = score_law.of_person(np.array(share), score_law.person_factor(NOMINAL, e[None])[0])
    assert 0.22 <= own.std() / own.mean() <= 0.39


@settings(max_examples=200, deadline=None)
@given(start=st.floats(0, 1), shares=st.lists(st.floats(-1, 1), min_size=1, max_size=5))
def test_the_text_of_severity_is_the_mean_over_people(start, shares):
    v = np.array(shares)
    text = score_law.severity_change_text(start, "v", "a")
    change = float(np.mean(score_law.severity_after(np.array(start), v) - start))
    assert worth(text, v=float(v.mean()), a=float(np.abs(v).mean())) == pytest.approx(change, abs=1e-12)


@given(ratio=st.floats(0.1, 10), shown=st.floats(0.2, 3), shift=st.floats(-1, 1))
def test_the_text_of_an_instrument_is_its_law(ratio, shown, shift):
    read = np.exp(instruments.log_ratio_read(np.log(ratio), np.array(shown), np.array(shift)))
    text = instruments.ratio_text("r", "s", "d")
    assert worth(text, r=ratio, s=shown, d=shift) == pytest.approx(float(read), rel=1e-12)


@pytest.mark.parametrize("gain", [-0.4, 0.0, 0.3])
def test_without_effects_forecast_report_and_trial_agree(gain):
    """One person on a scale: what is forecast, what raters without bias report, what a trial writes down."""
    scale = SCALES["goodman_baron_quantitative"]
    values = NOMINAL.with_values(
        dict.fromkeys(
            ("study_effect.rater_drift_share", "study_effect.rater_drift_sd", "study_effect.person_logit_sd"),
            0.0,
        )
    )
    start, none = np.array([12.0]), np.zeros(1)
    share = score_law.forecast_share(np.array([[gain]]), "acne_scar", values)
    forecast = scale.change(start, share, values)[0, 0]
    endpoint = StudyEndpoint(
        "goodman_baron_quantitative", "acne_scar", "mean change", scale.direction, 30, scale.name
    )
    signal = np.array([[gain, float(scale.severity(start, values)[0])]])
    report = expected(endpoint, signal, values, StudyEffects.none(1)).mean[0]
    effects = PersonEffects(none, none, none, none, none, np.zeros((1, 2)))
    written = observed(PersonEndpoint(scale.name, "acne_scar"), np.array([[gain]]), start, values, effects)[0]
    assert report == pytest.approx(forecast, abs=1e-12)
    assert written[1] - written[0] == pytest.approx(forecast, abs=1e-12)
    assert np.sign(-forecast) == np.sign(gain)


def test_events_without_effects_are_what_happens():
    felt = np.array([0.0, 3.0, 9.0])
    np.testing.assert_allclose(events.pain_felt(events.pain_stimulus(felt), np.ones(3)), felt)
    risk = np.array([0.01, 0.2])
    np.testing.assert_allclose(
        events.dark_mark_percent(events.dark_mark_logit(risk), np.zeros(2)), 100 * risk
    )


@pytest.mark.parametrize("family", ["acne_scar", "fine_lines"])
def test_people_spread_alike_in_forecast_report_and_trial(family):
    """Of the same gain: people at the places of a forecast's band, a report without raters, people of a trial."""
    scale, people, gain = SCALES["goodman_baron_qualitative"], 40_000, 0.25
    nothing = ("study_effect.rater_drift_share", "study_effect.rater_drift_sd", "study_effect.rating_sd_share",
               "population.side_log_sd", "scales.rater_sd_points.goodman_baron_qualitative")  # fmt: skip
    values = NOMINAL.with_values(dict.fromkeys(nothing, 0.0))
    start, sd = 3.0, values[score_law.PERSON_SD]
    share = score_law.forecast_share(np.array([[gain]]), family, values)
    severity = float(scale.severity(np.array(start), values))
    points = abs(scale.per_severity(values))
    band = PeopleBand(np.repeat(sd, 2), np.full(2, points * severity), np.full(2, points * (1 - severity)))
    change = np.repeat(scale.change(np.array([start]), share, values), 2, axis=0)
    forecast = band.changes(change, -1)[:, 0, 0]
    endpoint = StudyEndpoint(scale.name, family, "mean change", scale.direction, 30, scale.name)
    report = expected(endpoint, np.array([[gain, severity]]), values, StudyEffects.none(1))
    none = np.zeros(people)
    e = np.random.default_rng(1).standard_normal(people)
    effects = PersonEffects(none, none, none, e, none, np.zeros((people, 2)))
    trial = observed(
        PersonEndpoint(scale.name, family),
        np.full((people, 1), gain),
        np.full(people, start),
        values,
        effects,
    )
    trial = trial[:, 1] - trial[:, 0]
    assert forecast.std() == pytest.approx(trial.std(), rel=0.03)
    assert float(report.person_sd[0]) == pytest.approx(trial.std(), rel=0.03)
    assert forecast.mean() == pytest.approx(trial.mean(), rel=0.01)
    assert float(report.mean[0]) == pytest.approx(trial.mean(), rel=0.01)


@pytest.mark.parametrize("ratio", [0.6, 1.0, 1.4])
def test_people_spread_alike_on_an_instrument(ratio):
    people = 40_000
    nothing = (
        "population.side_log_sd",
        "study_effect.instrument_itself_log_sd",
        "measures.error_share.roughness",
    )
    values = NOMINAL.with_values(dict.fromkeys(nothing, 0.0))
    band = PeopleBand(np.repeat(values[score_law.PERSON_SD], 2), np.full(2, 10.0))
    forecast = band.changes(np.full((2, 1), 10 * (ratio - 1)), -1)[:, 0, 0]
    none, e = np.zeros(people), np.random.default_rng(1).standard_normal(people)
    effects = PersonEffects(none, none, none, e, none, np.zeros((people, 2)))
    trial = observed(
        PersonEndpoint("roughness", "instrument"),
        np.full((people, 1), np.log(ratio)), np.full(people, 10.0), values, effects,
    )  # fmt: skip
    trial = trial[:, 1] - trial[:, 0]
    endpoint = StudyEndpoint(
        "roughness", "instrument", "mean change", "lower is better", 30, instrument="roughness"
    )
    report = expected(endpoint, np.array([[np.log(ratio), 10.0]]), values, StudyEffects.none(1))
    assert forecast.std() == pytest.approx(trial.std(), rel=0.03)
    assert float(report.person_sd[0]) == pytest.approx(trial.std(), rel=0.03, abs=1e-6)
