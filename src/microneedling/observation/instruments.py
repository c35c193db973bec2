"""The law of instruments: what is read of a change, with the study's own effect and error.

    ln ratio read = shown factor ln ratio + shift,       shown = exp(f z),  factor = exp(sd e)

f how unlike instruments and hands show one change; `factor` is the person's own, the same as on scores (`score_law`);
the shift is the error of an instrument in a study, what a person's reading does by itself between two visits, or both.
Without effects shown is 1 and the shift 0: the reading is the true change, as forecasts take it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr

if TYPE_CHECKING:
    from ..evidence.registry import Values

LEAST_CHANGE = -1 + 1e-12  # as a share of the baseline: nothing is left of it
SHOWN_SD, ITSELF_SD = "study_effect.instrument_effect_log_sd", "study_effect.instrument_itself_log_sd"


def error_key(kind: str) -> str:
    """Registry key of the spread between studies of instruments of one kind."""
    return f"study_effect.instrument_log_sd.{kind}"


def shown_share(values: Values, score: np.ndarray) -> np.ndarray:
    """How much of a change the instrument of a study shows, one a row of the standard-normal `score`."""
    return np.exp(values[SHOWN_SD] * score)


def log_ratio_read(log_ratio: np.ndarray, shown: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Logarithm of reading over baseline, from the true one."""
    return log_ratio * shown + shift


def change_of_person(change: np.ndarray, baseline: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Change of a reading of a person whose ln ratio is `factor` times the middle one's; baselines are above 0."""
    return baseline * np.expm1(factor * np.log1p(np.maximum(change / baseline, LEAST_CHANGE)))


def people_who_reach(
    change: np.ndarray, baseline: np.ndarray, smallest: np.ndarray, better: int, person_sd: np.ndarray
) -> np.ndarray:
    """Share of people whose reading improves by at least `smallest`, where the middle one changes by `change`.

    P = Phi(ln(l/l*)/sd), l = ln ratio of the middle one, l* that of the smallest change; 0 without an improvement.
    """
    wanted = np.log1p(np.maximum(better * smallest / baseline, LEAST_CHANGE))
    ahead = np.log1p(np.maximum(change / baseline, LEAST_CHANGE)) / wanted
    possible = (ahead > 0) & (better * smallest / baseline > -1)
    return np.where(possible, ndtr(np.log(np.where(possible, ahead, 1.0)) / person_sd), 0.0)


def ratio_text(ratio: str, shown: str, shift: str) -> str:
    """Reading over baseline as a formula of the true ratio."""
    return f"exp(log({ratio})*{shown} + {shift})"


def own_name(name: str) -> str:
    """Name of an instrument among `outcomes.measures.readings`, where parameters of the Cutometer stand alone."""
    return name.removeprefix("cutometer_")
