"""Water over depth, from the surface of the corneum to the dermis: steady diffusion of what the skin loses.

    surface   a_s = RH + J/k                                       evaporation J = TEWL through still air
    corneum   a(z) = a_s + (a_b - a_s) z/L,  w = h/(1 + h),  h = q a/(1 - b a)       activity falls evenly
    below     w(z) = w_c - J (c - z)/D  to the base of the corneum; w = w_c under the loops at depth c

w is water by mass, a its activity; h(a) is the sorption of the corneum; a_b is the activity of the water just below
it. Reads as confocal Raman spectra do. Breaks under an occlusive patch (no evaporation) and in a crust.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from . import barrier
from .reading import InstrumentReading, per_draw

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.anatomy import Anatomy
    from ..skin.person import Person
    from ..skin.tissue import TissueTrajectory

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(6)  # over the depth of the corneum
_INSIDE, _SHARE = (_NODES + 1) / 2, _WEIGHTS / 2
# 1 g/(m2 h) of water of 1 g/cm3 is a layer of 0.001 mm an hour.
_MM_PER_DAY = 24e-3


@dataclass(frozen=True)
class WaterProfile:
    """Water by mass (draw, place) at depths below the surface (draw, place), mm."""

    __repr__ = brief

    depth_mm: np.ndarray
    water_share: np.ndarray


def profile(
    tissue: TissueTrajectory, values: Values, person: Person, body: Anatomy, day: float, places: int = 12
) -> WaterProfile:
    """The profile on the last day followed that is not after `day`; `places` in the corneum, as many below."""
    index = max(int(np.searchsorted(tissue.day, day, side="right")) - 1, 0)
    loss = barrier.tewl(tissue, values, person).value[:, index]
    top, base = _ends(loss, values, body)
    share = np.linspace(0.0, 1.0, places)
    corneum = body.stratum_corneum_mm[:, None] * share
    below = body.stratum_corneum_mm + (body.capillary_top_mm - body.stratum_corneum_mm) * share[1:, None]
    wet = sorbed(per_draw(top) + per_draw(_activity(base, values) - top) * share, values)
    rising = per_draw(base) + per_draw(values["hydration.tissue_water_share"] - base) * share[1:]
    deep = (body.capillary_top_mm + body.dermis_mm)[:, None]
    return WaterProfile(
        np.concatenate([corneum, below.T, deep], axis=1),
        np.concatenate([wet, rising, rising[:, -1:]], axis=1),
    )


def corneum_water(
    tissue: TissueTrajectory, values: Values, person: Person, body: Anatomy
) -> InstrumentReading:
    """Mean water of the stratum corneum, % by mass: the profile averaged over its depth."""
    tewl = barrier.tewl(tissue, values, person)

    def mean(loss: np.ndarray) -> np.ndarray:
        top, base = _ends(loss, values, body)
        inside = top[..., None] + (_activity(base, values) - top)[..., None] * _INSIDE
        return 100 * (sorbed(inside, values) * _SHARE).sum(axis=-1)

    now = np.stack([mean(loss) for loss in tewl.value.T], axis=1)
    before = mean(tewl.baseline)
    error = before * values["hydration.water_error_share"]
    return InstrumentReading(
        "corneum_water", "water of the stratum corneum", "%", "higher is better", now, before, error
    )


def sorbed(activity: np.ndarray, values: Values) -> np.ndarray:
    """Water by mass that the corneum holds at an activity (draw, ...): h/(1 + h), h = q a/(1 - b a)."""
    q, b = _sorption(values, activity.ndim)
    held = q * activity / (1 - b * activity)
    return held / (1 + held)


def _activity(share: np.ndarray, values: Values) -> np.ndarray:
    """The activity at which the corneum holds so much water by mass: the inverse of `sorbed`."""
    q, b = _sorption(values, share.ndim)
    held = share / (1 - share)
    return held / (q + b * held)


def _sorption(values: Values, axes: int) -> tuple[np.ndarray, np.ndarray]:
    shape = (-1, *[1] * (axes - 1))
    return values["hydration.sorption_dry"].reshape(shape), values["hydration.sorption_swelling"].reshape(
        shape
    )


def _ends(loss: np.ndarray, values: Values, body: Anatomy) -> tuple[np.ndarray, np.ndarray]:
    """Activity at the surface, and water by mass at the base of the corneum, at a loss (draw,) in g/m2/h."""
    wet = values["hydration.tissue_water_share"]
    living = np.maximum(body.capillary_top_mm - body.stratum_corneum_mm, 0.0)
    thinned = loss * _MM_PER_DAY * living / values["hydration.tissue_water_diffusivity_mm2_per_day"]
    air = values["hydration.room_humidity"]
    top = air + loss / values["hydration.evaporation_g_per_m2_h"]
    base = np.maximum(wet - thinned, wet / 2)  # never drier than half: the skin would crust
    return np.minimum(top, _activity(base, values)), base
