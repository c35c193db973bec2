"""How far a product put on at a session acts: by what of it reaches its layer.

    exposure = integral over three days of the free concentration in the layer where it acts      (ug h/mL)
    share    = exposure / (exposure + half)          of its full effect, for as many days as it lasts

The product goes on through the channels of that very session, closing as they close, until it is washed off
(`transport.permeation`). What a
course file leaves out - strength, amount - is taken as typical, with its spread. Breaks down for actives held back by
their vehicle, and where the effect has its own delay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..injury.punctures import Punctures
from ..skin.anatomy import Anatomy
from ..transport.actives import find
from ..transport.channel_course import closing, closing_h
from ..transport.dose import MIN_PER_H, Dose
from ..transport.permeation import permeate
from .topicals import TOPICALS, TopicalEffect

if TYPE_CHECKING:
    from ..evidence.registry import Values

HOURS = np.array([0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 24.0, 48.0, 72.0])
TOLERANCE = 0.05  # of the exposure about 2 %, far below the scatter of any permeability


def effect_share(
    topical: Any, made: Punctures, body: Anatomy, values: Values, occluded: bool = False
) -> np.ndarray:
    """Share (draw,) of its full effect that a topical of a session has; 1 where its way in is not followed."""
    does = TOPICALS[topical.name]
    if not does.active:
        return np.ones(values.count)
    exposure = exposure_ug_h_per_ml(topical, does, made, body, values, occluded)
    return exposure / (exposure + values[f"adjunct.{does.key}_half_ug_h_per_ml"])


def exposure_ug_h_per_ml(
    topical: Any,
    does: TopicalEffect,
    made: Punctures,
    body: Anatomy,
    values: Values,
    occluded: bool,
) -> np.ndarray:
    """Free concentration in the layer where it acts, summed over three days, (draw,)."""
    strength, volume = put_on(topical, does, values)
    usual_strength, usual_volume = (
        float(of_one[0]) for of_one in put_on(topical, does, values.registry.nominal())
    )
    dose = Dose(
        concentration_mg_per_ml=usual_strength,
        volume_ul_per_cm2=usual_volume,
        ph=float(values["permeation.product_ph"][0]),
        applied_after_min=float(topical.applied_after_min),
        wiped_off_min=MIN_PER_H * float(values["adjunct.product_stay_h"][0]),
        occluded=occluded,
    )
    through = closing(made, closing_h(values, occluded))
    found = permeate(dose, find(does.active), body, through, values, HOURS, tolerance=TOLERANCE)
    middle = np.trapezoid(found.free_concentration_ug_per_ml[does.layer], HOURS, axis=1)
    # One dose is followed for all draws, in proportion to which each has its own. The usual one, not that of these very
    # draws: what a draw gets does not depend on the others.
    return middle * strength * volume / (usual_strength * usual_volume)


def put_on(topical: Any, does: TopicalEffect, values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Strength (mg/mL) and volume (uL/cm2) put on, (draw,): as given, else as usual. Plasma has no strength."""
    plasma = topical.name == "platelet-rich plasma"
    usual = does.key if plasma else topical.name.replace(" ", "_")
    strength = None if plasma else topical.concentration_mg_per_ml
    volume = topical.dose_ul_per_cm2
    return (
        values[f"adjunct.typical_strength_mg_per_ml.{usual}"]
        if strength is None
        else np.full(values.count, float(strength)),
        values["adjunct.typical_dose_ul_per_cm2"] if volume is None else np.full(values.count, float(volume)),
    )
