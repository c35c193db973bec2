"""Numbing and pain against the rows that set them, and the direction each cause must push."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from helpers.needling import person
from microneedling.device.instruments import Pen, Roller
from microneedling.device.needling import Needling
from microneedling.evidence.registry import priors
from microneedling.injury.punctures import punctures
from microneedling.outcomes.harm import pain_vas
from microneedling.skin.anatomy import anatomy_of
from microneedling.transport.anaesthesia import Cream, insertion_pain, pain_block
from microneedling.transport.numbing_transport import DRUGS

NOMINAL, DRAWS = priors().nominal(), priors().draws(40, 2)
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


def test_a_face_that_is_not_numbed_hurts_as_it_was_elicited():
    assert pain(PEN, 1.5, NOMINAL)[0] == pytest.approx(5.0, abs=0.3)
    low, high = np.quantile(pain(PEN, 1.5, priors().draws(200, 1)), (0.1, 0.9))
    assert 2 < low < 4.5 < 5.5 < high < 9


def test_more_passes_and_a_larger_area_hurt_ever_less_more():
    skin = anatomy_of(person(), NOMINAL)
    pen = [punctures(replace(use(PEN, 1.5), passes=n), skin, NOMINAL) for n in (1, 4, 16, 64)]
    passes = [insertion_pain(made, "cheek", NOMINAL)[0] for made in pen]
    areas = [insertion_pain(pen[1], "cheek", NOMINAL, area_cm2=cm2)[0] for cm2 in (20, 200, 2000)]
    for series in (passes, areas):
        assert all(b > a for a, b in pairwise(series))
    assert passes[-1] < 10
    assert passes[3] - passes[2] < (passes[1] - passes[0]) * 16


def test_strength_of_lidocaine_tells_while_the_cream_lies_briefly_and_never_the_wrong_way():
    names = [f"lidocaine {percent} %" for percent in (4, 5, 10, 15)]
    short = [block(1.0, product=name, minutes=15, occluded=True) for name in names]
    hour = [block(1.0, product=name, minutes=60, occluded=True) for name in names]
    for series in (short, hour):
        assert all(np.all(more >= less - 1e-4) for less, more in pairwise(series))
    assert np.median(short[2]) > 1.1 * np.median(short[0])
    assert np.median(hour[2]) < 1.05 * np.median(hour[0])


def test_sites_hurt_in_their_order():
    # row N133: cheek worst, glabella least; around the mouth is elicited
    felt = [np.median(pain(PEN, 1.0, site=site)) for site in ("glabella", "cheek", "perioral")]
    assert felt == sorted(felt)
    assert np.median(pain(PEN, 1.0, site="abdomen")) < felt[1]


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
        numbed, plain = pain_vas(made, cream(minutes=20, occluded=occluded), SKIN, DRAWS)
        return numbed / plain

    assert np.all(left(0.5, True) <= left(0.5, False) + 1e-3)
    assert np.all(left(0.5, False) <= left(2.5, False) + 1e-3)
    assert np.median(left(0.5, False)) < np.median(left(2.5, False)) - 0.05
