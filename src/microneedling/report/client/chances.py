"""The chance that a person notices an improvement, one for each concern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...observation.asked import answers_to

if TYPE_CHECKING:
    from ...course.forecast import Forecast


@dataclass(frozen=True)
class ConcernChance:
    """The chance for one concern, with its middle 80 %."""

    concern: str
    of: str
    day: float
    chance: float
    low80: float | None
    high80: float | None


def chances(result: Forecast) -> tuple[ConcernChance, ...]:
    """One for each concern, by the first outcome that answers it."""
    found = []
    day = float(result.course.assessment_day)
    for concern in result.course.concerns:
        names = answers_to(concern.kind)
        outcome = next((item for item in result.outcomes if item.name.startswith(names)), None)
        if outcome is not None:
            chance = outcome.chance_at(day)
            found.append(ConcernChance(concern.kind, outcome.name, day, chance, None, None))
    return tuple(found)
