"""When a curve crosses a level: first rise to it, last fall below it, on straight lines between the points.

A row is inside where it is at or above its level; `inside` says otherwise. Every threshold of the package is read here:
when a cream numbs, when a pore counts as closed, how deep skin is numb, how long needling matters.
"""

from __future__ import annotations

import numpy as np


def first_rise(at: np.ndarray, curve: np.ndarray, level: np.ndarray, never: float = np.nan) -> np.ndarray:
    """Where each row of `curve` (row, point) first reaches its `level` (row,), in the unit of `at` (point,).

    The first point where the row starts inside; `never` where it never gets there.
    """
    inside = curve >= level[:, None]
    first = inside.argmax(axis=1)
    found = _between(at, curve, level, first, np.maximum(first - 1, 0))
    return np.where(inside.any(axis=1), found, never)


def last_fall(
    at: np.ndarray,
    curve: np.ndarray,
    level: np.ndarray,
    *,
    inside: np.ndarray | None = None,
    never: float = np.nan,
    always: float | None = None,
) -> np.ndarray:
    """Where each row of `curve` (row, point) is last at its `level` (row,), in the unit of `at`, (point,) or by row.

    `never` where no point is inside; `always`, or the last point, where the last one still is.
    """
    inside = curve >= level[:, None] if inside is None else inside
    end = curve.shape[1] - 1
    last = end - inside[:, ::-1].argmax(axis=1)
    found = _between(at, curve, level, last, np.minimum(last + 1, end))
    if always is not None:
        found = np.where(inside[:, -1], always, found)
    return np.where(inside.any(axis=1), found, never)


def _between(
    at: np.ndarray, curve: np.ndarray, level: np.ndarray, inside: np.ndarray, outside: np.ndarray
) -> np.ndarray:
    """Where a straight line from a point inside to its neighbour outside meets the level; the point itself if alone."""
    rows = np.arange(curve.shape[0])
    high, low = curve[rows, inside] - level, curve[rows, outside] - level
    alone = inside == outside
    drop = np.where(alone, 1.0, high - low)
    share = np.where(alone, 0.0, high / np.where(drop > 0, drop, 1.0))
    along = np.broadcast_to(at, curve.shape)
    start, end = along[rows, inside], along[rows, outside]
    return start + np.clip(share, 0.0, 1.0) * (end - start)
