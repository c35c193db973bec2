"""How far a product put on at a session acts: by how much of it gets into the layer where it acts.

    exposure = integral over three days of the free concentration in the layer where it acts      (ug h/mL)
    share    = exposure / (exposure + half)          of its full effect, for as many days as it lasts

The product goes on through the channels of that very session, closing as they close, until it is washed off
(`transport.exposure`). What is left out of a product - strength, amount - is taken as usual, with its spread. Breaks
down for actives retained by their vehicle, and where the effect has its own delay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..device.needling import Needling
from ..evidence.registry import Values
from ..injury.punctures import Punctures
from ..skin.anatomy import Anatomy
from ..transport.actives import find
from ..transport.channel_course import closing
from ..transport.dose import MIN_PER_H, Dose
from ..transport.exposure import Exposure, exposure
from .topicals import PLATELETS, TOPICALS, TopicalEffect


@dataclass(frozen=True)
class Product:
    """Something put on the needled skin at a session; None where the usual strength or amount is taken."""

    name: str  # one of `TOPICALS`
    concentration_mg_per_ml: float | None = None
    dose_ul_per_cm2: float | None = None
    applied_after_min: float = 0.0  # minutes between needling and putting it on


@dataclass(frozen=True, eq=False)
class Application:
    """A product put on after one needling: on which channels, in whose skin, under a dressing or not."""

    product: Product
    needling: Needling
    punctures: Punctures
    anatomy: Anatomy
    values: Values
    occluded: bool = False

    @cached_property
    def exposure(self) -> Exposure:
        """What the layer where the product acts gets to see of it, through skin needled and not; worked out once."""
        does, values = TOPICALS[self.product.name], self.values
        strength, volume = put_on(self.product, does, values)
        dose = Dose(
            concentration_mg_per_ml=strength,
            volume_ul_per_cm2=volume,
            ph=float(values["permeation.product_ph"][0]),
            applied_after_min=float(self.product.applied_after_min),
            wiped_off_min=MIN_PER_H * float(values["adjunct.product_stay_h"][0]),
            occluded=self.occluded,
        )
        channels = closing(self.punctures, self.anatomy, values, self.occluded)
        return exposure(dose, find(does.active), self.anatomy, channels, values, does.layer)


EffectShare = Callable[[Application], np.ndarray]
"""How far a product acts: the share (draw,) of its full effect."""


def effect_share(application: Application) -> np.ndarray:
    """Share (draw,) of its full effect that a product has in this skin; 1 where its pathway is not followed."""
    does, values = TOPICALS[application.product.name], application.values
    if not does.active:
        return np.ones(values.count)
    seen = application.exposure.needled
    return seen / (seen + values[f"adjunct.{does.key}_half_ug_h_per_ml"])


def put_on(product: Product, does: TopicalEffect, values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Strength (mg/mL) and volume (uL/cm2) put on, (draw,): as given, else as usual. Plasma has no strength."""
    plasma = product.name == PLATELETS
    usual = does.key if plasma else product.name.replace(" ", "_")
    strength = None if plasma else product.concentration_mg_per_ml
    volume = product.dose_ul_per_cm2
    return (
        values[f"adjunct.typical_strength_mg_per_ml.{usual}"]
        if strength is None
        else np.full(values.count, float(strength)),
        values["adjunct.typical_dose_ul_per_cm2"] if volume is None else np.full(values.count, float(volume)),
    )
