"""Numbing before a session and the pain of it.

    block = share of pain removed at the needles' depth by the cream carried there  (`numbing_transport`)

    pain  = 10 (1 - exp(-p / 10)),  p = p0 (depth / depth0)^a (needles in skin together / needles0)^b
                                        (needle diameter / diameter0)^c * site

Pain on length and number follows Gill 2008, who found no effect of width within his spread; the anchor (p0 at
depth0, needles0, diameter0): a 2 mm roller, no cream. Depth is the penetration depth, not the set depth.
Cream is taken to be wiped off right before the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .numbing_transport import numb

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures
    from ..skin.anatomy import Anatomy


@dataclass(frozen=True)
class Cream:
    """An anaesthetic cream as it is put on before a session, and whether a fine roller went before it."""

    product: str  # one of `numbing_transport.DRUGS`
    minutes: float
    occluded: bool = False
    pre_roll_mm: float | None = None  # length of the roller's needles; None without one


VAS_TOP = 10.0  # end of the scale
TENDER_SITES = frozenset({"periorbital", "perioral", "nose"})


def pain_block(
    cream: Cream | None,
    skin: Anatomy,
    depth_mm: np.ndarray,
    values: Values,
    pre_rolled: Punctures | None = None,
) -> np.ndarray:
    """Share of the pain that a cream removes when it is wiped off, (draw,) in 0..1; none, or no minutes: 0.

    `depth_mm` (draw,) is the penetration depth: cream that numbs the top of the skin leaves deep needles felt.
    `pre_rolled`: channels made right before the cream went on.
    """
    if cream is None or cream.minutes <= 0:
        return np.zeros(values.count)
    numbing = numb(
        cream.product,
        float(cream.minutes),
        skin,
        values,
        occluded=cream.occluded,
        pre_rolled=pre_rolled,
        after_h=0.0,
        finer=1,
    )
    return numbing.at_wiping(depth_mm)


def insertion_pain(punctures: Punctures, site: str, values: Values) -> np.ndarray:
    """Pain of the session without numbing, VAS 0-10, (draw,)."""
    together = punctures.stroke.needles_in_skin(punctures.depth_median_mm)
    deeper = punctures.depth_median_mm / values["transport.pain_anchor_depth_mm"]
    more = together / values["transport.pain_anchor_needles"]
    anchor = -VAS_TOP * np.log1p(-np.minimum(values["transport.pain_anchor_vas"] / VAS_TOP, 0.99))
    stimulus = anchor * deeper ** np.maximum(values["transport.pain_length_exponent"], 0)
    stimulus = stimulus * more ** np.maximum(values["transport.pain_number_exponent"], 0)
    wider = 2 * punctures.stroke.shaft_radius_mm / values["transport.pain_anchor_diameter_mm"]
    stimulus = stimulus * wider ** values["transport.pain_diameter_exponent"]
    if site in TENDER_SITES:
        stimulus = stimulus * values["transport.pain_tender_site_factor"]
    return -VAS_TOP * np.expm1(-stimulus / VAS_TOP)
