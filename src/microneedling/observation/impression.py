"""The overall impression (GAIS): what people say of the whole, from the parts that were judged.

    x = sum w_i d_i / sum w_i,   d_i = share of its scale by which outcome i got better

Parts are fine lines, texture, firmness, evenness of tone, and the mean of the lesions a person came for. A
part that was hardly severe to begin with can hardly add: d counts steps of the scale, not shares of what was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.reading import column
from .build import scored
from .forecast import Forecast
from .scales import SCALES, baseline, moved

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.people import Somebody
    from ..skin.tissue import TissueTrajectory

FIELD = ("fine_lines", "texture", "firmness")


def rejuvenation(
    person: Somebody,
    field: Sequence[Forecast],
    lesions: Sequence[Forecast],
    skin: TissueTrajectory,
    values: Values,
) -> Forecast:
    """GAIS over the course; `field` are the outcomes of the skin, `lesions` those that concerns added."""
    parts = {item.name: steps_better(item, values) for item in field if item.name in FIELD}
    tone = next(item for item in field if item.name == "tone_evenness")
    parts["tone"] = tone_better(person, tone, values)
    judged = [
        steps_better(item, values)
        for item in lesions
        if item.scale in SCALES and item.scale != "percent_improvement"
    ]
    if judged:
        parts["lesion"] = np.mean(judged, axis=0)
    weights = {name: column(values[f"scales.rejuvenation_weight.{name}"]) for name in parts}
    total = np.sum(list(weights.values()), axis=0)
    gain = np.sum([weights[name] * part for name, part in parts.items()], axis=0) / total
    scale = SCALES["gais"]
    start = baseline(scale, None, np.zeros(1), values)
    reach = moved(gain, "rejuvenation", values)
    return scored("rejuvenation", "overall rejuvenation", scale, start, reach, skin, values)


def steps_better(item: Forecast, values: Values) -> np.ndarray:
    """Improvement as a share of the whole scale, (draw, day)."""
    low, high = SCALES[item.scale].ends(values)
    return item.better * item.change / (high - low)


def tone_better(person: Somebody, tone: Forecast, values: Values) -> np.ndarray:
    """The same for evenness of tone, which has no scale: typical unevenness times the share that is gone."""
    uneven = 1 - np.exp(
        -values["scales.typical_start.tone"]
        - values["scales.typical_by_photoageing.tone"] * person.photoageing
    )
    return column(uneven) * moved(-tone.change / column(tone.baseline), "tone", values)
