"""How much of a virtual trial's answer is known: the numbers it rests on, by grade.

The engine hands numbers out to chunks and keeps no record; so two people of every arm are followed once more under the
middle numbers, here, and what they ask for is written down, with what the products of the sessions ask for. Breaks down
never for the count itself; a number used only by rare people (a condition none of the two has) may be missed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..evidence.registry import Values, registry
from ..evidence.sources import numbers_behind

if TYPE_CHECKING:
    import numpy as np

    from .trial_file import Trial


@dataclass(frozen=True, eq=False)
class _Recording:
    """The middle numbers for everybody; what is asked for is kept in `used`. Stands in for `arms.Numbers`."""

    used: set[str] = field(default_factory=set)

    def draw_of(self, trial: np.ndarray) -> np.ndarray:
        return 0 * trial

    def all(self, least: int) -> Values:
        return self._watched(1)

    def picked(self, draws: np.ndarray) -> Values:
        return self._watched(len(draws))

    def _watched(self, count: int) -> Values:
        middle = registry().nominal().repeated(count)
        return Values(middle.registry, middle.values, count, self.used)


def numbers_used(trial: Trial) -> tuple[str, ...]:
    """Keys of the registry's numbers behind the answer of a trial, those behind formulas among them."""
    from ..people.recipe import Recipe, typical_people
    from ..protocol.prepare import adjuncts, session_effects
    from ..skin.anatomy import anatomy_of
    from .arms import Job
    from .members_of_arm import slots

    watched = _Recording()
    numbers: Any = watched
    slots(Job(trial, trial.model_dump_json(), numbers), 1, 2, 0, 2)
    for arm in trial.arms:
        values = watched.picked([0])  # type: ignore[arg-type]
        body = anatomy_of(typical_people(Recipe.of(trial.people), values), values)
        adjuncts(arm.course, body, session_effects(arm.course, body, values), values)
    return numbers_behind(watched.used)
