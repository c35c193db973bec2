"""Whether plans keep the limits, how surely, and how far each limit would have to give.

A limit on what is not known holds where the share of draws that keep it is at least the certainty asked for; `needed`
is the value at which it would just hold. Limits on plain numbers hold or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...outcomes.summary import rounded
from ..wishes.goals import Goals
from .one_course import OneCourse
from .table import Table

FAR = 1e9


@dataclass(frozen=True, eq=False)
class Limit:
    """One limit over all rows: `met` (row,) the share of draws that keep it, `needed` (row,) where it would hold."""

    name: str
    unit: str
    asked: float
    at_least: bool
    certainty: float | None
    met: np.ndarray
    needed: np.ndarray
    step: float  # a step of it that is felt: by how much misses of different limits are compared
    draws: int | None = None  # of how many draws `met` is a share; None: it holds or not

    @property
    def holds(self) -> np.ndarray:
        """Which rows keep it, (row,)."""
        return self.met >= (1.0 if self.certainty is None else self.certainty) - 1e-12

    @property
    def missed(self) -> np.ndarray:
        """By how many felt steps it is missed, (row,); 0 where it holds."""
        far = self.asked - self.needed if self.at_least else self.needed - self.asked
        return np.where(self.holds, 0.0, np.maximum(far / self.step, 1e-9))

    def words(self) -> str:
        """The limit in words: `dark marks at most 5 % (80 % sure)`."""
        sure = "" if self.certainty is None else f" ({100 * self.certainty:g} % sure)"
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.name} {'at least' if self.at_least else 'at most'} {self.asked:g}{unit}{sure}"

    def of(self, row: int) -> dict[str, Any]:
        """What one plan makes of it, as it stands in the JSON answer."""
        return {
            "name": self.name,
            "asked": self.words(),
            "value": rounded(self.asked),
            "unit": self.unit,
            "certainty": self.certainty,
            "met_probability": rounded(self.met[row]),
            "draws": self.draws,
            "holds": bool(self.holds[row]),
            "needed": rounded(self.needed[row]) if abs(self.needed[row]) < FAR else None,
        }


def limits_of(table: Table | OneCourse, goals: Goals, delay_day: int = 0) -> tuple[Limit, ...]:
    """Every limit of the goals over all rows. `delay_day`: how much later than the start the first session is."""
    return tuple([*_uncertain(table, goals), *_plain(table, goals), *_calendar(table, goals, delay_day)])


def all_hold(limits: tuple[Limit, ...], rows: int, but: int = -1) -> np.ndarray:
    """Rows (row,) that keep every limit, or every one but that at one place."""
    held = [item.holds for k, item in enumerate(limits) if k != but]
    return np.logical_and.reduce(held) if held else np.ones(rows, bool)


def _uncertain(table: Table | OneCourse, goals: Goals) -> Iterator[Limit]:
    limits = goals.limits
    if limits.dark_marks:
        item = limits.dark_marks
        yield _drawn("dark marks", "%", item.at_most_percent, item.certainty_percent, 100 * table.marks, 1.0)
    if limits.downtime:
        item = limits.downtime
        yield _drawn("downtime", "d", item.at_most_day, item.certainty_percent, table.downtime, 1.0)
    if limits.pain:
        item = limits.pain
        yield _drawn("pain", "of 10", item.at_most_vas, item.certainty_percent, table.pain, 1.0)


def _plain(table: Table | OneCourse, goals: Goals) -> Iterator[Limit]:
    limits = goals.limits
    if limits.visits and limits.visits.at_most is not None:
        yield _fixed("visits", "", limits.visits.at_most, table.number, 1.0)
    if limits.visits and limits.visits.at_least is not None:
        yield _fixed("visits", "", limits.visits.at_least, table.number, 1.0, at_least=True)
    if limits.weeks:
        yield _fixed("weeks", "wk", limits.weeks.at_most, table.last_day / 7, 1.0)
    if limits.interval:
        apart = np.where(table.number > 1, table.gap_day, FAR)
        yield _fixed("interval", "d", limits.interval.at_least_day, apart, 7.0, at_least=True)
    if limits.cost and table.cost is not None:
        assert goals.price is not None
        yield _fixed(
            "cost", goals.price.currency, limits.cost.at_most, table.cost, max(goals.price.session, 1.0)
        )
    if limits.visit_time and table.visit_min is not None:
        yield _fixed("visit time", "min", limits.visit_time.at_most_min, table.visit_min, 15.0)


def _calendar(table: Table | OneCourse, goals: Goals, delay_day: int) -> Iterator[Limit]:
    """Events before which nothing may show, and stays in the sun; days counted from the first session."""
    for event in goals.events:
        day = goals.event_day(event) - delay_day
        clear = np.full((table.rows, table.draws), FAR)
        for k in range(int(table.number.max(initial=0))):
            at = table.session_day(k)[:, None]
            counts = (table.number > k)[:, None] & (at <= day)
            clear = np.where(counts, np.minimum(clear, day - at - table.after_session(k)), clear)
        if event.over_before:
            ends = np.where(table.number > 0, table.last_day, 0)
            yield _fixed(f"over before {event.name}, last visit on day", "", day - event.clear_day, ends, 7.0)
        name = f"clear before {event.name}"
        yield _drawn(name, "d", event.clear_day, event.certainty_percent, clear, 7.0, at_least=True)
    for sun in goals.suns:
        first, last = (item - delay_day for item in goals.sun_days(sun))
        apart = np.full(table.rows, FAR)
        for k in range(int(table.number.max(initial=0))):
            at = table.session_day(k)
            away = np.maximum(np.maximum(first - at, at - last), 0)
            apart = np.where(table.number > k, np.minimum(apart, away), apart)
        yield _fixed(f"apart from {sun.name}", "d", sun.clear_day, apart, 7.0, at_least=True)


def _drawn(
    name: str,
    unit: str,
    asked: float,
    certainty_percent: float,
    value: np.ndarray,
    step: float,
    at_least: bool = False,
) -> Limit:
    """A limit on what differs between draws; `value` (row, draw)."""
    certainty = certainty_percent / 100
    kept = value >= asked if at_least else value <= asked
    ordered = np.sort(value, axis=1)
    enough = int(np.ceil(certainty * value.shape[1] - 1e-9))
    needed = ordered[:, -enough] if at_least else ordered[:, enough - 1]
    met, draws = kept.mean(axis=1), value.shape[1]
    return Limit(name, unit, float(asked), at_least, certainty, met, needed, step, draws)


def _fixed(
    name: str, unit: str, asked: float, value: np.ndarray, step: float, at_least: bool = False
) -> Limit:
    """A limit on a plain number; `value` (row,)."""
    value = np.asarray(value, float)
    kept = value >= asked - 1e-9 if at_least else value <= asked + 1e-9
    return Limit(name, unit, float(asked), at_least, None, kept.astype(float), value, step)
