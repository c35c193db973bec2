"""Puncture mechanics against closed forms, limits, and the direction each cause must push."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.needling import DRAWS, NOMINAL, kinds, needled, people, person
from microneedling.injury import penetration
from microneedling.skin.anatomy import anatomy_of


def test_plate_of_one_material_bends_like_a_plate():
    skin = anatomy_of(person(), NOMINAL)
    one = np.ones(1)
    skin = replace(
        skin,
        stratum_corneum_mm=0.1 * one,
        epidermis_mm=0.2 * one,
        dermis_mm=0.7 * one,
        stratum_corneum_kpa=100 * one,
        epidermis_kpa=100 * one,
        dermis_kpa=100 * one,
    )
    expected = 0.1 * 1.0**3 / (12 * (1 - 0.25))  # E h^3 / 12 (1 - nu^2), N/mm2 and mm
    assert penetration.plate_stiffness_n_mm(skin, one, one)[0] == pytest.approx(expected)


def test_compliance_limits():
    skin = anatomy_of(person(), NOMINAL)
    one = np.ones(1)
    stroke = needled("pen", 1.0, person(), NOMINAL).stroke
    plate = penetration.plate_stiffness_n_mm(skin, one, one)
    close = penetration.compliance_mm_per_n(skin, replace(stroke, spacing_mm=0.01), one, one)
    assert close[0] == pytest.approx(0.005**2 / (16 * math.pi * plate[0]), rel=1e-3)
    far = penetration.compliance_mm_per_n(skin, replace(stroke, spacing_mm=1e4), one, one)
    subcutis = skin.subcutis_kpa[0] / 1000 / 0.75
    assert far[0] == pytest.approx(
        (2 / subcutis) ** (2 / 3) * plate[0] ** (-1 / 3) / (3 * math.sqrt(3)), rel=1e-3
    )


def test_insertion_force_goes_through_both_measured_tips():
    force = penetration.insertion_force_n(np.array([5.0, 37.0, 2.5]), NOMINAL)
    low, high = NOMINAL["injury.fine_tip_force_n"][0], NOMINAL["injury.coarse_tip_force_n"][0]
    assert force == pytest.approx([low, high, low / 2])


def test_relaxation_in_its_first_second():
    assert penetration.relaxed(np.zeros(1), NOMINAL)[0] == 1.0
    left = penetration.relaxed(np.ones(1), NOMINAL)[0]
    first, further = NOMINAL["injury.relaxation_first"][0], NOMINAL["injury.relaxation_further"][0]
    assert 1 - first - further < left < 1 - 0.9 * first


def test_flank_of_a_cone_and_of_a_shaft():
    stroke = needled("pen", 1.0, person(), NOMINAL, tip_radius_um=5, tip_angle_deg=20).stroke
    radius, slope = 0.125, math.tan(math.radians(10))
    cone = (radius - 0.005) / slope
    shaft = stroke.flank_mm2(np.array([cone + 1])) - stroke.flank_mm2(np.array([cone]))
    assert shaft[0] == pytest.approx(2 * math.pi * radius)
    assert stroke.flank_mm2(np.array([cone]))[0] == pytest.approx(math.pi * (radius + 0.005) * cone)


def test_force_balance_is_met():
    """Where skin alone limits, travel = depth + dimple + compliance x force."""
    stroke = replace(needled("pen", 1.5, person(), NOMINAL).stroke, drive_force_n=np.array([1e6]))
    skin = anatomy_of(person(), NOMINAL)
    deep = penetration.penetration_depth(stroke, skin, True, NOMINAL)
    cut = NOMINAL["injury.cutting_share"] * penetration.insertion_force_n(
        2000 * stroke.tip_radius_mm, NOMINAL
    )
    friction = NOMINAL["injury.shaft_friction_kpa"] / 1000
    force = cut + friction * stroke.flank_mm2(deep.median_mm)
    assert (deep.median_mm + deep.dimple_mm + deep.compliance_mm_per_n * force)[0] == pytest.approx(
        1.5, abs=1e-6
    )


def test_a_weak_hand_limits_a_bed_of_nails():
    few = needled("stamp", 1.5, person(), NOMINAL, count=10)
    many = needled("stamp", 1.5, person(), NOMINAL, count=300)
    assert many.depth_median_mm[0] < 0.5 * few.depth_median_mm[0]


def test_blunt_tips_reach_less():
    sharp = needled("pen", 0.5, person(), NOMINAL, tip_radius_um=3)
    blunt = needled("pen", 0.5, person(), NOMINAL, tip_radius_um=40)
    assert blunt.depth_median_mm[0] < sharp.depth_median_mm[0]


@pytest.mark.parametrize("depth_mm", [0.5, 1.0, 1.5, 2.0, 2.5])
def test_pen_reaches_a_little_deeper_than_a_roller_of_that_length(depth_mm):
    pen, roller = (
        needled(kind, depth_mm, person(), NOMINAL, count=n) for kind, n in (("pen", 12), ("roller", 192))
    )
    assert 1.0 < pen.depth_median_mm[0] / roller.depth_median_mm[0] < 1.25


def test_softer_skin_is_reached_less():
    stroke = needled("roller", 1.5, person(), NOMINAL, count=192).stroke
    skin = anatomy_of(person(), NOMINAL)
    soft = replace(skin, dermis_kpa=skin.dermis_kpa / 3, subcutis_kpa=skin.subcutis_kpa / 3)
    thin = replace(skin, dermis_mm=skin.dermis_mm / 2)
    usual = penetration.penetration_depth(stroke, skin, True, NOMINAL).median_mm
    assert penetration.penetration_depth(stroke, soft, True, NOMINAL).median_mm < usual
    assert penetration.penetration_depth(stroke, thin, True, NOMINAL).median_mm < usual
    assert penetration.penetration_depth(stroke, skin, False, NOMINAL).median_mm < usual  # not held stretched


def test_reach_is_not_the_set_depth_times_a_constant():
    made = {d: needled("roller", d, person(), NOMINAL, count=192) for d in (0.2, 0.5, 1.5, 3.0)}
    share = {d: punctures.depth_median_mm[0] / d for d, punctures in made.items()}
    assert share[0.2] < 0.9 * share[0.5]  # the dimple takes its part of a short needle
    assert share[3.0] < 0.9 * share[1.5]  # friction and the hand limit a long one


@settings(deadline=None, max_examples=40)
@given(kind=kinds, depth=st.floats(0.1, 2.4), deeper=st.floats(0.01, 0.6), who=people)
def test_deeper_set_is_never_a_shallower_reach(kind, depth, deeper, who):
    shallow, deep = needled(kind, depth, who), needled(kind, depth + deeper, who)
    assert np.all(deep.depth_median_mm >= shallow.depth_median_mm * (1 - 1e-9))


@settings(deadline=None, max_examples=40)
@given(kind=kinds, depth=st.floats(0.05, 3.0), count=st.integers(1, 400), who=people)
def test_reach_never_passes_the_set_depth(kind, depth, count, who):
    made = needled(kind, depth, who, count=count)
    assert np.all(made.depth_median_mm > 0)
    assert np.all(made.depth_median_mm <= depth)
    assert np.all(made.depth_quantile_mm(0.999) <= depth)
    assert np.all(np.isfinite(made.depth_log_sd))
    assert np.all(made.depth_log_sd > 0)
    assert made.depth_median_mm.shape == (DRAWS.count,)
