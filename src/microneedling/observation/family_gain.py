"""What each family of raters' scores moves with, from the tissues alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes import colour, lesions
from ..outcomes.reading import per_draw
from .field import SCORED, field_gains

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..skin.tissue import TissueTrajectory


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
