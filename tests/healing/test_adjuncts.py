"""Who one is and what one puts on: each moves healing the way it is known to, and by more than rounding."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from helpers.needled import clock_of, course, gain, heal, outcomes, papillary, pen_session
from microneedling.observation.forecast import OutcomeForecast
from microneedling.skin.tissue import TissueTrajectory

EVERY_DAY, COUNT = 28, 4
ASSESSED_DAY = (COUNT - 1) * EVERY_DAY + 90
DAYS = np.unique(np.concatenate([[0.0], np.geomspace(0.02, 14, 60), np.arange(0.0, ASSESSED_DAY + 8.0)]))
MELASMA = {"kind": "melasma"}
PHOTOTYPES = ("I", "II", "III", "IV", "V", "VI")
SUN = ("none", "little", "some", "daily")


def planned(topical: str = "", after: tuple = (), concern: dict | None = None, **person):
    more = {"topical": [{"name": topical}]} if topical else {}
    sessions = [pen_session(index * EVERY_DAY, 1.5, 1, **more) for index in range(COUNT)]
    return course(sessions, concern, after=dict(after), **person)


@cache
def treated(topical: str = "", after: tuple = (), **person) -> TissueTrajectory:
    return heal(planned(topical, after, **person), DAYS)


@cache
def forecast(
    topical: str = "", after: tuple = (), melasma: bool = False, **person
) -> dict[str, OutcomeForecast]:
    return outcomes(planned(topical, after, MELASMA if melasma else None, **person), DAYS)


def collagen_gain(tissue: TissueTrajectory) -> float:
    """New intact collagen of the papillary dermis at the assessment day, share of young total collagen."""
    intact = papillary(tissue.collagen.type3 + tissue.collagen.intact_type1)
    return float(intact[DAYS == ASSESSED_DAY][0] - intact[0])


def assessed(found: dict[str, OutcomeForecast], name: str) -> float:
    return gain(found[name], ASSESSED_DAY)


def cytokine_peak(tissue: TissueTrajectory) -> float:
    return float(papillary(tissue.inflammation.cytokine).max() - tissue.baseline.inflammation.cytokine[0, 0])


def activation(**changes) -> float:
    return float(treated(**changes).pigment.activation.max())


def test_darker_phototypes_wake_their_melanocytes_more():
    peaks = [activation(phototype=phototype) for phototype in PHOTOTYPES]
    assert np.all(np.diff(peaks) > 0.05 * peaks[0]), peaks


def test_more_sun_wakes_melanocytes_more_and_darkens():
    peaks = [activation(phototype="V", after=(("sun", sun),)) for sun in SUN]
    assert np.all(np.diff(peaks) > 0.05 * peaks[0]), peaks
    index = [assessed(forecast(phototype="V", after=(("sun", sun),)), "hyperpigmentation") for sun in SUN]
    assert np.all(np.diff(index) < 0), index


@pytest.mark.parametrize("sun", SUN[1:])
def test_sunscreen_helps_wherever_there_is_sun(sun):
    bare, covered = (("sun", sun),), (("sun", sun), ("sunscreen", True))
    assert activation(phototype="V", after=covered) < 0.95 * activation(phototype="V", after=bare)
    better = assessed(forecast(phototype="V", after=covered), "hyperpigmentation")
    assert better > assessed(forecast(phototype="V", after=bare), "hyperpigmentation")


@pytest.mark.parametrize("phototype", ["III", "IV", "V"])
def test_tranexamic_acid_lowers_the_melanin_of_a_melasma_patch(phototype):
    plain = heal(planned(concern=MELASMA, phototype=phototype), DAYS).pigment.lesional_melanin_epidermis[0]
    acid = planned("tranexamic acid", concern=MELASMA, phototype=phototype)
    acid = heal(acid, DAYS).pigment.lesional_melanin_epidermis[0]
    after = (DAYS > 7) & (DAYS <= ASSESSED_DAY)
    assert np.all(acid[after] < plain[after])
    assert acid[DAYS == ASSESSED_DAY][0] < acid[0]


@pytest.mark.parametrize("phototype", ["III", "IV", "V"])
def test_tranexamic_acid_improves_the_score_of_melasma(phototype):
    plain = forecast(melasma=True, phototype=phototype)
    acid = forecast("tranexamic acid", melasma=True, phototype=phototype)
    assert assessed(acid, "melasma") > assessed(plain, "melasma")
    assert assessed(acid, "melasma") > 0


def test_tranexamic_acid_leaves_the_dermis_as_it_is():
    assert collagen_gain(treated("tranexamic acid")) == pytest.approx(collagen_gain(treated()), rel=1e-3)


@pytest.mark.parametrize("topical", ["ascorbic acid", "platelet-rich plasma"])
def test_vitamin_c_and_platelets_raise_collagen(topical):
    assert collagen_gain(treated(topical)) > 1.03 * collagen_gain(treated())
    assert assessed(forecast(topical), "fine_lines") > assessed(forecast(), "fine_lines")


def test_a_retinoid_raises_collagen_and_the_stronger_one_more():
    none, weak, strong = (
        collagen_gain(treated(after=(("retinoid", kind),))) for kind in ("none", "retinol", "tretinoin")
    )
    assert none < weak < strong


def test_a_longer_pause_of_the_retinoid_takes_away_from_it():
    short, long = (
        collagen_gain(treated(after=(("retinoid", "tretinoin"), ("retinoid_pause_day", pause))))
        for pause in (3, 21)
    )
    assert long < short


def test_corticosteroid_on_the_channels_lowers_cytokine_and_the_gain():
    assert cytokine_peak(treated("corticosteroid")) < 0.7 * cytokine_peak(treated())
    assert collagen_gain(treated("corticosteroid")) < collagen_gain(treated())


@pytest.mark.parametrize("drug", ["nsaid", "corticosteroid"])
def test_anti_inflammatory_drugs_lower_the_inflammation_and_the_gain(drug):
    after = (("anti_inflammatory", drug), ("anti_inflammatory_day", 7))
    calmed, plain = treated(after=after), treated()
    assert cytokine_peak(calmed) < 0.8 * cytokine_peak(plain)
    for cells in ("neutrophils", "macrophages_inflammatory"):
        assert getattr(calmed.inflammation, cells).max() < 0.9 * getattr(plain.inflammation, cells).max()
    assert collagen_gain(calmed) < collagen_gain(plain)
    assert assessed(forecast(after=after), "fine_lines") < assessed(forecast(), "fine_lines")


def test_occlusion_slows_the_barrier_while_it_lasts():
    """Under a wrap no plug dries in and the rim creeps; once it is off, the mouths close as they would have."""
    gaps = [treated(after=(("occlusion_h", hours),)).hydration.barrier_gap[0] for hours in (0, 4, 24, 48)]
    first, second, third = ([float(np.interp(day, DAYS, gap)) for gap in gaps] for day in (1.0, 2.0, 3.0))
    assert first[0] < first[1] < first[2]
    assert 10 * first[1] < first[2]
    assert 10 * second[2] < second[3]
    assert max(third) < 1e-4


@pytest.mark.parametrize("burden", [{"smoker": True}, {"conditions": ("diabetes",)}])
def test_smoking_and_diabetes_slow_healing(burden):
    plain, slowed = treated(), treated(**burden)
    radius, wide = plain.turnover.opening_radius_mm[0], slowed.turnover.opening_radius_mm[0]
    assert np.interp(0.5, DAYS, wide) > 1.05 * np.interp(0.5, DAYS, radius)
    assert (
        papillary(slowed.proliferation.fibroblasts).max() < papillary(plain.proliferation.fibroblasts).max()
    )
    assert collagen_gain(slowed) < 0.97 * collagen_gain(plain)
    assert assessed(forecast(**burden), "fine_lines") < assessed(forecast(), "fine_lines")


def test_both_burdens_together_weigh_more_than_either():
    one = collagen_gain(treated(smoker=True)), collagen_gain(treated(conditions=("diabetes",)))
    assert collagen_gain(treated(smoker=True, conditions=("diabetes",))) < min(one)


def test_age_slows_healing_and_makes_less_new_collagen():
    old, young = clock_of(75, "1.5"), clock_of(30, "1.5")
    assert old["reepithelialised_d"] > 1.1 * young["reepithelialised_d"]
    assert old["barrier_90_percent_d"] > 1.1 * young["barrier_90_percent_d"]
    assert old["sealed_90_percent_d"] < 1.05 * young["sealed_90_percent_d"]  # a plug, which dries at any age
    assert collagen_gain(treated(age_year=75)) < 0.95 * collagen_gain(treated(age_year=30))
    fibroblasts = [papillary(treated(age_year=age).proliferation.fibroblasts).max() for age in (30, 75)]
    assert fibroblasts[1] < fibroblasts[0]
