"""The law of events: how often dark marks are reported, how much pain, how long things last.

    dark marks    percent = 100/(1 + exp(-(logit + shift)))
    pain          felt = 10 (1 - exp(-stimulus factor/10))          on a scale of 0 to 10
    duration      time factor

Studies shift and stretch these by effects of their own; with shift 0 and factor 1 what is reported is what happens.
"""

from __future__ import annotations

import numpy as np

LEAST_PROBABILITY = 1e-6  # keeps the logit finite
MOST_PAIN = 9.99  # of 10: a stimulus without end would be needed for 10
NO_SESSION_LOGIT = -12.0  # of dark marks where nobody was needled
END_OF_SCALE = 10.0


def dark_mark_logit(probability: np.ndarray) -> np.ndarray:
    """Logit of a probability of dark marks, bounded away from 0 and 1."""
    share = np.clip(probability, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    return np.log(share / (1 - share))


def dark_mark_percent(logit: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """Percent of people with dark marks."""
    return 100 / (1 + np.exp(-(logit + shift)))


def pain_stimulus(felt: np.ndarray) -> np.ndarray:
    """Stimulus behind a pain of 0 to 10; no more than `MOST_PAIN` counts."""
    return -END_OF_SCALE * np.log1p(-np.minimum(felt, MOST_PAIN) / END_OF_SCALE)


def pain_felt(stimulus: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Pain of 0 to 10 that a stimulus gives to people who feel it `factor` times as strongly."""
    return -END_OF_SCALE * np.expm1(-stimulus * factor / END_OF_SCALE)


def duration(time: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Time reported where a study's eyes stretch it by `factor`."""
    return time * factor
