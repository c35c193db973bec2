"""Healing around one channel: linear where channels are sparse, level where they crowd, the mesh fine enough."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.evidence.registry import registry
from microneedling.healing.unit_cell import unit_cell
from microneedling.skin.person import Person

YOUNG = Person(age_year=25, sex="female", phototype="II", site="cheek", photoageing=0.0)
DENSITY = np.array([15.0, 30.0, 100.0, 300.0, 675.0, 1500.0, 3000.0])
DAYS = np.array([0.0, 1.0, 3.0, 7.0, 14.0, 28.0, 60.0, 90.0])
# With recruitment x/(1 + x) and the rates of docs/decisions/0018; decision 16 has the cell of the even power.
GAINED = {
    0.03: (0.00315, 0.00629, 0.0188, 0.0362, 0.0471, 0.0551, 0.0602),
    0.05: (0.00654, 0.0129, 0.0325, 0.0489, 0.0568, 0.0620, 0.0642),
}


def gained(radius_mm: float, rings: int = 64, density: np.ndarray = DENSITY) -> np.ndarray:
    healing = registry().nominal().with_values({"ageing.pace": 0.0})  # years take collagen too
    values = healing.stacked([{} for _ in density])
    found = unit_cell(YOUNG, density, np.full(density.size, radius_mm), values, DAYS, rings=rings)
    assert not found.failed.any()
    return found.collagen.total[:, -1, 0] - found.baseline.collagen.total[:, 0]


@pytest.mark.parametrize("radius_mm", GAINED)
def test_collagen_gained_by_density(radius_mm: float):
    np.testing.assert_allclose(gained(radius_mm), GAINED[radius_mm], rtol=0.03)


def test_twice_the_sparse_channels_gain_twice_the_collagen():
    few = gained(0.05, density=np.array([5.0, 10.0, 20.0]))
    np.testing.assert_allclose(few[1:] / few[:-1], 2.0, rtol=0.04)


@pytest.mark.parametrize("rings", [32, 96])
def test_the_mesh_is_fine_enough(rings: int):
    np.testing.assert_allclose(gained(0.05, rings), gained(0.05, 64), rtol=0.04)


def test_no_channel_no_healing():
    """A channel of no width sets nothing free: the cell stays at its baseline."""
    np.testing.assert_allclose(gained(1e-4, density=np.array([15.0])), 0.0, atol=1e-6)
