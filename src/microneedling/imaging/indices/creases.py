"""Creases: long dark lines. Each point is asked for the direction in which it lies on one, then lines are thinned.

strength = v^2 max over directions of -(d/dv)^2 G(u, v) * D,     G a Gaussian, long along u, a crease wide along v
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.fft import fftfreq, irfft2, rfft2, rfftfreq
from scipy.ndimage import distance_transform_edt
from skimage.filters import apply_hysteresis_threshold
from skimage.measure import label, regionprops
from skimage.morphology import skeletonize

from ...evidence.practice import value_of
from ..optics.skin import GROUP

WIDE_MM, LONG_MM = 0.16, 0.7
DIRECTIONS = 12
ABOVE_GRAIN = 4.0  # times the middle strength, which grain and skin lines make
RIM_MM = 0.5
WIDEST_MM = 0.45  # half the width from which a dark patch is no line


def strength_of(darkness: np.ndarray, inside: np.ndarray, pores: np.ndarray, per_mm: float) -> np.ndarray:
    """How much each point (row, column) lies on a dark line, pores left out."""
    even = np.where(pores, 0.0, np.clip(darkness, -0.1, 0.25)) * inside
    spectrum = rfft2(even)
    strength = np.full(darkness.shape, -np.inf)
    for kernel in _bank(darkness.shape, per_mm):
        np.maximum(strength, irfft2(spectrum * kernel, darkness.shape), out=strength)
    return np.where(inside, strength, 0.0)


def find_creases(
    darkness: np.ndarray, inside: np.ndarray, pores: np.ndarray, per_mm: float
) -> tuple[np.ndarray, float]:
    """Middles of creases (row, column; True on the line) and their length in mm, where `inside`, pores left out."""
    strength = strength_of(darkness, inside, pores, per_mm)
    low = max(value_of(GROUP, "crease_least_darkness"), ABOVE_GRAIN * float(np.median(strength[inside])))
    lines = apply_hysteresis_threshold(strength, low, 1.6 * low)
    middle = skeletonize(lines) & (_away(lines) < WIDEST_MM * per_mm) & within(inside, per_mm)
    parts: Any = label(middle, connectivity=2)
    least = value_of(GROUP, "crease_least_mm") * per_mm
    long = [part.label for part in regionprops(parts) if _across(part.bbox) >= least]
    middle = np.isin(parts, long) & middle
    return middle, _length(middle) / per_mm


def within(inside: np.ndarray, per_mm: float) -> np.ndarray:
    """Where lines are counted: `inside`, less a rim at which every line would bend."""
    framed = np.pad(inside, 1)
    return _away(framed)[1:-1, 1:-1] > RIM_MM * per_mm


def _away(where: np.ndarray) -> np.ndarray:
    """Distance in pixels of each point to the nearest that is not `where`."""
    found: Any = distance_transform_edt(where)
    return found


def _across(box: tuple[int, ...]) -> float:
    return float(np.hypot(box[2] - box[0], box[3] - box[1]))


@cache
def _bank(shape: tuple[int, int], per_mm: float) -> tuple[np.ndarray, ...]:
    """Filters in the frequencies of `rfft2`, one a direction."""
    y, x = 2 * np.pi * fftfreq(shape[0])[:, None], 2 * np.pi * rfftfreq(shape[1])[None, :]
    wide, long = WIDE_MM * per_mm, LONG_MM * per_mm
    found = []
    for angle in np.pi * np.arange(DIRECTIONS) / DIRECTIONS:
        u, v = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        found.append((wide * v) ** 2 * np.exp(-0.5 * ((long * u) ** 2 + (wide * v) ** 2)))
    return tuple(found)


def _length(line: np.ndarray) -> float:
    """Length in pixels of thin lines: steps straight and aslant, by the estimate of Kulpa (0.948, 1.340)."""
    straight = (line[:, 1:] & line[:, :-1]).sum() + (line[1:] & line[:-1]).sum()
    aslant = (line[1:, 1:] & line[:-1, :-1] & ~line[1:, :-1] & ~line[:-1, 1:]).sum()
    aslant += (line[1:, :-1] & line[:-1, 1:] & ~line[1:, 1:] & ~line[:-1, :-1]).sum()
    return 0.948 * float(straight) + 1.340 * float(aslant)
