"""How fast years and sun take matrix from a person: slopes of the laws by which baseline differs between people.

    by years    pace loss                                        for whoever is past the reference age, else 0
    by sun      pace c rate (1 - light) / (usual sun (1 - c light))      at full daily sun

`loss` a year and `c` at severe sun damage are those of `healing.baseline`; sun damage grows at `rate` (1 - light) a
year in people who get the usual sun. Both are taken on the first day and kept, per day, (draw,).
"""

from __future__ import annotations

import numpy as np

from ..evidence.registry import Values
from ..skin.people import Somebody
from ..skin.usual import photoageing_of
from ..units import DAYS_A_YEAR


def wear_by_years(person: Somebody, what: str, values: Values) -> np.ndarray:
    """Share of `what` ("collagen", "elastic") that years take, 1/d, (draw,)."""
    past = person.age_year >= values["skin.reference_age_year"]
    return past * values["ageing.pace"] * values[f"skin.{what}_loss_per_year"] / DAYS_A_YEAR


def wear_by_sun(person: Somebody, what: str, values: Values, share: np.ndarray) -> np.ndarray:
    """Share of `what` that full daily sun takes where a `share` of the light's effect arrives, 1/d, (draw,)."""
    light = photoageing_of(person, values)
    lost = share * values[f"skin.{what}_loss_by_photoageing"]
    gathered = values["population.photoageing_per_year"] * (1 - light) / values["adjunct.sun.some"]
    return values["ageing.pace"] * lost * gathered / (1 - lost * light) / DAYS_A_YEAR
