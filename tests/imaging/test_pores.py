"""Pores that are found: those that are there, whether the picture is clean or full of grain."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.imaging.indices.pores import (
    Pores,
    darkness_of,
    find_pores,
    least_strengths,
    matched,
    spots_of,
)

PER_MM, SIDE = 16.0, 320
PLACES = [(x, y) for x in range(30, SIDE - 20, 40) for y in range(30, SIDE - 20, 40)]
SPREAD = 0.13 * PER_MM  # of a pore, pixels


def skin(pores: list[tuple[int, int]], grain: float, seed: int) -> np.ndarray:
    """Even skin with round dark pores; grain as a share of its brightness."""
    y, x = np.mgrid[:SIDE, :SIDE]
    dark = sum(np.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * SPREAD**2)) for px, py in pores)
    noise = np.random.default_rng(seed).normal(0, grain, (SIDE, SIDE))
    return (0.3 * (1 - 0.35 * np.asarray(dark)) * (1 + noise)).astype(np.float32)


def found(pores: list[tuple[int, int]], grain: float) -> tuple[Pores, Pores]:
    """Pores of two pictures of the same skin."""
    inside = np.ones((SIDE, SIDE), bool)
    darkness = [darkness_of(skin(pores, grain, seed), inside, PER_MM) for seed in (1, 2)]
    spots = [spots_of(one, PER_MM) for one in darkness]
    least = least_strengths(spots[0], spots[1], inside)
    first, second = (
        find_pores(one, spot, least, inside, PER_MM, 0.05) for one, spot in zip(darkness, spots, strict=True)
    )
    return first, second


@pytest.mark.parametrize("grain", [0.002, 0.02, 0.06])
def test_pores_are_counted_alike_whatever_the_grain(grain):
    for one in found(PLACES, grain):
        assert len(one.diameter_um) == len(PLACES)


@pytest.mark.parametrize("grain", [0.004, 0.06])
def test_grain_alone_makes_no_pores(grain):
    assert [len(one.diameter_um) for one in found([], grain)] == [0, 0]


def test_a_pore_is_matched_to_itself():
    one, other = found(PLACES, 0.01)
    mine, theirs = matched(one, other, 0.25)
    assert len(mine) == len(PLACES)
    assert np.abs(one.place_mm[mine] - other.place_mm[theirs]).max() < 0.1
