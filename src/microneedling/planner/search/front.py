"""Which plans no other beats in everything, and how much of the wish list such a front covers.

A plan beats another where it is no worse in any objective and better in one; equals stay side by side. All objectives
are brought to "less is better" before. The hypervolume is taken up to a fixed reference point in real units, kept with
the result, so that fronts can be compared.
"""

from __future__ import annotations

import importlib.util

import numpy as np


def nondominated(points: np.ndarray) -> np.ndarray:
    """Mask (point,) of the points (point, objective), less is better, that no other dominates; equals all stay.

    In lexicographic order whoever dominates comes first, so each is compared with the front found so far. Exact;
    raises ValueError where a number is not finite.
    """
    points = np.asarray(points, float)
    if not np.isfinite(points).all():
        raise ValueError("objectives must be finite")
    keep = np.zeros(len(points), bool)
    if not len(points):
        return keep
    order = np.lexsort(points.T[::-1])
    front = np.empty_like(points)
    size = 0
    for k in order:
        row = points[k]
        known = front[:size]
        worse = (known <= row).all(axis=1) & (known < row).any(axis=1)
        if not worse.any():
            keep[k] = True
            front[size] = row
            size += 1
    return keep


def hypervolume(points: np.ndarray, reference: np.ndarray) -> float | None:
    """Volume between the points (less is better) and the reference point; None where the extra `plan` is missing.

    Points beyond the reference count nothing.
    """
    if importlib.util.find_spec("moocore") is None:
        return None
    import moocore

    points, reference = np.asarray(points, float), np.asarray(reference, float)
    inside = points[(points < reference).all(axis=1)]
    return float(moocore.hypervolume(inside, ref=reference)) if len(inside) else 0.0
