"""Pores: dark round spots between the scales of the net of skin lines and of dark marks.

darkness D = ln(brightness about 1 mm around / brightness);   a pore: a peak of sigma^2 (-laplacian of D) over scales
diameter   of the area that is at least half as dark as its middle, what the camera blurs taken off
grain      spread by which two photographs of the same skin differ in that curvature: a peak must stand above it
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.ndimage import label
from skimage.feature import peak_local_max

from ...evidence.practice import value_of
from ..optics.skin import GROUP
from ..smoothing import smooth

SCALES_MM = (0.07, 0.09, 0.115, 0.15, 0.19)
ROUND = 0.4  # least over most curvature of a spot; a line has little of the least
AROUND_MM = 1.0
NEAR_MM = 0.2
NORMAL_MEDIAN = 0.6745  # middle size of what is drawn from a normal law of spread 1


@dataclass(frozen=True)
class Pores:
    """Each pore: place (x, y) in mm of the raster, diameter in um, darkness of its middle."""

    place_mm: np.ndarray
    diameter_um: np.ndarray
    darkness: np.ndarray


def darkness_of(brightness: np.ndarray, inside: np.ndarray, per_mm: float) -> np.ndarray:
    """D (row, column) of brightness: how much darker than the skin around (that `inside` alone), ln; 0 elsewhere."""
    bright, weight = np.log(np.maximum(brightness, 1e-4)), inside.astype(np.float32)
    over = smooth(weight, AROUND_MM * per_mm)
    around = smooth(bright * weight, AROUND_MM * per_mm) / np.maximum(over, 1e-3)
    return np.where(inside, around - bright, 0.0)


@dataclass(frozen=True)
class Spots:
    """Of each scale (scale, row, column): `strength` as a dark spot, and `lined`, more a line than round."""

    strength: np.ndarray
    lined: np.ndarray


def spots_of(darkness: np.ndarray, per_mm: float) -> Spots:
    """How much each point of a map of darkness is a dark spot."""
    strength, lined = [], []
    for scale in SCALES_MM:
        yy, xy, xx = _curvature(darkness, scale * per_mm)
        half, root = -(xx + yy) / 2, np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
        strength.append((scale * per_mm) ** 2 * 2 * half)
        lined.append((half - root) < ROUND * (half + root))
    return Spots(np.stack(strength), np.stack(lined))


def least_strengths(one: Spots, other: Spots, inside: np.ndarray) -> np.ndarray:
    """Least strength of a pore by scale, for both photographs of a pair alike: above what their grain makes.

    Dark skin throws little light back, so that grain of the camera is a larger share of it; with one limit for all,
    grain would count as pores there.
    """
    apart = (other.strength - one.strength)[:, inside]
    grain = np.median(np.abs(apart), axis=1) / NORMAL_MEDIAN
    return np.maximum(value_of(GROUP, "pore_least_darkness"), value_of(GROUP, "pore_above_grain") * grain)


def find_pores(
    darkness: np.ndarray,
    spots: Spots,
    least: np.ndarray,
    inside: np.ndarray,
    per_mm: float,
    blur_mm: float,
) -> Pores:
    """Pores of a map of darkness (row, column) and its spots where `inside`, from the `least` strength by scale on.

    `blur_mm` is the spread of a sharp edge.
    """
    share = spots.strength / least[:, None, None].astype(np.float32)
    best = share.argmax(axis=0)[None]
    strength = np.where(inside, np.take_along_axis(share, best, axis=0)[0], 0.0)
    lines = np.take_along_axis(spots.lined, best, axis=0)[0]
    peaks = peak_local_max(
        strength, min_distance=round(NEAR_MM * per_mm), threshold_abs=1.0, exclude_border=False
    )
    peaks = peaks[~lines[peaks[:, 0], peaks[:, 1]]]
    sizes = np.array([_diameter(darkness, row, column, per_mm) for row, column in peaks])
    sizes = (
        np.sqrt(np.maximum(sizes**2 - (2.355 * blur_mm) ** 2, (0.5 / per_mm) ** 2)) if len(sizes) else sizes
    )
    good = (
        (sizes > value_of(GROUP, "pore_least_mm")) & (sizes < value_of(GROUP, "pore_most_mm"))
        if len(sizes)
        else []
    )
    peaks, sizes = peaks[good], sizes[good]
    return Pores((peaks[:, ::-1] + 0.5) / per_mm, 1e3 * sizes, darkness[peaks[:, 0], peaks[:, 1]])


def matched(one: Pores, other: Pores, within_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """Which pores of one lie where which of the other lie: places in both, each used once, nearest first."""
    if not len(one.place_mm) or not len(other.place_mm):
        return np.zeros(0, int), np.zeros(0, int)
    away = np.linalg.norm(one.place_mm[:, None] - other.place_mm[None], axis=2)
    there, back = away.argmin(axis=1), away.argmin(axis=0)
    mine = np.flatnonzero((back[there] == np.arange(len(there))) & (away.min(axis=1) < within_mm))
    return mine, there[mine]


def _curvature(darkness: np.ndarray, sigma: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Second derivatives (yy, xy, xx) at a scale in pixels."""
    dy, dx = np.gradient(smooth(darkness, sigma))
    yy, xy = np.gradient(dy)
    return yy, xy, np.gradient(dx, axis=1)


def _diameter(darkness: np.ndarray, row: int, column: int, per_mm: float) -> float:
    """Diameter (mm) of the connected area that is at least half as dark as the darkest point nearby."""
    reach = round(0.55 * per_mm)
    rows = slice(max(row - reach, 0), row + reach + 1)
    columns = slice(max(column - reach, 0), column + reach + 1)
    part = darkness[rows, columns]
    r, c = row - rows.start, column - columns.start
    middle = part[max(r - 1, 0) : r + 2, max(c - 1, 0) : c + 2].max()
    floor = float(np.percentile(part, 30))
    share = (part - floor) / max(middle - floor, 1e-6)
    found: Any = label(share > 0.5)
    parts = found[0]
    if not parts[r, c]:
        return 0.0
    mine = parts == parts[r, c]
    return 2 * float(np.sqrt(mine.sum() / np.pi)) / per_mm
