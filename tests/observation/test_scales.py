"""Scores: bounded by their scale, monotone and diminishing in the gain, zero without one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microneedling.evidence.practice import scale_range
from microneedling.evidence.registry import registry
from microneedling.observation.noticeable import score_change
from microneedling.observation.scales import SCALES
from microneedling.observation.score_law import forecast_share
from microneedling.observation.typical import baseline, typical_of_age, typical_of_lesion

NOMINAL = registry().nominal()
SOME = registry().draws(20, 3)
FAMILIES = (
    "fine_lines",
    "texture",
    "firmness",
    "tone",
    "rejuvenation",
    "acne_scar",
    "other_scar",
    "striae",
    "melasma",
)


@pytest.mark.parametrize("name", sorted(SCALES))
def test_every_scale_has_its_numbers(name):
    scale = SCALES[name]
    low, high = scale.ends(NOMINAL)
    assert low < high
    assert (score_change(name, SOME) > 0).all()
    assert np.allclose(scale.score(scale.severity(np.array([low, high]), NOMINAL), NOMINAL), [low, high])
    start = (
        typical_of_lesion(scale, NOMINAL)
        if name not in AGE_ONLY
        else typical_of_age(scale, "texture", 50, 0.5, NOMINAL)
    )
    assert low <= start[0] <= high


AGE_ONLY = ("lemperle", "wsrs", "alexiades_armenakas")


def test_ranges_of_the_fields_scales_have_one_copy():
    for name in ("lemperle", "gais", "goodman_baron_quantitative", "ecca", "masi"):
        assert SCALES[name].ends(NOMINAL) == scale_range(name)


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(SCALES)),
    family=st.sampled_from(FAMILIES),
    share=st.floats(0, 1),
    gain=st.floats(-1e3, 1e3),
)
def test_no_score_leaves_its_scale(name, family, share, gain):
    scale = SCALES[name]
    low, high = scale.ends(SOME)
    start = np.full(SOME.count, low + share * (high - low))
    change = scale.change(start, forecast_share(np.full((SOME.count, 1), gain), family, SOME), SOME)
    after = start[:, None] + change
    slack = 1e-9 * (high - low)
    assert (after >= low - slack).all()
    assert (after <= high + slack).all()
    better = 1 if scale.direction == "higher is better" else -1
    assert (better * change * np.sign(gain) >= -slack).all()


@pytest.mark.parametrize("family", FAMILIES)
def test_scores_are_zero_without_gain_and_diminish_with_it(family):
    gains = np.linspace(0, 0.9, 10)[None, :]
    score = forecast_share(gains, family, NOMINAL)[0]
    assert score[0] == 0
    steps = np.diff(score)
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()
    assert score[-1] <= NOMINAL[f"scales.movable_share.{family}"][0]


def test_who_starts_best_cannot_improve_and_change_scales_start_neutral():
    scale = SCALES["lemperle"]
    start = baseline(scale, 0.0, np.full(1, 2.0), NOMINAL)
    assert scale.change(start, np.array([[0.5]]), NOMINAL)[0, 0] == 0
    assert baseline(SCALES["gais"], 2.0, np.zeros(1), NOMINAL)[0] == 4
    assert baseline(SCALES["percent_improvement"], None, np.zeros(1), NOMINAL)[0] == 0


def test_typical_scores_rise_with_age_and_sun():
    scale = SCALES["lemperle"]
    young, old, burnt = (
        typical_of_age(scale, "fine_lines", age, sun, SOME) for age, sun in ((25, 0), (65, 0), (65, 1))
    )
    assert (young < old).all()
    assert (old < burnt).all()
    assert (burnt < 5).all()


def test_one_rater_cannot_see_less_than_his_own_error():
    noisy = NOMINAL.with_values({"scales.rater_sd_points.lemperle": 1.0})
    assert score_change("lemperle", noisy)[0] == pytest.approx(2.77)
