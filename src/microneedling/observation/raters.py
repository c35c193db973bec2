"""How the raters of a study differ from the model's: how far they see people go, and what falls by itself.

f = exp(b),   b = study_sd tail(z_study) + scale_sd z_scale      the same in every arm of a study
    tail(z) = z for z >= 0, z - null_tail z^2 below: some studies find next to nothing
d = drift + drift_sd z_drift                                 share of the severity that falls by itself
    + open_arm credit . single + credit_rater                and what design and rater credit beyond it

f multiplies the distance from no change on the axis of `score_law`, as the law of people does. `single` is 1 where one
arm is read before and after, 0 where it is read beside another one, 1/2 where it is not told. The credits may have
either sign: their priors are symmetrical and not set on rows, only calibration gives them a size. A person's forecast
has neither drift nor credit, so it stands where comparisons do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from .effects import PersonEffects, StudyEffects

STUDY_SD, SCALE_SD = "study_effect.rater_study_log_sd", "study_effect.rater_scale_log_sd"
NULL_TAIL = "study_effect.rater_null_tail"
DRIFT, DRIFT_SD = "study_effect.rater_drift_share", "study_effect.rater_drift_sd"
OPEN_ARM = "study_effect.open_arm_credit_share"
NOT_TOLD = 0.5  # of `single`: as likely an open series as a comparison
RATING_SD = "study_effect.rating_sd_share"


def rater_log_factor(values: Values, effects: StudyEffects | PersonEffects) -> np.ndarray:
    """Logarithm b of how much further these raters see people go, one a row of the effects."""
    study = effects.study - values[NULL_TAIL] * np.minimum(effects.study, 0.0) ** 2
    return values[STUDY_SD] * study + values[SCALE_SD] * effects.scale


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
    """`credit_share` as a formula; `name_of` names a number by its key. It names no number that counts nothing."""
    parts = [f"{single!r}*{name_of(OPEN_ARM)}"] if single else []
    parts += [name_of(rater_key(rater))] if rater else []
    return f"({' + '.join(parts)})" if parts else "0"


def log_factor_text(study: str, scale: str, name_of: Callable[[str], str]) -> str:
    """`rater_log_factor` as a formula of effects `study` and `scale`; `name_of` names a number by its key."""
    tail = f"({study} - {name_of(NULL_TAIL)}*((abs({study}) - {study})/2)^2)"
    return f"{name_of(STUDY_SD)}*{tail} + {name_of(SCALE_SD)}*{scale}"


def drift_share_text(drift: str, name_of: Callable[[str], str]) -> str:
    """`drift_share` as a formula."""
    return f"({name_of(DRIFT)} + {name_of(DRIFT_SD)}*{drift})"
