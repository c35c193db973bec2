"""Find the four marked squares of the card in a photograph, to a fraction of a pixel, and how sharp their edges are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.ndimage import label, map_coordinates, maximum_filter
from scipy.spatial import ConvexHull, QhullError
from skimage.measure import regionprops
from skimage.transform import ProjectiveTransform

from . import card
from .smoothing import smooth

LOOK_PX = 1200  # the larger side of the picture in which squares are looked for
DARK_SHARE = 0.32  # of the white around
FULL = 0.8  # of its four corners' area that a square fills, its white bits filled in
ALONG, ACROSS = np.linspace(0.15, 0.85, 28), np.linspace(-1, 1, 41)


@dataclass(frozen=True)
class Found:
    """Corners (16, 2) of the squares as (column, row), ordered as `card.square_corners`; spread of edges, pixels."""

    corners: np.ndarray
    edge_px: float


def find_squares(light: np.ndarray) -> Found | int:
    """The squares in linear light (row, column), or how many were found where they are not all four."""
    step = max(int(np.ceil(max(light.shape) / LOOK_PX)), 1)
    small = smooth(light, 0.4 * step)[::step, ::step] if step > 1 else light
    rough = _candidates(small)
    if len(rough) < len(card.CODES):
        return len(rough)
    corners, edges = [], []
    for name in range(len(card.CODES)):
        sharp, width = _refined(light, rough[name] * step)
        corners.append(sharp)
        edges.append(width)
    return Found(np.concatenate(corners), float(np.median(edges)))


def _candidates(light: np.ndarray) -> dict[int, np.ndarray]:
    """Corners (4, 2) by number of square, clockwise from the upper left of the card."""
    reach = max(light.shape) // 12
    white = smooth(maximum_filter(light[::4, ::4], reach // 4), reach / 8)
    white = np.kron(white, np.ones((4, 4), np.float32))[: light.shape[0], : light.shape[1]]
    labelled: Any = label(light < DARK_SHARE * white)
    parts = labelled[0]
    least = (0.03 * max(light.shape)) ** 2
    found: dict[int, tuple[float, np.ndarray]] = {}
    for part in regionprops(parts):
        if not least < part.area_bbox < 0.1 * light.size or part.area < 0.4 * part.area_bbox * 0.5:
            continue
        quad = _four_corners(part.coords[:, ::-1].astype(float))
        if quad is None or part.area_filled < FULL * _area(quad):
            continue
        if (read := _read(light, quad)) is not None and part.area > found.get(read[0], (0.0, quad))[0]:
            found[read[0]] = float(part.area), read[1]
    return {name: quad for name, (_, quad) in found.items()}


def _four_corners(points: np.ndarray) -> np.ndarray | None:
    """The corners of a convex four-sided shape, clockwise on the screen."""
    try:
        hull = points[ConvexHull(points).vertices]
    except QhullError:
        return None
    far = np.argmax(((hull[:, None] - hull[None]) ** 2).sum(-1))
    a, c = hull[far // len(hull)], hull[far % len(hull)]
    side = (c - a)[0] * (hull - a)[:, 1] - (c - a)[1] * (hull - a)[:, 0]
    b, d = hull[np.argmax(side)], hull[np.argmin(side)]
    if side.max() <= 0 or side.min() >= 0:
        return None
    quad = np.array([a, b, c, d]) if _signed(np.array([a, b, c, d])) > 0 else np.array([a, d, c, b])
    return quad


def _signed(quad: np.ndarray) -> float:
    x, y = quad.T
    return float(0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1)))


def _area(quad: np.ndarray) -> float:
    return abs(_signed(quad))


def _read(light: np.ndarray, quad: np.ndarray) -> tuple[int, np.ndarray] | None:
    """Number of the square and its corners from the upper left one, or None where it is no square of the card."""
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], float)
    view = ProjectiveTransform.from_estimate(unit, quad)
    if not view:
        return None
    middle = (np.arange(card.MODULES) + 0.5) / card.MODULES
    places = view(np.stack(np.meshgrid(middle, middle), axis=-1).reshape(-1, 2))
    seen = map_coordinates(light, places[:, ::-1].T, order=1, mode="nearest")
    seen = seen.reshape(card.MODULES, card.MODULES)
    cut = (seen.min() + seen.max()) / 2
    bits = (seen > cut).astype(int)
    inner = bits[1:-1, 1:-1]
    if bits.sum() != inner.sum() or seen.max() < 3 * seen.min():
        return None
    for turn in range(4):
        word = "".join(map(str, np.rot90(inner, turn).ravel()))
        if word in card.CODES:
            return card.CODES.index(word), np.roll(quad, -turn, axis=0)
    return None


def _refined(light: np.ndarray, quad: np.ndarray) -> tuple[np.ndarray, float]:
    """Corners (4, 2) where lines through the half-way points of the edges meet; spread of the edges, pixels."""
    lines, widths = [], []
    reach = 0.55 * float(np.sqrt(_area(quad))) / card.MODULES
    for k in range(4):
        start, end = quad[k], quad[(k + 1) % 4]
        along = (end - start) / np.linalg.norm(end - start)
        out = np.array([along[1], -along[0]])
        middle = start + ALONG[:, None] * (end - start)
        places = middle[:, None] + (ACROSS * reach)[None, :, None] * out
        seen = map_coordinates(light, [places[..., 1], places[..., 0]], order=1, mode="nearest")
        dark, bright = seen[:, :6].mean(axis=1), seen[:, -6:].mean(axis=1)
        share = (seen - dark[:, None]) / np.maximum(bright - dark, 1e-6)[:, None]
        at = {level: _crossing(share, level) for level in (0.2, 0.5, 0.8)}
        widths.append(float(np.median(at[0.8] - at[0.2])) * reach / 1.683)
        points = middle + (at[0.5] * reach)[:, None] * out
        good = np.abs(at[0.5] - np.median(at[0.5])) < 0.35
        centre = points[good].mean(axis=0)
        lines.append((centre, np.linalg.svd(points[good] - centre)[2][0]))
    return np.array([_meet(lines[k - 1], lines[k]) for k in range(4)]), float(np.median(widths))


def _crossing(share: np.ndarray, level: float) -> np.ndarray:
    """Where each row first goes above a level, as a share of the reach, between samples."""
    first = np.clip(np.argmax(share > level, axis=1), 1, share.shape[1] - 1)
    row = np.arange(share.shape[0])
    below, above = share[row, first - 1], share[row, first]
    part = np.clip((level - below) / np.where(above > below, above - below, 1.0), 0, 1)
    return ACROSS[first - 1] + part * (ACROSS[1] - ACROSS[0])


def _meet(one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    along = np.column_stack([one[1], -other[1]])
    return one[0] + np.linalg.solve(along, other[0] - one[0])[0] * one[1]
