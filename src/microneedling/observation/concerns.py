"""Outcomes by concern: acne scars by type, other scars, striae, melasma, on the scale the person named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes import lesions
from ..skin.concern import SCORE_FAMILY, USUAL_SCALE
from ..skin.lesion import lesion_key, lesions_of
from . import typical
from .build import scored
from .field import lesional_score
from .scales import SCALES
from .score_law import forecast_share

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.concern import Concern
    from ..skin.tissue import TissueTrajectory
    from .forecast import OutcomeForecast


def of_concern(
    concern: Concern, tissues: Mapping[str, TissueTrajectory], values: Values
) -> list[OutcomeForecast]:
    """Outcomes that one concern adds to those of the field; none when the field's already answer it."""
    if concern.kind == "melasma":
        return [lesional_score("melasma", "melasma", concern, tissues["skin"], values)]
    if concern.kind == "atrophic acne scar":
        subtype = concern.subtype or "mixed"
        return _lesion(f"acne_scar_{subtype}", f"{subtype} acne scars", concern, tissues, values)
    if lesions_of(concern):
        return _lesion(lesion_key(concern.kind), concern.kind, concern, tissues, values)
    return []


def _lesion(
    name: str,
    label: str,
    concern: Concern,
    tissues: Mapping[str, TissueTrajectory],
    values: Values,
) -> list[OutcomeForecast]:
    """The score on the scale named, and the improvement in percent that raters also give."""
    kinds, family = lesions_of(concern), SCORE_FAMILY[concern.kind]
    missing = [kind for kind in kinds if kind not in tissues]
    if missing:
        raise KeyError(f"no tissue was followed for {', '.join(missing)}")
    reach = forecast_share(lesions.mean_gain(kinds, tissues, values), family, values)
    scale = SCALES[concern.scale or USUAL_SCALE[concern.kind]]
    usual = typical.typical_of_lesion(scale, values)
    start = typical.baseline(scale, concern.baseline, usual, values)
    skin = tissues["skin"]
    found = [
        scored(
            name,
            label,
            scale,
            start,
            reach,
            skin,
            values,
            family,
            typical.visible(scale, start, usual, usual, values),
        )
    ]
    if scale.name != "striae_improvement":
        percent = SCALES["percent_improvement"]
        start = typical.baseline(percent, None, np.zeros(1), values)
        found.append(
            scored(
                f"{name}_improvement", f"{label}, improvement", percent, start, reach, skin, values, family
            )
        )
    return found
