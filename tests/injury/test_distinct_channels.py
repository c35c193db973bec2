"""Distinct channels: the closed law beside simulations of the process, and beside a head swept in crossing passes."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from microneedling.injury.channels import JAMMED, distinct_per_mm2

WIDTH, SIDE = 0.085, 6.0  # of a channel, of the patch; mm


def law(strikes: float) -> float:
    return float(distinct_per_mm2(np.array([strikes]), np.array([WIDTH]))[0])


def counted(strikes: np.ndarray) -> float:
    """Distinct channels per mm2 of strikes (n, 2) in turn, on a patch without edges."""
    cells = int(SIDE / WIDTH)
    grid: dict[tuple[int, int], list[np.ndarray]] = defaultdict(list)
    kept = 0
    for place in strikes:
        i, j = (int(k) % cells for k in place / SIDE * cells)
        near = [
            there
            for di in (-1, 0, 1)
            for dj in (-1, 0, 1)
            for there in grid[(i + di) % cells, (j + dj) % cells]
        ]
        apart = np.abs(np.array(near).reshape(-1, 2) - place)
        apart = np.minimum(apart, SIDE - apart)
        if not (np.hypot(*apart.T) < WIDTH).any():
            grid[i, j].append(place)
            kept += 1
    return kept / SIDE**2


def swept(passes: int, rng: np.random.Generator) -> np.ndarray:
    """Strikes of a 12-needle head, 8 mm wide, needles on a ring, in passes that cross at any angle."""
    angle = 2 * np.pi * (np.arange(12) / 12) + 0.13  # turned, so that no two needles share a track
    ring = 3.9 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    found = []
    for turn in rng.uniform(0, np.pi, passes):
        along = np.arange(-14, 14, 20 / 90) + rng.uniform(0, 1)
        lanes = np.arange(-3, 4) * 8.0 + rng.uniform(0, 8)
        steps = np.stack(np.meshgrid(along, lanes), axis=-1).reshape(-1, 1, 2)
        steps = steps + rng.normal(0, 0.02, (len(steps), 1, 2))  # the hand
        places = (steps + ring).reshape(-1, 2)
        turned = places @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        found.append(turned[(np.abs(turned) < SIDE / 2).all(axis=1)] + SIDE / 2)
    return np.concatenate(found)


@pytest.mark.parametrize("strikes", [6.75, 27.0, 135.0])
def test_strikes_anywhere(strikes: float):
    rng = np.random.default_rng(1)
    places = rng.uniform(0, SIDE, (round(strikes * SIDE**2), 2))
    assert law(strikes) == pytest.approx(counted(places), rel=0.03)


@pytest.mark.parametrize("passes", [1, 4, 10])
def test_a_head_in_crossing_passes(passes: int):
    """Within one pass strikes keep apart, so that a few more are distinct than of strikes anywhere."""
    places = swept(passes, np.random.default_rng(2))
    found = counted(places)
    assert law(len(places) / SIDE**2) == pytest.approx(found, rel=0.12)


def test_few_strikes_are_all_distinct_and_many_jam():
    assert law(0.0) == 0.0
    assert law(0.01) == pytest.approx(0.01, rel=2e-3)
    jammed = JAMMED / (np.pi * WIDTH**2 / 4)
    assert 0.95 * jammed < law(1e5) < jammed


def test_smooth_and_rising_over_ten_decades():
    strikes = np.geomspace(1e-3, 1e7, 2000)
    found = distinct_per_mm2(strikes, np.full(2000, WIDTH))
    slope = np.diff(found) / np.diff(strikes)
    assert (slope > 0).all()
    assert (np.diff(slope) <= 1e-9).all()
    assert (found <= strikes).all()


def test_wider_channels_are_fewer():
    found = distinct_per_mm2(np.full(3, 50.0), np.array([0.05, 0.1, 0.2]))
    assert found[0] > found[1] > found[2]
