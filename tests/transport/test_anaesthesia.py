"""Numbing and pain against the rows that set them, and the direction each cause must push."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microneedling.device.instrument import Pen, Roller
from microneedling.evidence.registry import registry
from microneedling.injury.punctures import punctures
from microneedling.outcomes.safety import pain_vas
from microneedling.skin.anatomy import anatomy
from microneedling.transport.anaesthesia import PRODUCTS, insertion_pain, numbed_depth_mm, pain_block

REACH_OF_ANCHOR = np.full(1, 1.4)  # of a 2 mm roller, mm
NOMINAL, DRAWS = registry().nominal(), registry().draws(50, 2)
PEN = Pen(needle_count=12, needle_diameter_mm=0.25, needle_length_mm=3.0, frequency_hz=90, tip_width_mm=8)


def roller(length_mm: float) -> Roller:
    return Roller(
        needle_count=192,
        needle_diameter_mm=0.25,
        needle_length_mm=length_mm,
        drum_diameter_mm=20,
        drum_width_mm=20,
    )


def pain(instrument, depth_mm, values=DRAWS, site="cheek"):
    session = SimpleNamespace(depth_mm=depth_mm, passes=4, glide_speed_mm_per_s=20.0)
    skin = anatomy(SimpleNamespace(age_year=30, sex="female", site="cheek"), values)
    return insertion_pain(punctures(instrument, session, skin, values), instrument, site, values)


def test_numbed_depth_by_the_hour():
    # rows A335, A336: 2.9 mm after 60 min, 4.5 mm after 120 min under a wrap
    assert numbed_depth_mm("EMLA", 60, NOMINAL, occluded=True)[0] == pytest.approx(2.9)
    assert numbed_depth_mm("EMLA", 120, NOMINAL, occluded=True)[0] == pytest.approx(4.5, rel=0.01)


def test_relief_at_cannulation():
    # rows A339-A341: 2.62 and 1.85 of 4.78; a vein lies about 2 mm deep
    vein = {"reach_mm": np.full(1, 2.2), "occluded": True}
    assert pain_block("EMLA", 60, NOMINAL, **vein)[0] == pytest.approx(1 - 2.62 / 4.78, abs=0.05)
    assert pain_block("lidocaine 10 %", 60, NOMINAL, **vein)[0] == pytest.approx(1 - 1.85 / 4.78, abs=0.05)


@settings(deadline=None)
@given(product=st.sampled_from(sorted(PRODUCTS)), minutes=st.floats(0, 240), more=st.floats(1, 100))
def test_longer_numbing_never_removes_less(product, minutes, more):
    reach = np.full(DRAWS.count, 1.0)
    less, longer = (pain_block(product, m, DRAWS, reach_mm=reach) for m in (minutes, minutes + more))
    assert np.all((less >= 0) & (less <= 1))
    assert np.all(longer >= less)
    assert np.all(pain_block(product, minutes, DRAWS, reach_mm=reach, occluded=True) >= less)


def test_shallow_needles_are_numbed_first():
    blocks = [pain_block("EMLA", 30, DRAWS, reach_mm=np.full(DRAWS.count, z)) for z in (0.3, 1.5, 3.0)]
    assert all(np.all(shallow > deep) for shallow, deep in pairwise(blocks))


def test_nothing_put_on_removes_nothing():
    reach = np.full(DRAWS.count, 1.0)
    assert np.all(pain_block(None, 60, DRAWS, reach_mm=reach) == 0)
    assert np.all(pain_block("EMLA", 0, DRAWS, reach_mm=reach) == 0)


def test_pain_rises_with_length_and_stays_on_its_scale():
    steps = [pain(roller(length), length) for length in (0.5, 1.0, 1.5, 2.5)]
    assert all(np.all(b > a) for a, b in pairwise(steps))
    assert np.all((steps[0] > 0) & (steps[-1] < 10))
    assert np.median(pain(roller(2.5), 2.5)) > np.median(pain(PEN, 2.5))  # row C309: the roller hurts more


def test_pain_of_the_anchored_sessions():
    # rows C303 (1.08, numbed, 2 mm roller) and C305 (5.23) lie inside what the draws allow
    values = registry().draws(400, 1)
    plain = pain(roller(2.0), 2.0, values)
    numbed = plain * (1 - pain_block("EMLA", 60, values, reach_mm=REACH_OF_ANCHOR, occluded=True))
    assert np.quantile(numbed, 0.1) < 1.08 < np.quantile(numbed, 0.9)
    assert np.quantile(plain, 0.1) < 5.23 < np.quantile(plain, 0.9)


def test_tender_sites_hurt_more():
    assert np.median(pain(PEN, 1.0, site="perioral")) > np.median(pain(PEN, 1.0))


def test_thicker_needles_hurt_little_more_and_the_anchor_is_its_own_diameter():
    thick = PEN.model_copy(update={"needle_diameter_mm": 0.5})
    session = SimpleNamespace(depth_mm=1.0, passes=4, glide_speed_mm_per_s=20.0)
    skin = anatomy(SimpleNamespace(age_year=30, sex="female", site="cheek"), NOMINAL)
    same = punctures(PEN, session, skin, NOMINAL)
    thin, wide = (insertion_pain(same, needles, "cheek", NOMINAL)[0] for needles in (PEN, thick))
    assert thin < wide < 1.2 * thin  # row A323: no significant effect of width
    flat = NOMINAL.with_values({"transport.pain_diameter_exponent": 1.0})
    assert insertion_pain(same, PEN, "cheek", flat)[0] == pytest.approx(thin)


def test_numbing_of_a_session_is_judged_at_the_reach_and_under_its_wrap():
    skin = anatomy(SimpleNamespace(age_year=30, sex="female", site="cheek"), DRAWS)
    person = SimpleNamespace(site="cheek")

    def left(depth_mm, occluded):
        session = SimpleNamespace(depth_mm=depth_mm, passes=4, glide_speed_mm_per_s=20.0)
        cream = SimpleNamespace(product="EMLA", minutes=45, occluded=occluded)
        made = punctures(PEN, session, skin, DRAWS)
        numbed, plain = pain_vas(made, PEN, person, cream, DRAWS)
        return numbed / plain

    assert np.all(left(0.5, True) < left(0.5, False))
    assert np.all(left(0.5, False) < left(2.5, False))
