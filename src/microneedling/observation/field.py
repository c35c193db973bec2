"""Outcomes of the treated field, always forecast from the own skin, and what each family of scores moves with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes import barrier, colour, lesions, matrix, measures
from ..outcomes.reading import per_draw
from ..skin.concern import USUAL_SCALE
from ..skin.usual import photoageing_of
from . import typical
from .build import measured, scored
from .noticeable import visible_melanin_percent
from .observer import perceived_crease
from .scales import SCALES
from .score_law import forecast_share

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.concern import Concern
    from ..skin.people import Somebody
    from ..skin.tissue import TissueTrajectory
    from .forecast import OutcomeForecast

# Outcome -> the concern whose scale and baseline it takes, and its name for readers.
SCORED = {
    "fine_lines": ("fine lines", "fine lines and wrinkles"),
    "texture": ("texture", "texture"),
    "firmness": ("laxity", "firmness"),
}


def of_skin(
    person: Somebody,
    concerns: Sequence[Concern],
    skin: TissueTrajectory,
    values: Values,
    session_days: Sequence[float] = (),
) -> list[OutcomeForecast]:
    """Scores and readings of the person's own skin."""
    uneven = colour.unevenness(skin, values, session_days)
    gains = field_gains(skin, values)
    asked = {concern.kind: concern for concern in concerns}
    found = [_score(name, asked, person, gains[name], skin, values) for name in SCORED]
    fine_lines, texture, firmness = found
    return [
        fine_lines,
        texture,
        measured("roughness", measures.roughness(skin, values), skin, values),
        measured("tone_evenness", uneven, skin, values),
        measured("pore_size", measures.pore_diameter(skin, values), skin, values),
        measured("perfusion", colour.perfusion(skin, values, session_days), skin, values, plain=True),
        pigmentation(asked, skin, values),
        measured("hydration", barrier.corneometer(skin, values, person), skin, values),
        measured("tewl", barrier.tewl(skin, values, person), skin, values),
        measured("elasticity", matrix.cutometer(skin, values, person, "r2"), skin, values),
        measured("elastic_recovery", matrix.cutometer(skin, values, person, "r7"), skin, values),
        firmness,
    ]


def field_gains(skin: TissueTrajectory, values: Values) -> dict[str, np.ndarray]:
    """What each score moves with, (draw, day): 0 at baseline, above 0 better."""
    perceived = perceived_crease(skin)
    return {
        "fine_lines": 1 - perceived,
        "texture": 1 - measures.rough(skin, values, perceived),
        "firmness": 1 - 1 / matrix.firmness_ratio(skin, values),
    }


def family_gain(
    family: str,
    kinds: Sequence[str],
    tissues: Mapping[str, TissueTrajectory],
    session_days: Sequence[float],
    values: Values,
) -> np.ndarray:
    """Gain (draw, day) of a family of scores: 0 at baseline, above 0 better; `kinds`: the lesions it judges, if any."""
    skin = tissues["skin"]
    if family in SCORED:
        return field_gains(skin, values)[family]
    if family == "tone":
        tone = colour.unevenness(skin, values, session_days)
        return -tone.change / per_draw(tone.baseline)
    if family == "melasma":
        return 1 - colour.lesional_contrast(skin, values)
    return lesions.mean_gain(kinds, tissues, values)


def _score(
    name: str,
    asked: dict[str, Concern],
    person: Somebody,
    gain: np.ndarray,
    skin: TissueTrajectory,
    values: Values,
) -> OutcomeForecast:
    kind, label = SCORED[name]
    concern = asked.get(kind)
    scale = SCALES[(concern.scale if concern else None) or USUAL_SCALE[kind]]
    given = concern.baseline if concern else None
    light = photoageing_of(person, values)
    usual = typical.typical_of_age(scale, name, person.age_year, light, values)
    start = typical.baseline(scale, given, usual, values)
    grown = np.maximum(person.age_year, values["scales.typical_age_year"])
    of_age = typical.typical_of_age(scale, name, grown, light, values)
    seen = typical.visible(scale, start, usual, of_age, values)
    return scored(name, label, scale, start, forecast_share(gain, name, values), skin, values, visible=seen)


def pigmentation(asked: dict[str, Concern], skin: TissueTrajectory, values: Values) -> OutcomeForecast:
    """Hyperpigmentation: the scale a person named, else the melanin index, of the lesion where it is a concern."""
    concern = asked.get("hyperpigmentation")
    if concern is not None and concern.scale is not None:
        return lesional_score("hyperpigmentation", "hyperpigmentation", concern, skin, values)
    lesional = concern is not None
    reading = colour.melanin_index(skin, values, lesional=lesional)
    eyes = np.broadcast_to(visible_melanin_percent(skin, values, lesional), reading.baseline.shape)
    return measured("hyperpigmentation", reading, skin, values, least=eyes)


def lesional_score(
    name: str, label: str, concern: Concern, skin: TissueTrajectory, values: Values
) -> OutcomeForecast:
    """A score of lesional pigment: its contrast to the baseline of the skin around it."""
    scale = SCALES[concern.scale or USUAL_SCALE["melasma"]]
    usual = typical.typical_of_lesion(scale, values)
    start = typical.baseline(scale, concern.baseline, usual, values)
    gain = 1 - colour.lesional_contrast(skin, values)
    share = forecast_share(gain, "melasma", values)
    return scored(
        name,
        label,
        scale,
        start,
        share,
        skin,
        values,
        visible=typical.visible(scale, start, usual, usual, values),
    )
