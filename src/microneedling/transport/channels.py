"""How long channels stay open, read off the tissue's own course: areas, days of closing, half-life.

The tissue closes its channels by itself (`turnover.opening_radius_mm`, `hydration.barrier_gap`); nothing is
fitted here. Published pores were timed by impedance, which stops seeing them while a good tenth of the area
is still open, so a closing day always goes with the share of the opening that counts as closed.
"""

from __future__ import annotations

import numpy as np


def open_area_fraction(per_mm2: np.ndarray, radius_mm: np.ndarray) -> np.ndarray:
    """Share of the surface that channels of this density and radius leave open, overlaps counted once."""
    return -np.expm1(-per_mm2 * np.pi * radius_mm**2)


def closed_day(day: np.ndarray, opening: np.ndarray, left_open: float) -> np.ndarray:
    """Days after `day[0]` until an opening (draw, time) stays below `left_open` of its first value.

    Linear between the times given; nan where it is still wider at the last one, 0 where nothing was open.
    """
    limit = left_open * opening[:, :1]
    wider = opening > limit
    last = wider.shape[1] - 1 - np.argmax(wider[:, ::-1], axis=1)
    rows = np.arange(len(opening))
    after = np.minimum(last + 1, wider.shape[1] - 1)
    high, low = opening[rows, last], opening[rows, after]
    fallen = np.where(high > low, (high - limit[:, 0]) / np.where(high > low, high - low, 1), 0)
    found = day[last] - day[0] + fallen * (day[after] - day[last])
    found = np.where(wider[:, -1], np.nan, found)
    return np.where(wider.any(axis=1), found, 0.0)


def half_life_day(day: np.ndarray, opening: np.ndarray) -> np.ndarray:
    """Days until half of the opening is closed for good."""
    return closed_day(day, opening, 0.5)
