"""How the raters of a study differ from the model's: how strongly they see a gain, and what falls by itself.

k exp(b),   b = study_sd z_study + scale_sd z_scale          the same in every arm of a study
d = drift + drift_sd z_drift                                 share of the severity that falls by itself
    + open_arm credit . single + credit_rater                and what design and rater credit beyond it

`single` is 1 where one arm is read before and after, 0 where it is read beside another one, 1/2 where it is not told.
The credits may have either sign: their priors are symmetrical and not set on rows, only calibration gives them a size.
A person's forecast has neither drift nor credit, so it stands where comparisons do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from ..evidence.registry import Values
    from .effects import PersonEffects, StudyEffects

STUDY_SD, SCALE_SD = "study_effect.rater_study_log_sd", "study_effect.rater_scale_log_sd"
DRIFT, DRIFT_SD = "study_effect.rater_drift_share", "study_effect.rater_drift_sd"
OPEN_ARM = "study_effect.open_arm_credit_share"
NOT_TOLD = 0.5  # of `single`: as likely an open series as a comparison
RATING_SD = "study_effect.rating_sd_share"


def rater_log_strength(values: Values, effects: StudyEffects | PersonEffects) -> np.ndarray:
    """Logarithm b of how much more strongly these raters see a gain, one a row of the effects."""
    return values[STUDY_SD] * effects.study + values[SCALE_SD] * effects.scale


def drift_share(values: Values, effects: StudyEffects | PersonEffects) -> np.ndarray:
    """Share d of the severity that falls by itself in a study, one a row of the effects."""
    return values[DRIFT] + values[DRIFT_SD] * effects.drift


def rater_key(rater: str) -> str:
    """Registry key of what a kind of rater credits: blinded, investigator or patient."""
    return f"study_effect.rater_credit_share.{rater}"


def credit_share(values: Values, single: float, rater: str | None) -> np.ndarray:
    """Share of the severity that design and rater credit beyond drift, (draw,); `rater` None: nobody judged."""
    credit = values[OPEN_ARM] * single
    return credit if rater is None else credit + values[rater_key(rater)]


def credit_text(single: float, rater: str | None, name_of: Callable[[str], str]) -> str:
    """`credit_share` as a formula; `name_of` names a number by its key."""
    text = f"{single!r}*{name_of(OPEN_ARM)}"
    return text if rater is None else f"({text} + {name_of(rater_key(rater))})"


def log_strength_text(study: str, scale: str, name_of: Callable[[str], str]) -> str:
    """`rater_log_strength` as a formula of effects `study` and `scale`; `name_of` names a number by its key."""
    return f"{name_of(STUDY_SD)}*{study} + {name_of(SCALE_SD)}*{scale}"


def drift_share_text(drift: str, name_of: Callable[[str], str]) -> str:
    """`drift_share` as a formula."""
    return f"({name_of(DRIFT)} + {name_of(DRIFT_SD)}*{drift})"
