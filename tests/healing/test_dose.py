"""What depth and density buy: their share when sparse, less and less when dense, and a price for too much."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from helpers.needled import course, density_per_cm2, gain, glide_for, heal, outcomes, papillary, pen_session

ASSESSED_DAY = 90.0
OUTCOME_DAYS = np.unique(np.append(np.arange(0.0, 98.0, 7.0), ASSESSED_DAY))
EARLY_DAYS = np.unique(np.concatenate([[0.0], np.geomspace(0.02, 14, 60), np.arange(14.0, 61.0)]))
DEPTHS_MM = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0)
DENSITIES_PER_CM2 = (50, 100, 300, 600, 1200, 2400, 4800)
CONCERNS = {
    "fine_lines": {"kind": "fine lines"},
    "acne_scar_rolling": {"kind": "atrophic acne scar", "subtype": "rolling"},
    "acne_scar_boxcar": {"kind": "atrophic acne scar", "subtype": "boxcar"},
    "acne_scar_icepick": {"kind": "atrophic acne scar", "subtype": "icepick"},
    "surgical_scar": {"kind": "surgical scar"},
    "traumatic_scar": {"kind": "traumatic scar"},
    "striae_alba": {"kind": "striae alba"},
    "striae_rubra": {"kind": "striae rubra"},
}
FIELD = (
    "fine_lines",
    "texture",
    "roughness",
    "pore_size",
    "elasticity",
    "elastic_recovery",
    "firmness",
    "rejuvenation",
)
LASTING = (*FIELD, *(name for name in CONCERNS if name not in FIELD))
NEAR_THE_SURFACE = (*FIELD, "striae_rubra", "striae_alba")  # read in the upper dermis, or by its vessels

lasting = pytest.mark.parametrize("name", LASTING)


def planned(depth_mm: float, per_cm2: float, name: str = "fine_lines", **person):
    one = pen_session(0, depth_mm, 1, glide_speed_mm_per_s=glide_for(per_cm2))
    return course([one], CONCERNS.get(name), **person)


@cache
def gains(depth_mm: float, per_cm2: float, concern: str) -> dict[str, float]:
    found = outcomes(planned(depth_mm, per_cm2, concern), OUTCOME_DAYS)
    return {name: gain(item, ASSESSED_DAY) for name, item in found.items()}


def gained(name: str, depth_mm: float, per_cm2: float) -> float:
    """Gain of one session 90 days later, in the units of the outcome."""
    return gains(depth_mm, per_cm2, name if name in CONCERNS else "fine_lines")[name]


@cache
def struck(per_cm2: float, phototype: str = "III"):
    return heal(planned(1.5, per_cm2, phototype=phototype), EARLY_DAYS)


def test_the_pen_of_these_tests_makes_the_density_asked_for():
    for per_cm2 in DENSITIES_PER_CM2:
        assert density_per_cm2(planned(1.5, per_cm2)) == pytest.approx(per_cm2, rel=1e-6)


@lasting
def test_a_quarter_of_a_millimetre_does_little(name):
    """Least for what lies deep; what lies in the upper dermis hears of dense channels that just enter it."""
    full = gained(name, 1.5, 2400)
    assert full > 0
    assert abs(gained(name, 0.25, 2400)) < (0.25 if name in NEAR_THE_SURFACE else 0.10) * full
    assert abs(gained(name, 0.25, 300)) < 0.10 * full


@lasting
def test_fifty_channels_per_cm2_do_their_share(name):
    """Linear where channels are sparse: a sixth of the channels do at least a sixth, and little more than a half."""
    share = gained(name, 1.5, 50) / gained(name, 1.5, 300)
    assert 0.15 < share < 0.55


@pytest.mark.parametrize("name", [name for name in LASTING if name != "striae_rubra"])
def test_sparse_channels_add_up(name):
    """No threshold: twice as many give 1.6 to 2.2 times as much."""
    assert 1.6 < gained(name, 1.5, 60) / gained(name, 1.5, 30) < 2.2


@lasting
@pytest.mark.parametrize("per_cm2", [300, 2400])
def test_more_depth_never_gives_less_up_to_saturation_and_loses_nothing_beyond(name, per_cm2):
    series = np.array([gained(name, depth_mm, per_cm2) for depth_mm in DEPTHS_MM]) / gained(
        name, 3.0, per_cm2
    )
    saturated = int(np.argmax(series >= 0.95))
    rising = series[: saturated + 1]
    above = rising[1:] > 0.05  # needles that reach no dermis may cost a trace more than they give
    assert np.all(np.diff(rising)[above] > -1e-3), (
        series
    )  # where the papillary dermis is full, the rest may pause
    assert np.all(np.abs(rising[1:][~above]) < 0.05), series
    assert np.all(series[saturated:] > 0.95), series


@pytest.mark.parametrize("name", FIELD)
def test_depth_saturates_once_the_needles_pass_the_upper_dermis(name):
    """Crowded channels more so than sparse ones: around these the cell's upper dermis still gains 8 % with length."""
    for per_cm2, most in ((300, 1.08), (2400, 1.05)):
        assert gained(name, 3.0, per_cm2) < most * gained(name, 2.0, per_cm2)


