"""Numbing and pain against the rows that set them, and the direction each cause must push."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from helpers.needling import person
from microneedling.device.instruments import Pen, Roller
from microneedling.device.needling import Needling
from microneedling.evidence.registry import registry
from microneedling.injury.punctures import punctures
from microneedling.outcomes.harm import pain_vas
from microneedling.skin.anatomy import anatomy_of
from microneedling.transport.anaesthesia import Cream, insertion_pain, pain_block
from microneedling.transport.numbing_transport import DRUGS

DEPTH_OF_ANCHOR = 1.4  # of a 2 mm roller, mm
NOMINAL, DRAWS = registry().nominal(), registry().draws(40, 2)
PEN = Pen(needle_count=12, needle_diameter_mm=0.25, needle_length_mm=3.0, frequency_hz=90, tip_width_mm=8)


def roller(length_mm: float) -> Roller:
    return Roller(
        needle_count=192,
        needle_diameter_mm=0.25,
        needle_length_mm=length_mm,
        drum_diameter_mm=20,
        drum_width_mm=20,
    )


def use(instrument, depth_mm) -> Needling:
    speed = 20.0 if instrument.kind == "pen" else None
    return Needling.of(instrument, depth_mm=depth_mm, passes=4, glide_speed_mm_per_s=speed)


def pain(instrument, depth_mm, values=DRAWS, site="cheek"):
    made = punctures(use(instrument, depth_mm), anatomy_of(person(), values), values)
    return insertion_pain(made, site, values)


def cream(product="EMLA", minutes=45.0, occluded=False):
    return Cream(product, minutes, occluded)


SKIN = anatomy_of(person(), DRAWS)


def block(depth_mm, **put_on):
    return pain_block(cream(**put_on), SKIN, np.full(DRAWS.count, depth_mm), DRAWS)


@pytest.mark.parametrize("product", sorted(DRUGS))
def test_longer_and_wrapped_numbing_removes_no_less(product):
    less, longer = (block(1.0, product=product, minutes=minutes) for minutes in (20, 60))
    assert np.all((less >= 0) & (less <= 1))
    assert np.all(longer >= less - 1e-3)
    assert np.all(block(1.0, product=product, minutes=20, occluded=True) >= less - 1e-3)


def test_shallow_needles_are_numbed_first():
    blocks = [block(z, minutes=30) for z in (0.3, 1.0, 2.5)]
    assert all(np.all(shallow >= deep) for shallow, deep in pairwise(blocks))
    assert np.median(blocks[0] - blocks[2]) > 0.1


def test_nothing_put_on_removes_nothing():
    assert np.all(pain_block(None, SKIN, np.full(DRAWS.count, 1.0), DRAWS) == 0)
    assert np.all(block(1.0, minutes=0) == 0)


def test_pain_rises_with_length_and_stays_on_its_scale():
    steps = [pain(roller(length), length) for length in (0.5, 1.0, 1.5, 2.5)]
    assert all(np.all(b > a) for a, b in pairwise(steps))
    assert np.all((steps[0] > 0) & (steps[-1] < 10))
    assert np.median(pain(roller(2.5), 2.5)) > np.median(pain(PEN, 2.5))  # row C309: the roller hurts more


def test_pain_of_the_anchored_sessions():
    # rows C303 (1.08, numbed, 2 mm roller) and C305 (5.23) lie inside what the draws allow
    values = registry().draws(400, 1)
    plain = pain(roller(2.0), 2.0, values)
    skin = anatomy_of(person(), values)
    depth = np.full(values.count, DEPTH_OF_ANCHOR)
    numbed = plain * (1 - pain_block(cream(minutes=60.0, occluded=True), skin, depth, values))
    assert np.quantile(numbed, 0.1) < 1.08 < np.quantile(numbed, 0.9)
    assert np.quantile(plain, 0.1) < 5.23 < np.quantile(plain, 0.9)


def test_tender_sites_hurt_more():
    assert np.median(pain(PEN, 1.0, site="perioral")) > np.median(pain(PEN, 1.0))


def test_thicker_needles_hurt_little_more_and_the_anchor_is_its_own_diameter():
    same = punctures(use(PEN, 1.0), anatomy_of(person(), NOMINAL), NOMINAL)
    thick = replace(same, stroke=replace(same.stroke, shaft_radius_mm=2 * same.stroke.shaft_radius_mm))
    thin, wide = (insertion_pain(made, "cheek", NOMINAL)[0] for made in (same, thick))
    assert thin < wide < 1.2 * thin  # row A323: no significant effect of width
    flat = NOMINAL.with_values({"transport.pain_diameter_exponent": 1.0})
    assert insertion_pain(same, "cheek", flat)[0] == pytest.approx(thin)


def test_numbing_of_a_session_is_judged_at_the_depth_reached_and_under_its_wrap():
    def left(depth_mm, occluded):
        made = punctures(use(PEN, depth_mm), SKIN, DRAWS)
        numbed, plain = pain_vas(made, cream(minutes=45, occluded=occluded), SKIN, DRAWS)
        return numbed / plain

    assert np.all(left(0.5, True) <= left(0.5, False) + 1e-3)
    assert np.all(left(0.5, False) <= left(2.5, False) + 1e-3)
    assert np.median(left(0.5, False)) < np.median(left(2.5, False)) - 0.05
