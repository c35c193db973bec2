"""Effects of who looks and with what, as standard-normal scores; a score of 0 leaves the number as it is.

A study sees with its own raters (`study`), something falls by itself in it (`drift`), and each of its scales and
raters or instruments sees in its own way (`scale`, `error`). In a virtual trial people and sides differ too, and
every visit has its own error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class StudyEffects:
    """Scores of one study, and of one scale and rater or instrument in it, (draw,)."""

    study: np.ndarray
    drift: np.ndarray
    scale: np.ndarray
    error: np.ndarray
    course: np.ndarray | float = 0.0  # log factor on how far its course goes, `course_level.log_factor`
    present: bool = True  # False: what the biology says, without raters' bias and without drift

    @classmethod
    def none(cls, count: int) -> StudyEffects:
        """No effects for `count` draws: what is left is the biology."""
        zero = np.zeros(count)
        return cls(zero, zero, zero, zero, present=False)


@dataclass(frozen=True)
class PersonEffects:
    """Scores of the people of a virtual trial, one row a person: of the trial, the person, this side, each visit."""

    study: np.ndarray
    drift: np.ndarray
    scale: np.ndarray
    person: np.ndarray
    side: np.ndarray
    visit: np.ndarray  # (person, visit), the one before the first session first
    itself: np.ndarray | float = (
        0.0  # what a person's instrument reading does by itself after the first visit
    )
