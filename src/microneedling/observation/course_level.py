"""How far the strength of a course, as the model has it, bears out *between* studies.

    log factor = (slope - 1) ln(D/D_middle),      ln(D/D_middle) cut at +-ln(limit)

D is how far on the axis of `score_law` the model's middle person goes in a study: the mean over its readings of one
family of scores in needled arms. D_middle is the same after the middle course of the literature. The factor is one for
the whole study, so that sides, days, parts and arms of one study differ by the model in full; between studies a slope
of 1 leaves the model's size as it is, and one of 0 expects of every course what is expected of the middle one. Beyond
`limit` times the middle course, either way, no study bears anything out: there the model counts in full again, so that
needles that do nothing are not lifted to what needling does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..evidence.registry import Values

SLOPE, LIMIT = "study_effect.between_studies_slope", "study_effect.between_studies_limit"
LEAST = 1e-9  # keeps logarithms finite


def log_factor(distance: np.ndarray, middle: np.ndarray, values: Values) -> np.ndarray:
    """Log factor (draw,) of a study whose middle person goes `distance`, `middle` after the middle course."""
    return (values[SLOPE] - 1.0) * cut_log_ratio(distance, middle, values)


def cut_log_ratio(distance: np.ndarray, middle: np.ndarray, values: Values) -> np.ndarray:
    """ln(D/D_middle), (draw,), cut at +-ln(limit)."""
    ratio = np.log(np.maximum(distance, LEAST) / np.maximum(middle, LEAST))
    most = np.log(values[LIMIT])
    return np.clip(ratio, -most, most)
