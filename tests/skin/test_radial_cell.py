"""Rings around a channel: they fill the cell, conserve what flows, and diffuse as the exact solution does."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.linalg import expm
from scipy.special import i0, i1, k0, k1

from microneedling.skin.radial_cell import RadialCell

CHANNEL, DENSITY = np.array([0.03, 0.05]), np.array([100.0, 675.0])


def cell(rings: int = 64) -> RadialCell:
    depth = np.array([0.2, 0.2])
    return RadialCell.around(CHANNEL, DENSITY, depth, depth / 2, rings)


def coupling(found: RadialCell, draw: int, diffusivity: float) -> np.ndarray:
    """Matrix of the rings of one draw in 1/d: what exchange alone does to their concentrations."""
    inside, outside = np.moveaxis(found.exchange(np.full(found.draws, diffusivity))[draw, 1:], 1, 0)
    return np.diag(inside[1:], -1) + np.diag(outside[:-1], 1) - np.diag(inside + outside)


def test_rings_fill_the_share_of_skin_of_one_channel():
    np.testing.assert_allclose(cell().area_mm2.sum(axis=1), 100.0 / DENSITY)


def test_weights_are_the_share_of_area_and_sum_to_one():
    weights = cell().zone_weights()
    np.testing.assert_allclose(weights.sum(axis=2), 1.0)
    np.testing.assert_allclose(weights[:, 0], cell().area_mm2 * DENSITY[:, None] / 100.0)


def test_exchange_conserves_and_leaves_the_epidermis_alone():
    found = cell()
    flow = found.exchange(np.array([0.3, 0.3]))
    assert (flow[:, 0] == 0).all()
    for draw in range(found.draws):
        np.testing.assert_allclose(found.area_mm2[draw] @ coupling(found, draw, 0.3), 0.0, atol=1e-12)


def test_a_spot_spreads_evenly_in_the_end():
    found = cell(32)
    start = found.within(CHANNEL)
    end = expm(coupling(found, 0, 0.3) * 100.0) @ start[0]
    share = np.pi * CHANNEL[0] ** 2 * DENSITY[0] / 100.0
    np.testing.assert_allclose(end, share, rtol=1e-6)


@pytest.mark.parametrize("draw", [0, 1])
def test_steady_decay_around_a_source_matches_bessel_functions(draw: int):
    """D lap c = k c outside a channel that sheds a fixed flux, nothing through the edge: c = A (K0 + B I0)."""
    diffusivity, decay = 0.3, 8.0
    found = cell(96)
    edge, radius = found.faces_mm[draw, -1], found.radius_mm[draw]
    matrix = coupling(found, draw, diffusivity) - decay * np.eye(found.count)
    source = found.within(CHANNEL)[draw]
    got = np.linalg.solve(matrix, -source)
    reach = np.sqrt(diffusivity / decay)
    a, b = CHANNEL[draw] / reach, edge / reach
    # Inside the channel 1/k + C I0, outside A (K0 + B I0); value and slope agree at the wall, no slope at the edge.
    back = k1(b) / i1(b)
    outer, outer_slope = k0(a) + back * i0(a), -k1(a) + back * i1(a)
    height = (-i1(a) / decay) / (outer_slope * i0(a) - outer * i1(a))
    far = radius > 1.2 * CHANNEL[draw]
    expected = height * (k0(radius[far] / reach) + back * i0(radius[far] / reach))
    np.testing.assert_allclose(got[far], expected, rtol=0.01)


def test_a_cell_is_not_cut_along_its_depth():
    with pytest.raises(NotImplementedError, match="one depth"):
        cell().parted(2)
