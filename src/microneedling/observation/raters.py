"""How the raters of a study differ from the model's: how strongly they see a gain, and what falls by itself.

k exp(b),   b = study_sd z_study + scale_sd z_scale          the same in every arm of a study
d = drift + drift_sd z_drift                                 share of the severity that falls by itself
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from ..evidence.registry import Values
    from .effects import PersonEffects, StudyEffects

STUDY_SD, SCALE_SD = "study_effect.rater_study_log_sd", "study_effect.rater_scale_log_sd"
PERSON_SD = "study_effect.person_log_sd"
DRIFT, DRIFT_SD = "study_effect.rater_drift_share", "study_effect.rater_drift_sd"
RATING_SD = "study_effect.rating_sd_share"


def rater_log_strength(values: Values, effects: StudyEffects | PersonEffects) -> np.ndarray:
    """Logarithm b of how much more strongly these raters see a gain, one a row of the effects."""
    return values[STUDY_SD] * effects.study + values[SCALE_SD] * effects.scale


def drift_share(values: Values, effects: StudyEffects | PersonEffects) -> np.ndarray:
    """Share d of the severity that falls by itself in a study, one a row of the effects."""
    return values[DRIFT] + values[DRIFT_SD] * effects.drift


def log_strength_text(study: str, scale: str, name_of: Callable[[str], str]) -> str:
    """`rater_log_strength` as a formula of effects `study` and `scale`; `name_of` names a number by its key."""
    return f"{name_of(STUDY_SD)}*{study} + {name_of(SCALE_SD)}*{scale}"


def drift_share_text(drift: str, name_of: Callable[[str], str]) -> str:
    """`drift_share` as a formula."""
    return f"({name_of(DRIFT)} + {name_of(DRIFT_SD)}*{drift})"
