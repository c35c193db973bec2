"""The overall impression (GAIS): what people say of the whole, from the parts that were judged.

    x = sum w_i d_i / sum w_i,   d_i = share of its scale by which outcome i got better

Parts are fine lines, texture, firmness, evenness of tone, and the mean of the lesions a person came for. A
part that was hardly severe to begin with can hardly add: d counts steps of the scale, not shares of what was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.reading import per_draw
from ..skin.usual import photoageing_of
from .build import scored
from .forecast import OutcomeForecast
from .scales import SCALES
from .score_law import forecast_share
from .typical import baseline

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.people import Somebody
    from ..skin.tissue import TissueTrajectory

FIELD = ("fine_lines", "texture", "firmness")
PARTS = (*FIELD, "tone", "lesion")


def rejuvenation(
    person: Somebody,
    field: Sequence[OutcomeForecast],
    lesions: Sequence[OutcomeForecast],
    skin: TissueTrajectory,
    values: Values,
) -> OutcomeForecast:
    """GAIS over the course; `field` are the outcomes of the skin, `lesions` those that concerns added."""
    parts = {item.name: (steps_better(item, values),) for item in field if item.name in FIELD}
    tone = next(item for item in field if item.name == "tone_evenness")
    parts["tone"] = (tone_better(person, tone, values),)
    judged = [
        steps_better(item, values)
        for item in lesions
        if item.scale in SCALES and item.scale != "percent_improvement"
    ]
    if judged:
        parts["lesion"] = (np.mean(judged, axis=0),)
    scale = SCALES["gais"]
    start = baseline(scale, None, np.zeros(1), values)
    share = forecast_share(weighted_gain(parts, values), "rejuvenation", values)
    return scored("rejuvenation", "overall rejuvenation", scale, start, share, skin, values)


def weighted_gain(parts: Mapping[str, Sequence[np.ndarray]], values: Values) -> np.ndarray:
    """Weighted mean of how much better the parts got, (draw, day or people); each part is a product of factors."""
    total, weights = 0.0, 0.0
    for name, factors in parts.items():
        weight = per_draw(values[f"scales.rejuvenation_weight.{name}"])
        better = weight
        for factor in factors:
            better = better * factor
        total, weights = total + better, weights + weight
    return np.asarray(total / weights)


def steps_better(item: OutcomeForecast, values: Values) -> np.ndarray:
    """Improvement as a share of the whole scale, (draw, day)."""
    low, high = SCALES[item.scale].ends(values)
    return item.better * item.change / (high - low)


def tone_better(person: Somebody, tone: OutcomeForecast, values: Values) -> np.ndarray:
    """The same for evenness of tone, which has no scale: typical unevenness times the share that is gone."""
    uneven = 1 - np.exp(
        -values["scales.typical_start.tone"]
        - values["scales.typical_by_photoageing.tone"] * photoageing_of(person, values)
    )
    return per_draw(uneven) * forecast_share(-tone.change / per_draw(tone.baseline), "tone", values)
