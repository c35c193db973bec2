"""A product put on at a session acts by what of it gets in."""

import numpy as np
import pytest

from helpers.needled import course, pen_session
from microneedling.course.protocol import protocol_of
from microneedling.evidence.registry import priors
from microneedling.healing.process import DRIVERS
from microneedling.protocol.topicals import TOPICALS

VALUES = priors().draws(12, 4)


def share(depth_mm: float, **product) -> np.ndarray:
    session = pen_session(0, depth_mm) | {"topical": [product]}
    ((found,),) = protocol_of(course([session]), np.zeros(1)).prepare(VALUES).product_shares
    return found


@pytest.mark.parametrize("name", [name for name, does in TOPICALS.items() if does.active])
def test_what_gets_in_is_a_share(name):
    found = share(1.0, name=name)
    assert found.shape == (12,)
    assert np.all((found > 0) & (found < 1))


def test_stronger_and_more_act_further():
    usual = share(1.0, name="tranexamic acid", concentration_mg_per_ml=4, dose_ul_per_cm2=10)
    assert np.all(share(1.0, name="tranexamic acid", concentration_mg_per_ml=40, dose_ul_per_cm2=10) > usual)
    assert np.all(share(1.0, name="tranexamic acid", concentration_mg_per_ml=4, dose_ul_per_cm2=30) > usual)


def test_closed_channels_let_little_in():
    early, late = (
        share(1.0, name="ascorbic acid", concentration_mg_per_ml=150, applied_after_min=minutes)
        for minutes in (0, 20160)
    )
    assert np.median(late / early) < 0.8


def test_a_product_moves_its_drivers_and_only_those():
    session = pen_session(0, 1.0) | {"topical": [{"name": "ascorbic acid"}, {"name": "tretinoin"}]}
    planned = course([session])
    windows = protocol_of(planned, np.zeros(1)).prepare(VALUES).adjuncts.windows
    drivers = {"collagen_gain", "melanin_gain", "collagenase_gain", "synthesis_gain"}
    assert {window.driver for window in windows} == drivers
    assert {window.driver for window in windows} <= set(DRIVERS)
    gain = next(window for window in windows if window.driver == "collagen_gain").factor
    full = VALUES["adjunct.ascorbic_acid_collagen_gain"]
    assert np.all((gain > 1) & (gain < full))
