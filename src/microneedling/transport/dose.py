"""A product on the skin: how much, how strong, at which pH, when applied and wiped off, occluded or drying.

    film(t)     = volume w,   w = exp(-t evaporation / volume)                         water left, and its share
    wet(t)      = larger of film(t) + oil uncharged 10^log K and amount / solubility, the corner rounded off
    capacity(t) = wet(t) + residue (1 - w)
    concentration free in water = amount on the skin / capacity

so that no film is ever stronger than water at saturation; the excess waits as crystals. A film that has dried is a
residue with little mobility: it gives to the skin as if it were thinned in `residue` of water, however thin it was put
on, which is what makes thin films on intact skin absorb in proportion to their permeability (rows N073-N082). Under
a wrap, and where nothing evaporates, there is no residue. Breaks down for patches that retain the active, for actives
that evaporate themselves and for residues that melt. Loads without the array library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..evidence.practice import value_of

if TYPE_CHECKING:
    import numpy as np

    from ..evidence.registry import Values
    from .actives import Properties

UL_PER_ML = 1000.0
UG_PER_MG = 1000.0
ML_PER_MM_CM2 = 0.1  # a layer 1 mm thick holds 0.1 mL per cm2
MIN_PER_H = 60.0
HOURS_PER_DAY = 24.0
CORNER = 6  # how sharply the larger of two volumes takes over (p-norm)


def usual_ph() -> float:
    """Assumed pH of a product that states none."""
    return value_of("permeation", "product_ph")


def usual_dose_ul_per_cm2() -> float:
    """Assumed amount put on where none is given, uL/cm2."""
    return value_of("adjunct", "typical_dose_ul_per_cm2")


@dataclass(frozen=True)
class Dose:
    """One application. `volume_ul_per_cm2` None: an infinite dose, kept at its concentration.

    Strength, volume and pH may be one number or one a draw (draw,).
    """

    concentration_mg_per_ml: float | np.ndarray
    volume_ul_per_cm2: float | np.ndarray | None = field(default_factory=usual_dose_ul_per_cm2)
    ph: float | np.ndarray = field(default_factory=usual_ph)
    applied_after_min: float = 0.0
    wiped_off_min: float | None = None  # after it was put on
    occluded: bool = False
    dries: bool = True  # never under a wrap, never an infinite dose

    @property
    def endless(self) -> bool:
        """Whether the dose is infinite: kept at its concentration whatever the skin takes."""
        return self.volume_ul_per_cm2 is None

    @property
    def drying(self) -> bool:
        """Whether its water evaporates."""
        return self.dries and not self.occluded and not self.endless

    @property
    def strength_ug_per_ml(self) -> float | np.ndarray:
        """Concentration of the product, ug/mL."""
        return self.concentration_mg_per_ml * UG_PER_MG

    @property
    def amount_ug_per_cm2(self) -> float | np.ndarray:
        """Amount applied, ug/cm2; zero for an infinite dose, which holds no amount beforehand."""
        return self.volume_ml * self.strength_ug_per_ml

    @property
    def volume_ml(self) -> float | np.ndarray:
        """Volume applied, mL/cm2; zero for an infinite dose."""
        return 0.0 if self.volume_ul_per_cm2 is None else self.volume_ul_per_cm2 / UL_PER_ML

    def film_ml(self, hour: float, values: Values) -> np.ndarray:
        """Volume of the film (mL/cm2) at an hour after it was applied, (draw,)."""
        import numpy as np

        volume = self.volume_ml
        return np.zeros(values.count) + volume * self.water_left(hour, values)

    def water_left(self, hour: float, values: Values) -> np.ndarray:
        """Share of its water that has not evaporated yet, (draw,); 1 where it does not dry."""
        import numpy as np

        if not self.drying:
            return np.ones(values.count)
        rate = values["permeation.evaporation_mm_per_day"] / HOURS_PER_DAY * ML_PER_MM_CM2
        return np.exp(-hour * rate / self.volume_ml)

    def capacity_ml(self, hour: float, substance: Properties, values: Values) -> np.ndarray:
        """Volume of water (mL/cm2) that would hold the product's amount at its free concentration."""
        left = self.water_left(hour, values)
        oil = ML_PER_MM_CM2 * values["permeation.film_oil_mm"] * substance.octanol_ratio(self.ph)
        needed = self.amount_ug_per_cm2 / substance.solubility_ug_per_ml(self.ph)
        wet = ((self.volume_ml * left + oil) ** CORNER + needed**CORNER) ** (1 / CORNER)
        return wet + ML_PER_MM_CM2 * values["permeation.residue_exchange_mm"] * (1 - left)
