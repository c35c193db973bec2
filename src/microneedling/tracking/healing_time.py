"""How long redness and time off last for this person after a session: what was said, and what is said now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..outcomes.summary import interval
from .durations import Duration

if TYPE_CHECKING:
    from ..course.forecast import Forecast
    from .learning import Learnt
    from .rerun import Rerun

LABELS = {"redness_days": "days of visible redness", "downtime_days": "days of looking treated"}


@dataclass(frozen=True)
class HealingTime:
    """Days after the worst session of a zone, people's differences in: median and 80 % interval."""

    zone: str
    name: str
    said: dict[str, float]
    now: dict[str, float]
    learnt_from: int
    """counts and looks that it was learnt from; where there are none only the draws may have moved"""

    @property
    def label(self) -> str:
        """What it is in words."""
        return LABELS[self.name]

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables."""
        return {
            **({"zone": self.zone} if self.zone else {}),
            "name": self.name,
            "said": self.said,
            "now": self.now,
            "learnt_from": self.learnt_from,
        }


def healing_times(
    said: Forecast, done: Forecast | Rerun, before: Learnt, after: Learnt, counted: Sequence[Duration]
) -> tuple[HealingTime, ...]:
    """Both times of each zone, each from its own forecast and people; nothing for a course without sessions."""
    if not done.course.sessions:
        return ()
    found = []
    for site, zone in done.by_zone.items():
        old = said.by_zone[site].harm
        for name, then, days in (
            ("redness_days", old.erythema_days, zone.harm.erythema_days),
            ("downtime_days", old.downtime_days, zone.harm.downtime_days),
        ):
            told, now = interval(_of_people(then, before)), interval(_of_people(days, after))
            found.append(HealingTime(site if done.zones else "", name, told, now, len(counted)))
    return tuple(found)


def _of_people(days: np.ndarray, people: Learnt) -> np.ndarray:
    return days[people.draw] * np.exp(people.law.duration_sd[people.draw] * people.healing)