@lasting
def test_twice_the_channels_never_give_twice_the_gain_where_they_share_their_skin(name):
    assert gained(name, 1.5, 600) < 2.0 * gained(name, 1.5, 300)
    assert gained(name, 1.5, 2400) < 1.35 * gained(name, 1.5, 1200)
    assert gained(name, 1.5, 4800) < 1.15 * gained(name, 1.5, 2400)


@pytest.mark.parametrize("name", FIELD)
def test_the_gain_levels_off_where_channels_crowd(name):
    """In the cell around a channel, too, collagen still gains 3 to 4 % from 1500 to 3000 channels/cm2."""
    assert gained(name, 1.5, 4800) < 1.2 * gained(name, 1.5, 1200)


def _melanin(pigment) -> np.ndarray:
    return pigment.melanin_epidermis + pigment.melanin_corneum


def _prices(per_cm2: float) -> dict[str, float]:
    tissue, dark = struck(per_cm2), struck(per_cm2, "V")
    broken = papillary(tissue.collagen.collagenase * tissue.collagen.type1_mature)
    return {
        "debris": papillary(tissue.inflammation.debris).max(),
        "collagenase": papillary(tissue.collagen.collagenase).max(),
        "collagen broken in two weeks": np.trapezoid(np.where(EARLY_DAYS <= 14, broken, 0), EARLY_DAYS),
        "refractoriness": papillary(tissue.proliferation.refractoriness).max(),
        "melanocyte activation": tissue.pigment.activation.max(),
        "melanin that dark skin gains": _melanin(dark.pigment).max() - _melanin(dark.baseline.pigment)[0],
        "melanin dropped into the dermis": tissue.pigment.melanin_dermis.max(),
        "neutrophils": papillary(tissue.inflammation.neutrophils).max(),
        "what is sore": float(tissue.damage.wound.max()),
    }


@pytest.mark.parametrize("price", list(_prices(300)))
def test_too_many_channels_cost(price):
    paid = [float(_prices(per_cm2)[price]) for per_cm2 in (100, 300, 600, 1200, 2400, 4800)]
    assert paid == sorted(paid), paid
    assert paid[-1] > 1.1 * paid[1], paid


def test_far_too_many_channels_leave_scar_and_undo_the_gain():
    """Damage has no ceiling: what is lost of the dermis's architecture outgrows what is gained."""
    lost = [float(struck(per_cm2).damage.disarray.max()) for per_cm2 in (300, 4800, 15000, 60000)]
    assert lost[0] < 1e-4
    assert np.all(np.diff(np.log(lost)) > np.diff(np.log([300, 4800, 15000, 60000]))), lost
    for name in ("acne_scar_rolling", "texture", "fine_lines"):
        fair, much, far = (gained(name, 1.5, per_cm2) for per_cm2 in (4800, 15000, 60000))
        assert fair > much > far, (fair, much, far)
        assert far < 0 < fair
