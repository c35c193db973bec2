"""One course whose sessions need not be alike, with the numbers that limits and objectives ask of a row of a table.

Every array has one row: (1, draw), (1,), or (wish, 1, draw). All are read from the forecast of the course, in the
same way as those of designs.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...course.course import Course
from ...course.forecast import Forecast
from ...observation.asked import carrier
from ...outcomes.harm import downtime_days
from ..wishes.goals import Goals
from .glimpse import Glimpse
from .wanted import noticed_of, wanted_in
from .worth import benefit_of, worth_of


@dataclass(frozen=True, eq=False)
class OneCourse:
    """A course with what it does in each of its zones, as the limits read it."""

    course: Course
    goals: Goals
    by_zone: Mapping[str, Forecast | Glimpse]

    rows = 1

    @property
    def draws(self) -> int:
        """How many draws."""
        return next(iter(self.by_zone.values())).values.count

    @property
    def number(self) -> np.ndarray:
        """How many sessions, (1,)."""
        return np.array([len(self.course.sessions)])

    @property
    def gap_day(self) -> np.ndarray:
        """The fewest days between two sessions, (1,); 0 where there are fewer than two."""
        days = [session.day for session in self.course.sessions]
        return np.array([min((b - a for a, b in itertools.pairwise(days)), default=0)])

    @property
    def last_day(self) -> np.ndarray:
        """Day of the last session, (1,)."""
        return np.array([self.course.last_session_day])

    def session_day(self, k: int) -> np.ndarray:
        """Day of session k, (1,); that of the last where there is no such session."""
        held = self.course.sessions
        return np.array([held[min(k, len(held) - 1)].day if held else 0])

    @cached_property
    def noticed(self) -> np.ndarray:
        """Share who notice, (wish, 1, draw): the mean over the zones where it is wished."""
        found = np.zeros((len(self.goals.wishes), 1, self.draws))
        count = np.zeros(len(self.goals.wishes))
        for zone, held in wanted_in(self.course, self.goals).items():
            one = self.by_zone[zone]
            for item in held:
                outcome = carrier(item.concern, one.outcomes)
                at = int(np.argmin(np.abs(outcome.day - (item.wish.by_day or self.course.assessment_day))))
                found[item.place, 0] += noticed_of(outcome)[:, at]
                count[item.place] += 1
        return found / np.maximum(count, 1)[:, None, None]

    @cached_property
    def benefit(self) -> np.ndarray:
        """Share who notice by the weights of the wishes, (1, draw)."""
        return benefit_of(self.goals, self.noticed)

    @cached_property
    def marks(self) -> np.ndarray:
        """Chance of dark marks somewhere, (1, draw)."""
        spared = np.ones(self.draws)
        for one in self.by_zone.values():
            if one.course.sessions:
                spared *= 1 - one.harm.pih_probability
        return (1 - spared)[None]

    @cached_property
    def _downtimes(self) -> np.ndarray:
        """Days of looking treated after each session, worst zone, (session, draw)."""
        days = [session.day for session in self.course.sessions]
        found = np.zeros((len(days), self.draws))
        for one in self.by_zone.values():
            own = [session.day for session in one.course.sessions]
            if not own:
                continue
            calm = downtime_days(
                one.tissues["skin"], one.course.person, [float(day) for day in own], one.values
            )
            for day, held in zip(own, calm, strict=True):
                place = days.index(day)
                found[place] = np.maximum(found[place], held)
        return found

    def after_session(self, k: int) -> np.ndarray:
        """Days of looking treated after session k, worst zone, (1, draw); 0 where there is no such session."""
        return self._downtimes[k][None] if k < len(self._downtimes) else np.zeros((1, self.draws))

    @property
    def downtime(self) -> np.ndarray:
        """Days of looking treated after the worst session, (1, draw)."""
        return self._downtimes.max(axis=0, initial=0.0)[None]

    @property
    def all_downtime(self) -> np.ndarray:
        """Days of looking treated over the whole course, (1, draw)."""
        return self._downtimes.sum(axis=0)[None]

    @property
    def pain(self) -> np.ndarray:
        """Pain of the worst session and zone on a scale from 0 to 10, (1, draw)."""
        felt = [np.broadcast_to(one.worst_pain, (self.draws,)) for one in self.by_zone.values()]
        return np.max(felt, axis=0)[None]

    @property
    def cost(self) -> np.ndarray | None:
        """Money for the whole course, (1,); None without the clinic's prices."""
        price, held = self.goals.price, self.course.sessions
        if price is None:
            return None
        parts = [[session.within(zone) for zone in session.zones or ()] or [session] for session in held]
        each = [
            price.session
            + price.numbing * any(part.numbing is not None for part in own)
            + price.topical * any(bool(part.topical) for part in own)
            for own in parts
        ]
        return np.array([price.consultation + sum(each) if held else 0.0])

    @property
    def visit_min(self) -> np.ndarray | None:
        """Minutes of the longest visit, (1,); None without the clinic's times."""
        if self.goals.minutes is None:
            return None
        numbing = [session.numbing.minutes if session.numbing else 0.0 for session in self.course.sessions]
        return np.array([self.goals.minutes.session + max(numbing) if numbing else 0.0])

    @cached_property
    def worth(self) -> np.ndarray:
        """What it is worth by what the client would give for what, (1, draw), as a chance of a change."""
        return worth_of(self.goals, self.benefit, self.marks, self.number, self.all_downtime)
