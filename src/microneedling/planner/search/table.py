"""Every design with what it does in every draw, put together from the stored draws of its zones.

    benefit   weighted mean over the wishes of the share who notice
    marks     1 - prod(1 - p) over zones          downtime, pain   those of the worst zone
    cost, minutes, weeks, visits                  plain sums of what the clinic says; no draw in them

Nothing is simulated here: a changed wish or limit asks the same draws again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..wishes.goals import Goals
from .space import Design, Space
from .stored import ZoneDraws
from .worth import benefit_of, worth_of


@dataclass(frozen=True, eq=False)
class Table:
    """Designs in rows. `places` (row, zone): setting of each zone; `number`, `gap`, `cream` (row,) index the space.

    The first row is doing nothing.
    """

    space: Space
    zones: tuple[ZoneDraws, ...]
    goals: Goals
    number: np.ndarray
    gap: np.ndarray
    cream: np.ndarray
    places: np.ndarray

    @property
    def rows(self) -> int:
        """How many designs, doing nothing among them."""
        return len(self.number)

    @property
    def draws(self) -> int:
        """How many draws."""
        return self.zones[0].marks.shape[-1]

    def design(self, row: int) -> Design:
        """One row as a design."""
        number = int(self.number[row])
        if not number:
            return Design(0, 0, ())
        settings = tuple(zone.settings[at] for zone, at in zip(self.zones, self.places[row], strict=True))
        gap = self.space.intervals_day[self.gap[row]] if number > 1 else 0
        return Design(number, gap, settings, self.space.creams[self.cream[row]])

    @cached_property
    def gap_day(self) -> np.ndarray:
        """Days between sessions, (row,); 0 where there are fewer than two."""
        gaps = np.array(self.space.intervals_day)[self.gap]
        return np.where(self.number > 1, gaps, 0)

    @cached_property
    def last_day(self) -> np.ndarray:
        """Day of the last session, (row,)."""
        return np.maximum(self.number - 1, 0) * self.gap_day

    def session_day(self, k: int) -> np.ndarray:
        """Day of session k, (row,), whether or not there is one."""
        return k * self.gap_day

    @cached_property
    def noticed(self) -> np.ndarray:
        """Share who notice, (wish, row, draw): the mean over the zones where it is wished."""
        found = np.zeros((len(self.goals.wishes), self.rows, self.draws))
        count = np.zeros(len(self.goals.wishes))
        treated = self.number > 0
        at = np.maximum(self.number - 1, 0)
        for k, zone in enumerate(self.zones):
            for place, item in enumerate(zone.wanted):
                with_sessions = zone.noticed[place, self.places[:, k], self.gap, at]
                found[item.place] += np.where(treated[:, None], with_sessions, zone.untouched[place])
                count[item.place] += 1
        return found / np.maximum(count, 1)[:, None, None]

    @cached_property
    def benefit(self) -> np.ndarray:
        """Share who notice by the weights of the wishes, (row, draw)."""
        return benefit_of(self.goals, self.noticed)

    @cached_property
    def marks(self) -> np.ndarray:
        """Chance of dark marks somewhere, (row, draw)."""
        spared = np.ones((self.rows, self.draws))
        at = np.maximum(self.number - 1, 0)
        for k, zone in enumerate(self.zones):
            spared *= 1 - zone.marks[self.places[:, k], self.gap, at]
        return np.where(self.number[:, None] > 0, 1 - spared, 0.0)

    def after_session(self, k: int) -> np.ndarray:
        """Days of looking treated after session k, worst zone, (row, draw); 0 where there is no such session."""
        days = np.max(
            [zone.downtime[self.places[:, z], self.gap, k] for z, zone in enumerate(self.zones)], axis=0
        )
        return np.where((self.number > k)[:, None], days, 0.0)

    @cached_property
    def _downtimes(self) -> tuple[np.ndarray, np.ndarray]:
        worst, total = np.zeros((self.rows, self.draws)), np.zeros((self.rows, self.draws))
        for k in range(int(self.number.max(initial=0))):
            days = self.after_session(k)
            np.maximum(worst, days, out=worst)
            total += days
        return worst, total

    @property
    def downtime(self) -> np.ndarray:
        """Days of looking treated after the worst session, (row, draw)."""
        return self._downtimes[0]

    @property
    def all_downtime(self) -> np.ndarray:
        """Days of looking treated over the whole course, (row, draw)."""
        return self._downtimes[1]

    @cached_property
    def pain(self) -> np.ndarray:
        """Pain of a session, worst zone, on a scale from 0 to 10, (row, draw)."""
        felt = np.max([zone.pain[self.places[:, k], self.cream] for k, zone in enumerate(self.zones)], axis=0)
        return np.where(self.number[:, None] > 0, felt, 0.0)

    @cached_property
    def products(self) -> np.ndarray:
        """Zones in which a product is put on, (row,)."""
        found = np.zeros(self.rows, int)
        for k, zone in enumerate(self.zones):
            put_on = np.array([item.topical is not None for item in zone.settings])
            found += put_on[self.places[:, k]]
        return np.where(self.number > 0, found, 0)

    @cached_property
    def creamed(self) -> np.ndarray:
        """Whether a cream numbs before each session, (row,)."""
        has = np.array([cream is not None for cream in self.space.creams])
        return has[self.cream] & (self.number > 0)

    @cached_property
    def cost(self) -> np.ndarray | None:
        """Money for the whole course, (row,); None without the clinic's prices."""
        price = self.goals.price
        if price is None:
            return None
        each = price.session + price.numbing * self.creamed + price.topical * (self.products > 0)
        return np.where(self.number > 0, price.consultation + self.number * each, 0.0)

    @cached_property
    def visit_min(self) -> np.ndarray | None:
        """Minutes of a visit, (row,); None without the clinic's times."""
        if self.goals.minutes is None:
            return None
        numbing = np.array([cream.minutes if cream else 0.0 for cream in self.space.creams])[self.cream]
        return np.where(self.number > 0, self.goals.minutes.session + numbing, 0.0)

    @cached_property
    def worth(self) -> np.ndarray:
        """What a plan is worth by what the client would give for what, (row, draw), as a chance of a change."""
        return worth_of(self.goals, self.benefit, self.marks, self.number, self.all_downtime)

    def asked_again(self, goals: Goals) -> Table:
        """The same draws under other weights, limits or exchanges; days of judging must be those of before."""
        return Table(self.space, self.zones, goals, self.number, self.gap, self.cream, self.places)

    def key(self, row: int) -> tuple:
        """What tells a design from all others whatever order they were tried in."""
        design = self.design(row)
        cream = design.numbing
        held = tuple((s.zone, s.device, s.depth_mm, s.passes, str(s.topical or "")) for s in design.settings)
        return design.sessions, design.interval_day, held, "" if cream is None else str(cream)


def table_of(space: Space, zones: Sequence[ZoneDraws], goals: Goals) -> Table:
    """Every design of the space in a row, doing nothing first; one session has no interval, and is there once."""
    settings = np.stack(
        np.meshgrid(*(np.arange(len(zone.settings)) for zone in zones), indexing="ij"), axis=-1
    ).reshape(-1, len(zones))
    schedules = [
        (number, gap)
        for number in space.sessions
        for gap in range(len(space.intervals_day))
        if number > 1 or gap == 0
    ]
    ways = np.array([(n, g, cream) for n, g in schedules for cream in range(len(space.creams))], int).reshape(
        -1, 3
    )
    number, gap, cream = (np.append(0, np.repeat(ways[:, k], len(settings))) for k in range(3))
    places = np.concatenate([np.zeros((1, len(zones)), int), np.tile(settings, (len(ways), 1))])
    return Table(space, tuple(zones), goals, number, gap, cream, places)
