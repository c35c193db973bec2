"""Random actives and doses: nothing is lost, nothing is negative, more channels never bring less, batches agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.slabs import needled, values
from helpers.subject import some
from microneedling.evidence.registry import registry
from microneedling.transport import channel_course
from microneedling.transport.actives import ACTIVES, Active, find, properties
from microneedling.transport.delivery_summary import summary
from microneedling.transport.dose import Dose
from microneedling.transport.permeation import permeate

HOURS = np.array([0.0, 0.25, 1.0, 4.0, 12.0])
PARTS = (
    "surface",
    "wiped_off",
    "stratum_corneum",
    "epidermis",
    "dermis",
    "subcutis",
    "beyond",
    "blood",
    "breakdown",
)

actives = st.builds(
    Active,
    name=st.just("made up"),
    charge=st.sampled_from(["acid", "base", "neither"]),
    molecular_weight_da=st.floats(18, 1e6),
    log_k=st.floats(-8, 7),
    pka=st.floats(1, 12),
    unbound_fraction=st.floats(0.001, 1),
    solubility_mg_per_ml=st.floats(1e-5, 900),
    breakdown_half_life_h=st.none() | st.floats(0.1, 100),
)
doses = st.builds(
    Dose,
    concentration_mg_per_ml=st.floats(0.01, 500),
    volume_ul_per_cm2=st.floats(0.5, 500),
    ph=st.floats(2, 10),
    applied_after_min=st.floats(0, 2880),
    wiped_off_min=st.none() | st.floats(1, 600),
    occluded=st.booleans(),
    dries=st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True)
@given(active=actives, dose=doses, needles=st.booleans(), mode=st.sampled_from(["in vivo", "franz"]))
def test_nothing_is_lost_or_negative(active, dose, needles, mode):
    numbers = values(2, seed=3)
    skin, made = needled(numbers)
    channels = (
        channel_course.closing(made, skin, numbers, dose.occluded) if needles else channel_course.none(2)
    )
    found = permeate(dose, active, skin, channels, numbers, HOURS, mode)
    whole = sum(getattr(found, part) for part in PARTS)
    assert np.allclose(whole, dose.amount_ug_per_cm2, rtol=1e-8, atol=0)
    assert found.mass_balance_error < 1e-8
    for part in PARTS:
        assert getattr(found, part).min() >= 0, part
    assert np.all(np.isfinite(found.flux_into_skin_ug_per_cm2_h))


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True)
@given(active=actives, ph=st.floats(3, 9))
def test_a_wider_opening_never_brings_less(active, ph):
    numbers = values()
    skin, made = needled(numbers)
    narrow = channel_course.losing(made, None)
    wide = replace(narrow, area_fraction=np.minimum(3 * narrow.area_fraction, 1.0))
    dose = Dose(5.0, ph=ph)
    less, more = (
        permeate(dose, active, skin, channels, numbers, HOURS, tolerance=1e-4).past_the_corneum[0, 1:]
        for channels in (narrow, wide)
    )
    assert np.all(more >= less - 2e-3 * dose.amount_ug_per_cm2)


@pytest.mark.slow
def test_a_batch_gives_what_its_draws_give_alone():
    book = registry().draws(30, 5)
    skin, made = needled(book)
    dose, channels = Dose(10.0), channel_course.closing(made, skin, book, False)
    together = permeate(dose, find("caffeine"), skin, channels, book, HOURS, tolerance=1e-5)
    for k in (0, 17):
        alone = book.subset(np.arange(30) == k)
        own_skin, own = needled(alone)
        course = channel_course.closing(own, own_skin, alone, False)
        single = permeate(dose, find("caffeine"), own_skin, course, alone, HOURS, tolerance=1e-5)
        assert together.receptor_or_blood[k] == pytest.approx(single.receptor_or_blood[0], abs=0.01)


def test_the_same_numbers_give_the_same_bytes():
    numbers = values(3)
    skin, made = needled(numbers)
    channels = channel_course.losing(made, None)
    one, two = (permeate(Dose(1.0), find("lidocaine"), skin, channels, numbers, HOURS) for _ in range(2))
    assert one.receptor_or_blood.tobytes() == two.receptor_or_blood.tobytes()


def test_charged_molecules_cross_slower():
    numbers = values()
    skin, _ = needled(numbers)
    bare = channel_course.none(1)
    got = [
        permeate(Dose(1.0, None, ph=ph), find("lidocaine"), skin, bare, numbers, HOURS).past_the_corneum[
            0, -1
        ]
        for ph in (9.0, 5.0)
    ]
    assert got[0] > 5 * got[1]


def test_put_on_later_less_gets_in_and_the_window_says_so():
    numbers = values()
    skin, made = needled(numbers)
    channels = channel_course.closing(made, skin, numbers, False)
    active = find("hyaluronic acid 20 kDa")
    got = []
    for minutes in (0.0, 480.0, 1440.0):
        dose = Dose(10.0, applied_after_min=minutes)
        found = permeate(dose, active, skin, channels, numbers, HOURS)
        got.append(found.past_the_corneum[0, -1])
    assert got[0] > 1.2 * got[1] > 1.2 * got[2]
    told, intact = summary(found, dose, active, skin, channels, numbers)
    assert got[2] == pytest.approx(intact.past_the_corneum[0, -1], rel=0.05)  # channels are shut by then
    assert 12 < told.window_h[0] < 24  # a radius of 0.034 mm at 0.04 mm a day


def test_wiping_off_ends_the_supply():
    numbers = values()
    skin, made = needled(numbers)
    channels = channel_course.losing(made, None)
    found = permeate(Dose(10.0, wiped_off_min=60.0), find("caffeine"), skin, channels, numbers, HOURS)
    assert found.surface[0, 3] == 0
    assert found.wiped_off[0, 3] > 1
    assert np.all(found.flux_into_skin_ug_per_cm2_h[0, 3:] < found.flux_into_skin_ug_per_cm2_h[0, 1])


def test_every_active_has_its_numbers_and_passes():
    numbers = values(2)
    for name in some(ACTIVES):
        made = properties(find(name), numbers)
        assert np.all(made.solubility_ug_per_ml(5.5) > 0), name
        assert (made.pka is None) == (ACTIVES[name] == "neither"), name


@pytest.mark.slow
def test_every_number_of_permeation_moves_an_amount():
    """No dead knobs: each number, moved to an end of its range, moves an amount somewhere."""
    book = registry()
    mine = [
        entry
        for entry in book.values()
        if entry.group in ("permeation", "actives")
        and not entry.where.startswith("convention")
        and not entry.key.split(".")[1].startswith(
            ("cream_", "block_", "product_")
        )  # see test_numbing_transport
    ]
    left = {
        e.key: e.range[0] if e.range and e.range[0] != e.value else (e.value or 0) * 2 + 0.1 for e in mine
    }
    for name in some(ACTIVES):
        keys = [
            key
            for key in left
            if not key.startswith("actives.") or key.endswith(name.lower().replace(" ", "_"))
        ]
        numbers = book.nominal().stacked([{}, *({key: left[key]} for key in keys)])
        skin, made = needled(numbers)
        for occluded, ph, site, mode in (
            (False, 4.0, "cheek", "in vivo"),
            (True, 8.5, "cheek", "in vivo"),
            (True, 4.0, "scalp", "franz"),
        ):
            dose = Dose(900.0, applied_after_min=30, ph=ph, occluded=occluded)
            channels = channel_course.closing(made, skin, numbers, occluded)
            for bare in (False, True):
                course = channel_course.none(len(keys) + 1) if bare else channels
                here = replace(skin, site=site)
                found = permeate(dose, find(name), here, course, numbers, HOURS, mode, tolerance=1e-4)
                amounts = np.concatenate([getattr(found, part) for part in PARTS], axis=1)
                moved = np.abs(amounts[1:] - amounts[0]).max(axis=1) > 1e-6 * np.abs(amounts[0]).max()
                for key, yes in zip(keys, moved, strict=True):
                    if yes:
                        left.pop(key, None)
    assert not left, "\n".join(sorted(left))


def test_concentrations_by_depth_agree_with_the_layers():
    """What is told at a depth lies between its cells."""
    numbers = values(2)
    skin, made = needled(numbers)
    channels = channel_course.losing(made, None)
    found = permeate(Dose(10.0), find("lidocaine"), skin, channels, numbers, HOURS)
    place = int(np.flatnonzero(found.cells.of("reticular"))[3])
    depth = found.cells.middle_mm[place]
    at = found.concentration_at(depth)
    assert at == pytest.approx(found.free_in_cells[:, place].T)
    mean = found.free_concentration_ug_per_ml["reticular"]
    mine = found.free_in_cells[:, found.cells.of("reticular")]
    assert np.all((mean >= mine.min(axis=1).T - 1e-12) & (mean <= mine.max(axis=1).T + 1e-12))
