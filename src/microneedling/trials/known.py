"""How much of a virtual trial's answer is known: the numbers it rests on, by grade.

The engine keeps no record of the numbers that chunks use; so two people of every arm are followed once more here,
under the middle numbers, and the numbers read are recorded, with those of the products. Breaks down for numbers that
only rare people use: a condition that neither of the two has is missed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from ..evidence.registry import Values, registry
from ..evidence.sources import numbers_behind

if TYPE_CHECKING:
    from .trial_file import Trial


@dataclass(frozen=True, eq=False)
class RecordedNumbers:
    """The middle numbers for everybody; the keys read are kept in `used`: an `arms.Numbers`."""

    used: set[str] = field(default_factory=set)

    def draw_of(self, trial: np.ndarray) -> np.ndarray:
        """The one draw there is."""
        return 0 * trial

    def all(self, least: int) -> Values:
        """The middle numbers, once."""
        return self._watched(1)

    def picked(self, draws: np.ndarray) -> Values:
        """The middle numbers, once for each of these draws."""
        return self._watched(len(draws))

    def _watched(self, count: int) -> Values:
        middle = registry().nominal().repeated(count)
        return Values(middle.registry, middle.values, count, self.used)


def numbers_used(trial: Trial) -> tuple[str, ...]:
    """Keys of the registry's numbers behind the answer of a trial, those behind formulas among them."""
    from ..course.protocol import protocol_of
    from ..people.recipe import Recipe, typical_people
    from .arms import Job
    from .members_of_arm import slots

    watched = RecordedNumbers()
    slots(Job(trial, trial.model_dump_json(), watched), 1, 2, 0, 2)
    for arm in trial.arms:
        values = watched.all(1)
        middle = typical_people(Recipe.of(trial.people), values)
        replace(protocol_of(arm.course, np.zeros(1)), people=middle).prepare(values)
    return numbers_behind(watched.used)
