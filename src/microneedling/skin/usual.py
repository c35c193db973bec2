"""What is usual at an age, where nobody has looked: sun damage. One law for a person and for the people of a study.

    photoageing = 1 - exp(-rate (age - first age) exp(sd z))

z ~ N(0, 1) is the place of a person among people of that age. Nothing before the first age; it only rises with age.
The rate is that of the face: covered skin will have less, which nobody has put into numbers here. Loads without the
array library.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ..evidence.practice import shipped_numbers_of

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from .people import Somebody

GROUP = "population"
# Standard deviations from one end of a registry's range (95 %) to the other, and from the middle to an end of 80 %.
SDS_IN_95_PERCENT, SDS_TO_80_PERCENT = 3.92, 1.2816


def photoageing_of(person: Somebody, values: Values) -> Any:
    """Sun damage 0-1 as given, else as usual at the age with each draw's own place among people, (draw,)."""
    if person.photoageing is not None:
        return person.photoageing
    return usual_photoageing(person.age_year, values["population.photoageing_own_score"], values)


def usual_photoageing(age_year: Any, score: Any, values: Values) -> Any:
    """Sun damage (draw,) usual at these ages, for people at the standard-normal `score` of their age."""
    import numpy as np

    years = np.maximum(age_year - values["population.first_signs_year"], 0.0)
    usual = values["population.photoageing_per_year"] * years
    own = np.exp(values["population.photoageing_log_sd"] * score)
    return -np.expm1(-usual * own)


def usual_photoageing_interval(age_year: float) -> tuple[float, float, float]:
    """Its 10 %, 50 % and 90 % quantile at an age: over people of that age, and over what is not known of the rate."""
    numbers = shipped_numbers_of(GROUP)
    rate, spread = numbers["photoageing_per_year"], numbers["photoageing_log_sd"]
    first, middle = numbers["first_signs_year"].value, rate.value
    assert rate.range is not None
    assert first is not None
    assert middle is not None
    assert spread.value is not None
    low, high = rate.range
    sd = math.hypot(math.log(high / low) / SDS_IN_95_PERCENT, spread.value)
    usual = middle * max(age_year - first, 0.0)
    lowest, most = (-math.expm1(-usual * math.exp(z * sd)) for z in (-SDS_TO_80_PERCENT, SDS_TO_80_PERCENT))
    return lowest, -math.expm1(-usual), most
