"""How long channels stay open, read off the tissue's own course: areas, days of closing, half-life.

    width(t)/width(end) = 1 + (1/w - 1) 2^(-t/t_half)          elastic recoil of the mouth, within minutes

The tissue closes its channels by itself (`turnover.opening_radius_mm`, `hydration.barrier_gap`,
`hydration.vapour_gap`); nothing is fitted here. It starts from mouths that have recoiled to the share w of the
needle's width; what is put on in the first minutes meets them wider. Published pores were timed by impedance,
which stops seeing them while a good tenth of the area is still open, so a closing day always goes with the share
of the opening that counts as closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..evidence.registry import Values


def open_area_fraction(per_mm2: np.ndarray, radius_mm: np.ndarray) -> np.ndarray:
    """Share of the surface that channels of this density and radius leave open, overlaps counted once."""
    return -np.expm1(-per_mm2 * np.pi * radius_mm**2)


def recoiled(minutes: np.ndarray, values: Values) -> np.ndarray:
    """Width of a mouth so many minutes after the needle left, over its width after recoil, (draw, time) >= 1."""
    wider = 1 / values["injury.recoil_width"] - 1
    half_life = values["transport.recoil_half_life_min"]
    return 1 + wider[:, None] * 2.0 ** (-np.asarray(minutes, float)[None, :] / half_life[:, None])


def last_above(above: np.ndarray, course: np.ndarray, elapsed: np.ndarray, limit: np.ndarray) -> np.ndarray:
    """Time at which each row last crosses its limit; 0 when never above, the end when always."""
    ever = above.any(axis=1)
    last = course.shape[1] - 1 - above[:, ::-1].argmax(axis=1)
    after = np.minimum(last + 1, course.shape[1] - 1)
    rows = np.arange(course.shape[0])
    high, low = course[rows, last] - limit[:, 0], course[rows, after] - limit[:, 0]
    drop = np.where(after > last, high - low, 1.0)
    share = np.where(after > last, high / np.where(drop > 0, drop, 1.0), 0.0)
    crossing = elapsed[last] + np.clip(share, 0.0, 1.0) * (elapsed[after] - elapsed[last])
    return np.where(ever, crossing, 0.0)


def closed_day(day: np.ndarray, opening: np.ndarray, left_open: float) -> np.ndarray:
    """Days after `day[0]` until an opening (draw, time) stays below `left_open` of its first value.

    Linear between the times given; nan where it is still wider at the last one, 0 where nothing was open.
    """
    limit = left_open * opening[:, :1]
    wider = opening > limit
    found = last_above(wider, opening, day - day[0], limit)
    return np.where(wider[:, -1], np.nan, found)


def half_life_day(day: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """Days until half of the opening is closed for good."""
    return closed_day(day, opening, 0.5)
