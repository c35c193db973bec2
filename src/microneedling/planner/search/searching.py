"""The search: few draws at one interval for a first front, then every design in every draw, limits and names.

Every design of the space is looked at in every draw as long as that fits; a larger space is looked at in few draws
first. Numbers of sessions and intervals that a plain limit forbids are left out, and looked at when nothing else keeps
the limits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...course.course import Course
from ...errors import SolverError
from ...evidence.registry import Values
from ..wishes.goals import Goals
from .choosing import Choice, choose
from .fitting import Misfit, misfit
from .limits import Limit, all_hold, limits_of
from .pruning import fitted
from .scenarios import judged
from .screened import Screened
from .space import Space
from .stored import ZoneDraws, zone_draws
from .table import Table, table_of
from .wanted import wanted_in

FIRST_DRAWS = 16
MOST_TRUNKS = 250  # settings times intervals that are looked at in every draw without a look in few before
SLACK = 0.2  # by which few draws may mislead: of a certainty, and of worth
MOST_FAILED = 0.05


@dataclass(frozen=True)
class Progress:
    """How far a search is: what is being done, how much of how much, and the first front once it is there."""

    stage: str
    done: int
    of: int
    seconds: float
    first: Found | None = None


Told = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found: all designs with their draws, the limits, the choice, and what stands in the way."""

    table: Table
    limits: tuple[Limit, ...]
    choice: Choice
    misfit: Misfit | None
    how: str
    delay_day: int

    def without(self, rows: set[int]) -> Found:
        """The same choice again without some rows, which were found not to keep a limit after all."""
        feasible = all_hold(self.limits, self.table.rows)
        feasible[list(rows)] = False
        return replace(self, choice=choose(self.table, feasible))

    def asked_again(self, goals: Goals) -> Found:
        """The stored draws under changed weights, limits or exchanges: nothing is simulated."""
        return found_in(self.table.asked_again(goals), goals, self.delay_day, self.how)


def found_in(table: Table, goals: Goals, delay_day: int, how: str) -> Found:
    """Limits, names and misfit of a table of designs."""
    limits = limits_of(table, goals, delay_day)
    choice = choose(table, all_hold(limits, table.rows))
    score = judged(table.worth, goals.judge, choice.scenarios)
    return Found(table, limits, choice, misfit(table, limits, score), how, delay_day)


def search(
    course: Course,
    goals: Goals,
    screen: Screened,
    values: Values,
    told: Told = lambda seen: None,
    threads: int = 2,
) -> Found:
    """Every design of the screened space in every draw; raises `SolverError` where too many draws fail."""
    narrow = within_limits(screen.space, goals)
    found = _searched(course, goals, narrow, screen.start_delay_day, values, told, threads)
    if found.misfit is not None and narrow != screen.space:
        return _searched(course, goals, screen.space, screen.start_delay_day, values, told, threads)
    return found


def within_limits(space: Space, goals: Goals) -> Space:
    """The space without numbers of sessions and intervals that a plain limit forbids; whole where that leaves none."""
    visits, gap = goals.limits.visits, goals.limits.interval
    least = (visits.at_least or 0) if visits else 0
    most = visits.at_most if visits and visits.at_most is not None else max(space.sessions)
    numbers = tuple(n for n in space.sessions if least <= n <= most)
    gaps = tuple(day for day in space.intervals_day if gap is None or day >= gap.at_least_day)
    if not numbers or not gaps:
        return space
    return replace(space, sessions=numbers, intervals_day=gaps)


def _searched(
    course: Course, goals: Goals, space: Space, delay_day: int, values: Values, told: Told, threads: int
) -> Found:
    begin = time.monotonic()
    few = values.subset(np.arange(values.count) < FIRST_DRAWS)
    middle = replace(space, intervals_day=space.intervals_day[len(space.intervals_day) // 2 :][:1])
    zones = _zones(course, goals, middle, few, "first look", begin, told, threads)
    early = _found(goals, middle, zones, delay_day)
    told(Progress("first front", 1, 1, time.monotonic() - begin, early))
    space, how = _refined(course, goals, space, few, delay_day, begin, told, threads)
    zones = _zones(course, goals, space, values, "all draws", begin, told, threads)
    found = _found(goals, space, _sound(zones), delay_day)
    return replace(found, how=how) if how else found


def _refined(
    course: Course,
    goals: Goals,
    space: Space,
    few: Values,
    delay_day: int,
    begin: float,
    told: Told,
    threads: int,
) -> tuple[Space, str]:
    """A space too large for all draws without the settings that few draws leave no chance; else as it is.

    A setting stays where one of its designs is on the front of the few draws, under limits that ask for less certainty,
    or where its best worth comes near the best of all.
    """
    settings = sum(len(held) for held in space.settings.values())
    if settings * len(space.intervals_day) <= MOST_TRUNKS:
        return space, ""
    zones = _sound(_zones(course, goals, space, few, "few draws of all", begin, told, threads))
    shrunk, held, _ = fitted(space, zones)
    table = table_of(shrunk, held, goals)
    limits = limits_of(table, goals, delay_day)
    eased = [item.met >= (1.0 if item.certainty is None else item.certainty - SLACK) for item in limits]
    may = np.logical_and.reduce(eased) if eased else np.ones(table.rows, bool)
    if not (may & (table.number > 0)).any():
        return space, ""
    choice = choose(table, may)
    rows = np.flatnonzero(may & (table.number > 0))
    near = rows[choice.score[rows] >= choice.score[rows].max() - SLACK]
    kept = np.unique(np.concatenate([choice.front, near, list(choice.named.values())]).astype(int))
    kept = kept[table.number[kept] > 0]
    left = {
        zone.zone: tuple(zone.settings[k] for k in sorted(set(table.places[kept, z].tolist())))
        for z, zone in enumerate(held)
    }
    words = (
        f"few draws of all {settings} settings left {sum(map(len, left.values()))} a chance, and these were tried in "
        "every draw: what few draws put last was not looked at again"
    )
    return replace(space, settings=left), words


def _found(goals: Goals, space: Space, zones: list[ZoneDraws], delay_day: int) -> Found:
    space, zones, how = fitted(space, _sound(zones))
    return found_in(table_of(space, zones, goals), goals, delay_day, how)


def _zones(
    course: Course,
    goals: Goals,
    space: Space,
    values: Values,
    stage: str,
    begin: float,
    told: Told,
    threads: int,
) -> list[ZoneDraws]:
    wanted = wanted_in(course, goals)
    of = sum(len(held) for held in space.settings.values())
    found, done = [], 0
    for zone in space.zones:

        def seen(count: int, _: int, before: int = done) -> None:
            told(Progress(stage, before + count, of, time.monotonic() - begin))

        found.append(zone_draws(course, goals, space, zone, wanted[zone], values, seen, threads))
        done += len(space.settings[zone])
    return found


def _sound(zones: list[ZoneDraws]) -> list[ZoneDraws]:
    """Only the draws that no setting failed in."""
    bad = np.zeros(zones[0].marks.shape[-1], bool)
    for zone in zones:
        bad |= ~np.isfinite(zone.marks).all(axis=(0, 1, 2))
        bad |= ~np.isfinite(zone.noticed).all(axis=(0, 1, 2, 3))
    if not bad.any():
        return zones
    if bad.mean() > MOST_FAILED:
        raise SolverError(f"{bad.sum()} of {bad.size} draws could not be integrated for some setting")
    names = ("noticed", "untouched", "marks", "downtime", "pain")
    return [replace(zone, **{name: getattr(zone, name)[..., ~bad] for name in names}) for zone in zones]
