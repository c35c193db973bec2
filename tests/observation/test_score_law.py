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
            ("study_effect.rater_drift_share", "study_effect.rater_drift_sd", "study_effect.person_log_sd"),
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
