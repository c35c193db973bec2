"""What every setting, interval and number of sessions does in every draw: computed once, then asked again and again.

    noticed   share of such people who notice         (wish, setting, interval, number, draw)
    marks     chance of dark marks                    (setting, interval, number, draw)
    downtime  days of looking treated after session k (setting, interval, k, draw)
    pain      of a session                            (setting, cream, draw)

One trunk of sessions serves every shorter course (`protocol.branching`), one prepared setting every interval, one
carried cream every setting. All plans see the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ...course.course import Course
from ...course.protocol import protocol_of
from ...evidence.registry import Values
from ...observation.forecasts import forecasts
from ...outcomes.harm import downtime_days, melanin_rises, pih_probability
from ...protocol.branching import Branches, branches, joined, on_days
from ...protocol.comfort import comforts
from ...protocol.days import EARLY_DAYS
from ...protocol.protocol import Prepared
from ...skin.layers import layered
from ..wishes.goals import Goals
from .space import Design, Setting, Space, course_of, untreated
from .wanted import Wanted

if TYPE_CHECKING:
    from ...skin.tissue import TissueTrajectory

LAYERS = 8  # of the search; plans that are named are run again in full
TOLERANCE = 5e-3
AFTER_DAYS = (
    7.0,
    14.0,
    21.0,
    28.0,
    42.0,
)  # in which dark marks are still looked for after the next would have been due
THREADS = 2

Told = Callable[[int, int], None]
"""Called with how much is done, of how much."""


@dataclass(frozen=True, eq=False)
class ZoneDraws:
    """The stored draws of one zone; axes as in the head of this file."""

    zone: str
    settings: tuple[Setting, ...]
    wanted: tuple[Wanted, ...]
    noticed: np.ndarray
    untouched: np.ndarray  # (wish, draw): share who notice without any session
    marks: np.ndarray
    downtime: np.ndarray
    pain: np.ndarray

    def with_more(self, other: ZoneDraws) -> ZoneDraws:
        """The same with further draws."""
        names = ("noticed", "untouched", "marks", "downtime", "pain")
        more = {name: np.concatenate([getattr(self, name), getattr(other, name)], axis=-1) for name in names}
        return replace(self, **more)

    def of_settings(self, places: Sequence[int]) -> ZoneDraws:
        """Only some of the settings."""
        keep = list(places)
        return replace(
            self,
            settings=tuple(self.settings[k] for k in keep),
            noticed=self.noticed[:, keep],
            marks=self.marks[keep],
            downtime=self.downtime[keep],
            pain=self.pain[keep],
        )


def zone_draws(
    course: Course,
    goals: Goals,
    space: Space,
    zone: str,
    wanted: tuple[Wanted, ...],
    values: Values,
    told: Told = lambda done, of: None,
    threads: int = THREADS,
) -> ZoneDraws:
    """Everything that the settings of a zone do, in every draw of `values`; draws that fail are NaN.

    Ctrl-C drops the settings not yet begun.
    """
    settings = space.settings[zone]
    most, draws = max(space.sessions), values.count
    shape = (len(settings), len(space.intervals_day), most, draws)
    noticed = np.full((len(wanted), *shape), np.nan)
    marks, downtime = np.full(shape, np.nan), np.full(shape, np.nan)
    work = _Work(course, goals, space, zone, wanted, values)
    pool = ThreadPoolExecutor(max(threads, 1))
    try:
        jobs = {pool.submit(work.setting, item): k for k, item in enumerate(settings)}
        for done, job in enumerate(as_completed(jobs), 1):
            k = jobs[job]
            noticed[:, k], marks[k], downtime[k] = job.result()
            told(done, len(settings))
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return ZoneDraws(zone, settings, wanted, noticed, work.untouched(), marks, downtime, work.pain())


class _Work:
    """What the jobs of one zone share."""

    def __init__(
        self,
        course: Course,
        goals: Goals,
        space: Space,
        zone: str,
        wanted: tuple[Wanted, ...],
        values: Values,
    ):
        self.course, self.goals, self.space, self.zone = course, goals, space, zone
        self.wanted, self.values = wanted, values
        self.most = max(space.sessions)
        self.numerics = {"geometry": layered(LAYERS), "tolerance": TOLERANCE}

    def zone_course(self, design: Design) -> Course:
        """The design as a course in this zone alone."""
        return course_of(self.course, self.goals, design).in_zone(self.zone)

    def _with_others(self, item: Setting) -> tuple[Setting, ...]:
        """A setting in its zone beside any in the other zones, which a course of several zones must have."""
        return tuple(item if zone == self.zone else held[0] for zone, held in self.space.settings.items())

    def setting(self, item: Setting) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """One setting at every interval: noticed (wish, interval, number, draw), marks and downtime."""
        alone = self.zone_course(Design(1, 0, self._with_others(item)))
        prepared = protocol_of(alone, np.zeros(1), **self.numerics).prepare(self.values)
        found = [self._interval(alone, prepared, gap, k) for k, gap in enumerate(self.space.intervals_day)]
        noticed, marks, downtime = zip(*found, strict=True)
        return np.stack(noticed, axis=1), np.stack(marks), np.stack(downtime)

    def _interval(
        self, alone: Course, prepared: Prepared, gap: int, place: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        designs = {n: Design(n, gap, ()) for n in range(1, self.most + 1)}
        days = np.array(designs[self.most].days, float)
        judged = {n: [item.day(design) for item in self.wanted] for n, design in designs.items()}
        followed = self._followed(prepared, gap, days, judged)
        noticed = self._noticed(alone, followed, gap, judged)
        skin, person, values = followed["skin"], alone.person, self.values
        downtime = np.stack(downtime_days(skin.trunk, person, days.tolist(), values))
        marks, seldom = [], replace(skin, trunk=_seldom(skin.trunk, days))
        for n, design in designs.items():
            whole, held = seldom.whole(n, float(n * gap)), list(map(float, design.days))
            rises = melanin_rises(whole, held, values)
            risk = pih_probability(whole, person, alone.aftercare, rises, held, values)
            marks.append(np.where(whole.failed, np.nan, risk))
        downtime = np.where(skin.trunk.failed, np.nan, downtime)
        return noticed, np.stack(marks), downtime

    def _followed(
        self, prepared: Prepared, gap: int, days: np.ndarray, judged: dict[int, list[float]]
    ) -> dict[str, Branches]:
        """Every tissue, its trunk and its endings; lesions only on the days on which they are judged."""
        end = float(self.most * gap)
        asked = {day for n, held in judged.items() for day in held if day <= n * gap}
        close = {day + early for day in days for early in EARLY_DAYS if early <= gap}
        weekly = set(np.arange(0.0, end, 7.0).tolist())
        found = {}
        for kind in prepared.protocol.tissue_kinds:
            known = asked | set(days.tolist()) | {end}
            known |= close | weekly if kind == "skin" else set()
            endings = {
                n: [n * gap + 1.0 * after for after in (AFTER_DAYS if kind == "skin" else (AFTER_DAYS[0],))]
                + [day for day in held if day > n * gap]
                for n, held in judged.items()
            }
            course = prepared.repeated_on(days.tolist(), np.array(sorted(day for day in known if day <= end)))
            found[kind] = branches(course, kind, float(gap), endings)
        return found

    def _noticed(
        self, alone: Course, followed: dict[str, Branches], gap: int, judged: dict[int, list[float]]
    ) -> np.ndarray:
        """Who notices, (wish, number, draw): the days of all numbers and wishes read in one go."""
        if not self.wanted:
            return np.zeros((0, len(judged), self.values.count))
        columns = [(n, day) for n, held in judged.items() for day in held]
        tissues = {
            kind: joined(*(_on(item, n, gap, day) for n, day in columns)) for kind, item in followed.items()
        }
        seen = _read(alone, tissues, self.wanted, self.values, len(judged))
        return seen

    def untouched(self) -> np.ndarray:
        """Who notices an improvement without any session, (wish, draw): what time alone does."""
        if not self.wanted:
            return np.zeros((0, self.values.count))
        bare = untreated(self.course, self.goals, self.zone)
        judged = [item.day(Design(0, 0, ())) for item in self.wanted]
        protocol = protocol_of(bare, np.unique([0.0, *judged]), **self.numerics)
        tissues = protocol.run(self.values).tissues
        places = [int(np.searchsorted(protocol.output_day, day)) for day in judged]
        picked = {
            kind: joined(*(on_days(item, np.array([at])) for at in places)) for kind, item in tissues.items()
        }
        return _read(bare, picked, self.wanted, self.values, 1)[:, 0]

    def pain(self) -> np.ndarray:
        """Pain of every setting after every cream, (setting, cream, draw); a product changes nothing in it."""
        held = self.space.settings[self.zone]
        found = np.empty((len(held), len(self.space.creams), self.values.count))
        for k, cream in enumerate(self.space.creams):
            felt: dict[tuple[str, float, int], np.ndarray] = {}
            plain = [replace(item, topical=None) for item in held]
            once = list(dict.fromkeys(plain))
            protocols = [
                protocol_of(
                    self.zone_course(Design(1, 0, self._with_others(item), cream)),
                    np.zeros(1),
                    **self.numerics,
                )
                for item in once
            ]
            together = replace(protocols[0], sessions=tuple(protocol.sessions[0] for protocol in protocols))
            for item, comfort in zip(once, comforts(together.prepare(self.values)), strict=True):
                felt[item.device, item.depth_mm, item.passes] = comfort.pain_vas
            found[:, k] = [felt[item.device, item.depth_mm, item.passes] for item in plain]
        return found


def _seldom(trunk: TissueTrajectory, session_days: np.ndarray) -> TissueTrajectory:
    """A trunk on the days that dark marks hang on: the first look after each session, and days far apart."""
    since = trunk.day[:, None] - session_days[None, :]
    first = (since > 0) & (since <= 2 * EARLY_DAYS[0])
    return on_days(trunk, np.flatnonzero(first.any(axis=1) | (np.arange(trunk.day.size) % 5 == 0)))


def _on(item: Branches, number: int, gap: int, day: float) -> TissueTrajectory:
    """One day of the course of `number` sessions."""
    held = item.trunk if day <= number * gap else item.stopped[number]
    return on_days(held, np.array([int(np.searchsorted(held.day, day))]))


def _read(
    course: Course, tissues: dict[str, TissueTrajectory], wanted: Sequence[Wanted], values: Values, rows: int
) -> np.ndarray:
    """Who notices, (wish, row, draw), from tissues whose days are rows times wishes."""
    outcomes = forecasts(course.person, course.concerns, tissues, values)
    found = [item.noticed(outcomes)[:, k :: len(wanted)][:, :rows].T for k, item in enumerate(wanted)]
    return np.stack(found)
