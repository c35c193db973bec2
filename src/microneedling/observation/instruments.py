"""The law of instruments: what is read of a change, with the study's own effect and error.

    ln ratio read = shown ln ratio + shift,       shown = exp(f z)

f how unlike instruments and hands show one change; the shift is the error of an instrument in a study, of a person,
or both. Without effects shown is 1 and the shift 0: the reading is the true change, as forecasts take it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..evidence.registry import Values

SHOWN_SD, PERSON_SD = "study_effect.instrument_effect_log_sd", "study_effect.instrument_person_log_sd"


def error_key(kind: str) -> str:
    """Registry key of the spread between studies of instruments of one kind."""
    return f"study_effect.instrument_log_sd.{kind}"


def shown_share(values: Values, score: np.ndarray) -> np.ndarray:
    """How much of a change the instrument of a study shows, one a row of the standard-normal `score`."""
    return np.exp(values[SHOWN_SD] * score)


def log_ratio_read(log_ratio: np.ndarray, shown: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Logarithm of reading over baseline, from the true one."""
    return log_ratio * shown + shift


def ratio_text(ratio: str, shown: str, shift: str) -> str:
    """Reading over baseline as a formula of the true ratio."""
    return f"exp(log({ratio})*{shown} + {shift})"


def own_name(name: str) -> str:
    """Name of an instrument among `outcomes.measures.readings`, where parameters of the Cutometer stand alone."""
    return name.removeprefix("cutometer_")
