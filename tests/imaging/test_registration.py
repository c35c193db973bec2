"""Laying one photograph's skin on the other's: known turns and shifts of a photograph of gravel."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import map_coordinates
from skimage import data

from microneedling.imaging.registration import PER_MM, register, relief_of

COUNT = 208


def cut(picture: np.ndarray, turn_deg: float, shift_mm: tuple[float, float]) -> np.ndarray:
    """A window of a picture, turned and shifted about the picture's middle: R(-turn) (p - shift)."""
    at = np.arange(COUNT) - (COUNT - 1) / 2
    x, y = np.meshgrid(at, at)
    x, y = x - shift_mm[0] * PER_MM, y - shift_mm[1] * PER_MM
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    half = (np.array(picture.shape) - 1) / 2
    return map_coordinates(picture, [-s * x + c * y + half[0], c * x + s * y + half[1]], order=1)


@pytest.mark.parametrize(("turn", "shift"), [(0.0, (0.0, 0.0)), (3.4, (1.6, -2.1)), (-6.7, (-2.5, 0.8))])
def test_a_turn_and_a_shift_of_real_stones_are_found(turn, shift):
    stones = relief_of(0.1 + data.gravel().astype(float) / 255, PER_MM)
    laid = register(cut(stones, 0, (0, 0)), cut(stones, turn, shift))
    assert laid.turn_deg == pytest.approx(turn, abs=0.15)
    assert laid.shift_mm == pytest.approx(shift, abs=0.06)
    assert laid.error_mm < 0.1
    assert laid.clearness > 2


def test_other_stones_are_not_taken_for_the_same():
    stones, grass = (
        relief_of(0.1 + one.astype(float) / 255, PER_MM) for one in (data.gravel(), data.grass())
    )
    laid = register(cut(stones, 0, (0, 0)), cut(grass, 0, (0, 0)))
    assert laid.clearness < 1.3 or laid.error_mm > 0.15
