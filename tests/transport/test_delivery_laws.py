"""Laws that hold whatever the active: dose, drying, wraps, size, charge, strength and time, over random actives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.slabs import needled, values
from microneedling.transport import channel_course
from microneedling.transport.actives import Active, properties
from microneedling.transport.barrier_layers import hindrance, renkin
from microneedling.transport.dose import Dose
from microneedling.transport.permeation import permeate

pytestmark = pytest.mark.slow
HOURS = np.array([0.0, 0.5, 2.0, 8.0, 24.0])
EXACT = 1e-4
SLACK, LEAST = 2e-3, 1e-7  # of the amount compared, of the dose: what the steps misplace
NUMBERS = values()
SKIN, MADE = needled(NUMBERS)

actives = st.builds(
    Active,
    name=st.just("made up"),
    charge=st.sampled_from(["acid", "base", "neither"]),
    molecular_weight_da=st.floats(60, 3e5),
    log_k=st.floats(-4, 5),
    pka=st.floats(2, 10),
    unbound_fraction=st.floats(0.05, 1),
    solubility_mg_per_ml=st.floats(0.01, 400),
)
doses = st.builds(
    Dose,
    concentration_mg_per_ml=st.floats(0.1, 300),
    volume_ul_per_cm2=st.floats(1, 50),
    ph=st.floats(3, 9),
    occluded=st.booleans(),
)
laws = settings(max_examples=10, deadline=None, derandomize=True)
needles = st.booleans()


def got_in(dose: Dose, active: Active, pierced: bool) -> np.ndarray:
    """What living skin has received by each hour, ug/cm2 (time,)."""
    channels = channel_course.none(1)
    if pierced:
        channels = channel_course.closing(MADE, SKIN, NUMBERS, dose.occluded)
    return permeate(dose, active, SKIN, channels, NUMBERS, HOURS, tolerance=EXACT).past_the_corneum[0]


def no_less(more: np.ndarray, less: np.ndarray, dose: Dose) -> bool:
    """Whether `more` is nowhere below `less`, beyond what the steps misplace."""
    slack = SLACK * np.maximum(more, less) + LEAST * float(dose.amount_ug_per_cm2)
    return bool(np.all(more >= less - slack))


def soluble_mg_per_ml(active: Active, ph: float) -> float:
    return float(properties(active, NUMBERS).solubility_ug_per_ml(ph)[0]) / 1000


@laws
@given(active=actives, dose=doses, pierced=needles)
def test_never_more_than_the_dose(active, dose, pierced):
    assert got_in(dose, active, pierced).max() <= dose.amount_ug_per_cm2 * (1 + 1e-9)


@laws
@given(active=actives, dose=doses, pierced=needles)
def test_a_finite_dose_never_beats_an_endless_one_at_saturation(active, dose, pierced):
    endless = replace(
        dose, concentration_mg_per_ml=soluble_mg_per_ml(active, dose.ph), volume_ul_per_cm2=None
    )
    assert no_less(got_in(endless, active, pierced), got_in(dose, active, pierced), dose)


@laws
@given(active=actives, dose=doses, pierced=needles)
def test_a_wrap_never_lets_less_in(active, dose, pierced):
    """At equal activity: no film here is thick enough to be stronger dry than wet."""
    wrapped, bare = replace(dose, occluded=True), replace(dose, occluded=False)
    assert no_less(got_in(wrapped, active, pierced), got_in(bare, active, pierced), dose)


@laws
@given(active=actives, dose=doses, pierced=needles, larger=st.floats(1.1, 100))
def test_a_larger_molecule_is_never_faster(active, dose, pierced, larger):
    heavy = replace(active, molecular_weight_da=active.molecular_weight_da * larger)
    assert no_less(got_in(dose, active, pierced), got_in(dose, heavy, pierced), dose)


@laws
@given(active=actives, dose=doses, pierced=needles, stronger=st.floats(1.1, 10))
def test_a_stronger_product_never_delivers_less(active, dose, pierced, stronger):
    strong = replace(dose, concentration_mg_per_ml=dose.concentration_mg_per_ml * stronger)
    assert no_less(got_in(strong, active, pierced), got_in(dose, active, pierced), strong)


@laws
@given(active=actives, dose=doses, pierced=needles, more=st.floats(1.1, 5))
def test_more_of_a_product_never_delivers_less(active, dose, pierced, more):
    thick = replace(dose, volume_ul_per_cm2=dose.volume_ul_per_cm2 * more)
    assert no_less(got_in(thick, active, pierced), got_in(dose, active, pierced), thick)


@laws
@given(active=actives, dose=doses, pierced=needles)
def test_channels_never_bring_less(active, dose, pierced):
    assert no_less(got_in(dose, active, True), got_in(dose, active, False), dose)


@laws
@given(active=actives, dose=doses)
def test_longer_on_intact_skin_never_brings_less(active, dose):
    amounts = got_in(dose, active, False)
    assert no_less(amounts[1:], amounts[:-1], dose)


@laws
@given(active=actives, ph=st.floats(3, 8), step=st.floats(0.5, 3))
def test_the_more_of_an_acid_is_charged_the_less_gets_in(active, ph, step):
    acid = replace(active, charge="acid", solubility_mg_per_ml=400.0)
    sour = Dose(1.0, ph=ph)
    assert no_less(got_in(sour, acid, False), got_in(replace(sour, ph=ph + step), acid, False), sour)


def test_hindrance_falls_with_weight_without_a_step():
    weights = np.geomspace(18, 5e6, 400)
    found = np.array([float(hindrance(np.array([w]), NUMBERS)[0]) for w in weights])
    assert np.all(np.diff(found) < 0)
    assert found[-1] < 1e-6
    assert float(hindrance(np.array([180.0]), NUMBERS)[0]) == 1
    assert np.all(np.abs(np.diff(np.log(renkin(np.linspace(0.55, 0.65, 201))))) < 0.01)
