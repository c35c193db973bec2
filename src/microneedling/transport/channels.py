"""How long channels stay open, read off the tissue's own course: areas, days of closing.

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

from ..crossings import last_fall

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


def closed_day(day: np.ndarray, opening: np.ndarray, left_open: float) -> np.ndarray:
    """Days after `day[0]` until an opening (draw, time) stays below `left_open` of its first value.

    Linear between the times given; nan where it is still wider at the last one, 0 where nothing was open.
    """
    limit = left_open * opening[:, 0]
    wider = opening > limit[:, None]
    return last_fall(day - day[0], opening, limit, inside=wider, never=0.0, always=np.nan)
