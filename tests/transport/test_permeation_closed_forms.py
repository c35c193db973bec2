"""Closed forms: membrane under an endless and under a finite dose, dermis with blood, and the limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq

from helpers.slabs import layer, needled, slab, values, volumes_of
from microneedling.transport import channel_course
from microneedling.transport.actives import find, properties
from microneedling.transport.channel_course import ChannelCourse
from microneedling.transport.delivery_summary import entry_ml_per_h, steady
from microneedling.transport.dose import ML_PER_MM_CM2, Dose
from microneedling.transport.mesh import FiniteVolumes, mesh
from microneedling.transport.permeation import permeate
from microneedling.transport.permeation_solver import march

THICK_MM, CONDUCTIVITY, STORAGE = 0.02, 0.004, 1.7
RATE = CONDUCTIVITY / STORAGE / THICK_MM**2  # D / L^2, 1/h


def membrane(finer: int = 4):
    return volumes_of(slab("stratum_corneum", layer(THICK_MM, CONDUCTIVITY, STORAGE)), finer)


def test_endless_dose_steady_flux_and_lag_of_a_membrane():
    """J = lam c / L, and the line through the late amounts meets zero at L^2 / 6 D."""
    volumes, one = membrane(), np.array([1.0])
    hours = np.linspace(0, 8 / RATE, 41)
    start = np.zeros((volumes.nodes, 1))
    found = march(lambda t: volumes.links(t, one, held=100 * one), start, hours, 1e-6)
    into = found.drained[0, :, 0]
    flux = (into[-1] - into[-9]) / (hours[-1] - hours[-9])
    assert flux == pytest.approx(ML_PER_MM_CM2 * CONDUCTIVITY / THICK_MM * 100, rel=1e-4)
    assert hours[-1] - into[-1] / flux == pytest.approx(1 / (6 * RATE), rel=5e-3)


def test_finite_dose_over_a_membrane_follows_its_series():
    """A stirred dose of volume V over a membrane with a sink: roots of q tan q = K L / V."""
    volumes, volume = membrane(), 0.5 * ML_PER_MM_CM2 * THICK_MM * STORAGE
    ratio = ML_PER_MM_CM2 * THICK_MM * STORAGE / volume
    hours = np.array([0.0, 0.05, 0.1, 0.3, 1.0]) / RATE
    start = np.zeros((volumes.nodes, 1))
    start[0] = 1.0
    found = march(lambda t: volumes.links(t, np.array([volume])), start, hours, 1e-7)
    left = np.zeros(hours.size)
    for n in range(4000):
        # q tan q = ratio has one root in each (n pi, n pi + pi / 2).
        q = brentq(lambda x: x * np.sin(x) - ratio * np.cos(x), n * np.pi, n * np.pi + np.pi / 2)
        left += 2 * ratio / (q**2 + ratio + ratio**2) * np.exp(-(q**2) * RATE * hours)
    assert found.amount[1:, 0, 0] == pytest.approx(left[1:], rel=4e-3)


def test_dermis_with_blood_takes_the_profile_of_hyperbolic_sine():
    """lam u'' = k u with u(0) = c and a sink below: u = c sinh((L - z)/d) / sinh(L/d), d = sqrt(lam / k)."""
    thick, lam, blood = 0.8, 0.3, 4.0
    skin = slab("reticular", layer(thick, lam, 0.9, blood_per_h=blood))
    volumes = volumes_of(skin, 4)
    u = volumes.links(0.0, np.ones(1), held=np.array([50.0])).steady()[volumes.tissue, 0]
    mine = volumes.cells.of("reticular")
    depth = volumes.cells.middle_mm[mine, 0] - volumes.cells.faces_mm[np.flatnonzero(mine)[0], 0]
    far = np.sqrt(lam / blood)
    assert u[mine] == pytest.approx(50 * np.sinh((thick - depth) / far) / np.sinh(thick / far), rel=2e-3)


def test_no_needles_is_intact_skin():
    numbers = values()
    skin, made = needled(numbers)
    shut = replace(channel_course.losing(made, None), open_fraction=np.zeros((1, 161)))
    hours = np.array([0.0, 1, 6, 24])
    for name in ("caffeine", "hyaluronic acid"):
        bare, closed = (
            permeate(Dose(10.0), find(name), skin, channels, numbers, hours)
            for channels in (channel_course.none(1), shut)
        )
        assert closed.receptor_or_blood == pytest.approx(bare.receptor_or_blood, rel=2e-3, abs=1e-6)


def open_everywhere(depth_mm: float, per_mm2: float = 50.0) -> ChannelCourse:
    """Channels that take all of the area down to a depth, and stay."""
    depth = np.array([0.0, depth_mm - 1e-6, depth_mm, 6.0])
    area = np.array([[1.0, 1.0, 0.0, 0.0]])
    return ChannelCourse(depth, area, per_mm2 * area, np.array([0.0, 1e4]), np.ones((1, 2)))


def test_all_channels_open_is_bare_dermis():
    """Without corneum and epidermis an endless dose meets mouths, a layer of fluid and the dermis, and nothing else."""
    numbers = values()
    skin, _ = needled(numbers)
    active = find("caffeine")
    top = float(skin.dermis_top_mm[0])
    dose = Dose(10.0, None, occluded=True)
    found = permeate(
        dose, active, skin, open_everywhere(top), numbers, np.array([0.0, 100, 200]), "franz", finer=2
    )
    dermis = found.barrier.layers["reticular"]
    fluid = top / found.barrier.channel_mm2_per_h[0]
    mouths = 1 / (4 * 50.0 / np.sqrt(np.pi * 50.0) * found.barrier.channel_mm2_per_h[0])  # n 4 r D, all open
    series = mouths + fluid + skin.dermis_mm[0] / dermis.conductivity_mm2_per_h[0]
    expected = ML_PER_MM_CM2 * dose.strength_ug_per_ml / series
    assert steady(found)[0][0] == pytest.approx(expected, rel=0.03)
    intact = permeate(dose, active, skin, channel_course.none(1), numbers, np.array([0.0, 100, 200]), "franz")
    assert steady(found)[0][0] > 30 * steady(intact)[0][0]


def test_intact_skin_passes_what_its_permeability_says():
    """Endless dose in a Franz cell: J = c / (1/kp + living layers)."""
    numbers = values()
    skin, _ = needled(numbers)
    for name in ("caffeine", "lidocaine", "sucrose"):
        dose = Dose(1.0, None, ph=7.4)
        found = permeate(
            dose, find(name), skin, channel_course.none(1), numbers, np.array([0.0, 2000, 4000]), "franz"
        )
        rest = sum(
            item.thickness_mm[0] / item.conductivity_mm2_per_h[0]
            for key, item in found.barrier.layers.items()
            if key != "stratum_corneum"
        )
        expected = ML_PER_MM_CM2 * dose.strength_ug_per_ml / (1 / found.barrier.kp_mm_per_h[0] + rest)
        assert steady(found)[0][0] == pytest.approx(expected, rel=2e-3), name


def test_watery_ways_carry_the_same_beside_a_wide_channel():
    """A needle's channel adds to the ways that are there; halving the cells must not open a short cut."""
    numbers = values()
    skin, made = needled(numbers)
    dose = Dose(10.0, occluded=True)
    channels = channel_course.losing(made, None)
    flows = []
    for finer in (1, 4):
        found = permeate(dose, find("sucrose"), skin, channels, numbers, np.array([0.0, 0.1]))
        volumes = FiniteVolumes(mesh(found.barrier, finer), found.barrier, channels)
        flows.append(float(entry_ml_per_h(volumes, 0.0)[0]))
    assert flows[0] == pytest.approx(flows[1], rel=0.02)


def test_a_product_beyond_solubility_pushes_no_harder():
    """Twice as much of an active that water cannot hold gives no more than the same flux."""
    numbers = values()
    skin, _ = needled(numbers)
    bare, hours = channel_course.none(1), np.array([0.0, 1, 4])
    weak, strong = (
        permeate(Dose(c, None, ph=7.4), find("retinol"), skin, bare, numbers, hours).past_the_corneum[0, -1]
        for c in (1.0, 2.0)
    )
    assert strong == pytest.approx(weak, rel=1e-9)
    soluble = properties(find("caffeine"), numbers).solubility_ug_per_ml(7.4)[0]
    assert soluble > 10_000
