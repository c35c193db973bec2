"""What a session leaves: shares stay shares, more passes never fewer channels, depth brings blood."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.needling import DRAWS, NOMINAL, kinds, needled, people, person
from microneedling.evidence.registry import registry
from microneedling.injury.punctures import SCORE, WEIGHT


def faces(values=DRAWS, count=12, bottom_mm=2.0):
    return np.broadcast_to(np.linspace(0.05, bottom_mm, count + 1), (values.count, count + 1))


@settings(deadline=None, max_examples=40)
@given(kind=kinds, depth=st.floats(0.1, 3.0), passes=st.integers(1, 30), who=people)
def test_shares_are_shares(kind, depth, passes, who):
    made = needled(kind, depth, who, passes=passes)
    wounded = made.wounded_fraction(faces())
    shares = (made.bleeding_fraction, made.area_fraction, made.loop_crossing_fraction, wounded)
    for share in (*shares, made.reached_fraction(0.3), made.reached_fraction(faces())):
        assert np.all((share >= 0) & (share <= 1 + 1e-12))
    assert np.all(made.bleeding_fraction <= made.loop_crossing_fraction + 1e-12)
    assert np.all(np.diff(wounded, axis=1) <= 1e-12)  # the taper only narrows downwards
    assert np.all(np.diff(made.reached_fraction(faces()), axis=1) <= 0)


@settings(deadline=None, max_examples=30)
@given(kind=kinds, passes=st.integers(1, 20), more=st.integers(1, 20), who=people)
def test_more_passes_never_fewer_channels(kind, passes, more, who):
    few, many = needled(kind, 1.0, who, passes=passes), needled(kind, 1.0, who, passes=passes + more)
    assert np.all(many.density_per_cm2 > few.density_per_cm2)
    assert np.all(many.area_fraction >= few.area_fraction)
    assert np.all(many.wounded_fraction(faces()) >= few.wounded_fraction(faces()))


@settings(deadline=None, max_examples=30)
@given(kind=kinds, depth=st.floats(0.15, 2.4), deeper=st.floats(0.05, 0.6), who=people)
def test_deeper_sessions_bleed_more(kind, depth, deeper, who):
    shallow, deep = needled(kind, depth, who), needled(kind, depth + deeper, who)
    assert np.all(deep.loop_crossing_fraction >= shallow.loop_crossing_fraction - 0.02)
    assert np.all(deep.bleeding_fraction >= shallow.bleeding_fraction - 0.02)


def test_short_needles_are_nearly_bloodless_and_long_ones_mostly_bleed():
    bleeds = {
        d: needled("roller", d, person(), NOMINAL, count=192).bleeding_fraction[0] for d in (0.25, 1.0, 2.0)
    }
    assert bleeds[0.25] < 0.03
    assert bleeds[0.25] < bleeds[1.0] < bleeds[2.0]
    assert bleeds[2.0] > 0.5


def test_channel_mouth_is_narrower_than_the_needle():
    made = needled("pen", 1.5, person(), registry().draws(200, 5))
    low, high = np.quantile(made.channel_radius_mm, [0.1, 0.9])
    assert 0.025 < low < high < 0.075


def test_wounded_volume_adds_up():
    """Sparse channels: wounded depth = density x mean channel volume, whatever the layers."""
    made = needled("stamp", 1.0, person(), NOMINAL, passes=1, count=4)
    fine, coarse = faces(NOMINAL, 400, 1.05) - 0.05, faces(NOMINAL, 7, 1.05) - 0.05
    depth = np.linspace(0, 1, 20001)
    lengths = np.minimum(made.depth_median_mm * np.exp(made.depth_log_sd * SCORE), made.depth_limit_mm)
    radius = [made.recoil_width * made.stroke.radius_mm(length - depth) for length in lengths]
    volume = sum(w * np.trapezoid(np.pi * r**2, depth) for w, r in zip(WEIGHT, radius, strict=True))
    expected = made.density_per_cm2[0] / 100 * volume
    for layers in (fine, coarse):
        total = (made.wounded_fraction(layers) * np.diff(layers, axis=1)).sum()
        assert total == pytest.approx(expected, rel=0.02)


def test_reached_fraction_is_half_at_the_median():
    made = needled("pen", 1.5, person())
    assert made.reached_fraction(made.depth_median_mm) == pytest.approx(0.5)
    assert made.depth_quantile_mm(0.5) == pytest.approx(made.depth_median_mm)
    assert made.reached_fraction(made.depth_limit_mm) == pytest.approx(0.0)
    assert WEIGHT.sum() == pytest.approx(1.0)


def test_one_draw_equals_its_slice_of_a_batch():
    whole = needled("roller", 1.5, person(), DRAWS, count=192)
    lone = {k: v[2] for k, v in DRAWS.values.items()}
    single = needled("roller", 1.5, person(), NOMINAL.with_values(lone), count=192)
    for name in (
        "depth_median_mm",
        "depth_log_sd",
        "bleeding_fraction",
        "area_fraction",
        "channel_radius_mm",
    ):
        assert getattr(single, name)[0] == pytest.approx(getattr(whole, name)[2], rel=1e-12)
    assert single.wounded_fraction(faces(NOMINAL))[0] == pytest.approx(whole.wounded_fraction(faces())[2])
