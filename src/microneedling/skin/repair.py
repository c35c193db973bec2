"""How fast a person's skin repairs itself, over young, healthy skin: one factor for all that closes and heals.

    repair = exp(-a years) s^smoker d^diabetic           years past the reference age

Skin tone is not in it. Under a patch impedance found the pores of Black volunteers open longest (66 h, row A127), but
groups of one phototype differ as much from each other (44 and 61 h, rows A128 and A131) as the darkest from the
lightest (66 and 50 h, rows A127 and A130), and in open air nobody has looked; the spread of the rim's speed covers all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from ..evidence.registry import Values
    from .people import Somebody


def repair_by_age(age_year: np.ndarray | float, values: Values) -> np.ndarray:
    """Speed of repair over that at the reference age, (draw,); younger skin counts as reference skin."""
    import numpy as np

    years = np.maximum(age_year - values["skin.reference_age_year"], 0.0)
    return np.exp(-values["skin.repair_loss_per_year"] * years)


def habit(person: Somebody, values: Values) -> np.ndarray:
    """What smoking and diabetes leave of growth and repair, (draw,)."""
    import numpy as np

    left = np.ones(values.count)
    for has, factor in ((person.smoker, "skin.smoking_factor"), (person.diabetic, "skin.diabetes_factor")):
        if np.any(has):
            left = np.where(has, left * values[factor], left)
    return left


def repair_of(person: Somebody, values: Values) -> np.ndarray:
    """Speed of repair of this person over young, healthy skin, (draw,)."""
    return habit(person, values) * repair_by_age(person.age_year, values)
