"""How channels close: one law for what leaks, what gets in and what each instrument sees.

    r(t) = r0 - v t                                        the mouth closes from its rim at speed v
    B(t) = (r/r0)^2                                        open area over that at first
    I(t) = B [q_i + (1 - q_i) exp(-t/t_i)]                 what of it ions and solutes still pass: a plug dries in
    V(t) = B [q_v + (1 - q_v) exp(-t/t_v)]                 what of it vapour still passes
    v    = v0 repair wrap/(1 + c n)                        slower with age, under a wrap, and among crowded channels

In healing the same law stands as rates (`turnover`, `hydration`), so that windows and sessions may follow each other; a
test holds the two to agree. Under a wrap no plug dries in: I = V = B. Radii in mm after elastic recoil, speeds in mm/h,
n channels struck per mm2. Breaks down where skin is torn or abraded rather than pierced.
Sources: rows A121-A132, B171-B173, M013 and D003-D005; ranges in the registry, `turnover` and `hydration`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .dose import HOURS_PER_DAY

if TYPE_CHECKING:
    from ..evidence.registry import Values


def edge_speed_mm_per_h(
    values: Values, repair: np.ndarray | float, per_mm2: np.ndarray | float, wrapped: bool
) -> np.ndarray:
    """Speed v at which a mouth's rim advances, (draw,)."""
    speed = values["turnover.closure_speed_mm_per_day"] / HOURS_PER_DAY * repair
    speed = speed / (1 + values["turnover.closure_by_crowding_mm2"] * per_mm2)
    return speed * values["adjunct.occlusion_barrier_gain"] if wrapped else speed


def open_area(hours: np.ndarray, radius_mm: np.ndarray, speed_mm_per_h: np.ndarray) -> np.ndarray:
    """B: open area over that at first, (draw, time)."""
    left = 1 - np.asarray(hours, float) * (speed_mm_per_h / radius_mm)[:, None]
    return np.maximum(left, 0.0) ** 2


def passing_solutes(
    hours: np.ndarray,
    radius_mm: np.ndarray,
    speed_mm_per_h: np.ndarray,
    values: Values,
    wrapped: bool,
    wrapped_from_h: float = 0.0,
) -> np.ndarray:
    """I: what ions and solutes still pass over what they passed at first, (draw, time).

    `speed_mm_per_h` is that under the wrap where there is one. Until `wrapped_from_h` mouths close and dry in open air.
    """
    hours = np.asarray(hours, float)
    if wrapped and wrapped_from_h <= 0:
        return open_area(hours, radius_mm, speed_mm_per_h)
    in_air = np.minimum(hours, wrapped_from_h) if wrapped else hours
    slowed = (
        in_air / values["adjunct.occlusion_barrier_gain"][:, None] + (hours - in_air) if wrapped else hours
    )
    left = values["hydration.ion_leak"][:, None]
    rate = values["hydration.ion_seal_per_day"][:, None] / HOURS_PER_DAY
    return open_area(slowed, radius_mm, speed_mm_per_h) * (left + (1 - left) * np.exp(-rate * in_air))
