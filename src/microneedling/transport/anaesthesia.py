"""Numbing before a session and the pain of it.

    D(t)  = D60 (t / 60 min)^p * product * person * (wrap or open air)          depth of numbing, mm
    block = greatest relief / (1 + (reach / D)^h)                               share of pain removed

    pain  = 10 (1 - exp(-p / 10)),  p = p0 (reach / reach0)^a (needles in skin together / needles0)^b
                                        (needle diameter / diameter0)^c * site

Pain on length and number follows Gill 2008, who found no effect of width within his spread; the anchor (p0 at
reach0, needles0, diameter0): a 2 mm roller, no cream. Reach is what the needles do, not what is set.
The depth of numbing follows EMLA on the thigh; other creams, and cream on a face without a wrap, are known
less well. Cream is taken to be wiped off right before the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..injury.punctures import Punctures

VAS_TOP = 10.0  # end of the scale
HOUR_MIN = 60.0
TENDER_SITES = frozenset({"periorbital", "perioral", "nose"})
PRODUCTS = {
    "EMLA": "emla",
    "BLT": "blt",
    "lidocaine 4 %": "lidocaine_4",
    "lidocaine 5 %": "lidocaine_5",
    "lidocaine 10 %": "lidocaine_10",
    "lidocaine 15 %": "lidocaine_15",
    "tetracaine 4 %": "tetracaine_4",
}


def numbed_depth_mm(product: str, minutes: float, values: Values, occluded: bool = False) -> np.ndarray:
    """Depth D at which half of the greatest relief is reached after the cream lay on for `minutes`."""
    grown = (max(minutes, 0.0) / HOUR_MIN) ** values["transport.block_depth_exponent"]
    depth = values["transport.block_depth_mm"] * grown * values["transport.person_factor"]
    depth = depth * values[f"transport.depth_of_product.{PRODUCTS[product]}"]
    return depth if occluded else depth * values["transport.open_air_factor"]


def pain_block(
    product: str | None,
    minutes: float,
    values: Values,
    *,
    reach_mm: np.ndarray,
    occluded: bool = False,
) -> np.ndarray:
    """Share of the pain that numbing removes, (draw,) in 0..1; `product` None or no minutes: 0.

    `reach_mm` (draw,) is how deep the needles get: cream that numbs the top of the skin leaves deep needles felt.
    """
    if product is None or minutes <= 0:
        return np.zeros(values.count)
    numbed = numbed_depth_mm(product, minutes, values, occluded)
    steepness = values["transport.block_steepness"]
    relief = numbed**steepness / (numbed**steepness + reach_mm**steepness)
    return values["transport.greatest_relief"] * relief


def insertion_pain(punctures: Punctures, instrument: Any, site: str, values: Values) -> np.ndarray:
    """Pain of the session without numbing, VAS 0-10, (draw,)."""
    together = punctures.stroke.needles_in_skin(punctures.reach_median_mm)
    deeper = punctures.reach_median_mm / values["transport.pain_anchor_reach_mm"]
    more = together / values["transport.pain_anchor_needles"]
    anchor = -VAS_TOP * np.log1p(-np.minimum(values["transport.pain_anchor_vas"] / VAS_TOP, 0.99))
    stimulus = anchor * deeper ** np.maximum(values["transport.pain_length_exponent"], 0)
    stimulus = stimulus * more ** np.maximum(values["transport.pain_number_exponent"], 0)
    wider = instrument.needle_diameter_mm / values["transport.pain_anchor_diameter_mm"]
    stimulus = stimulus * wider ** values["transport.pain_diameter_exponent"]
    if site in TENDER_SITES:
        stimulus = stimulus * values["transport.pain_tender_site_factor"]
    return -VAS_TOP * np.expm1(-stimulus / VAS_TOP)
