"""What a plan may be made of: settings of each zone, numbers of sessions, intervals, numbing.

A setting is one way to needle one zone; a design says how often, how far apart, with which setting in each zone and
after which cream. A design becomes an ordinary course file, and nothing else is ever simulated. Loads without the array
library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...course.course import Aftercare, Concern, Course, FollowUp, Session, Zone
from ...course.safety.depth import INDICATION_ROW, zone_limits
from ...course.session import Numbing, Topical
from ...device.instruments import Pen, Roller, Stamp
from ...evidence.practice import limit
from ..wishes.goals import Goals

STEPS_MM = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0)  # set depths as devices have them
MOST_DEPTHS = 5
EVEN = 1e-9


@dataclass(frozen=True)
class Setting:
    """One way to needle one zone: device, set depth, passes (stamp: presses), and what is put on."""

    zone: str
    device: str
    depth_mm: float
    passes: int
    topical: Topical | None = None

    def words(self) -> str:
        """The setting in a few words: `pen 1.5 mm, 4 passes, ascorbic acid`."""
        told = f"{self.device} {self.depth_mm:g} mm, {self.passes} passes"
        return f"{told}, {self.topical.name}" if self.topical else told


@dataclass(frozen=True)
class Design:
    """How often, how far apart, with what in each zone, after which cream; no sessions is doing nothing."""

    sessions: int
    interval_day: int
    settings: tuple[Setting, ...]
    numbing: Numbing | None = None

    @property
    def days(self) -> tuple[int, ...]:
        """The day of every session."""
        return tuple(k * self.interval_day for k in range(self.sessions))

    @property
    def last_day(self) -> int:
        """Day of the last session; 0 without any."""
        return max(self.sessions - 1, 0) * self.interval_day

    @property
    def assessment_day(self) -> int:
        """The earliest assessment day."""
        return self.last_day + int(limit("assessment_after_day"))

    def words(self) -> str:
        """The design in a line."""
        if not self.sessions:
            return "no sessions"
        apart = f", {self.interval_day} days apart" if self.sessions > 1 else ""
        zones = "; ".join(
            f"{item.zone}: {item.words()}" if len(self.settings) > 1 else item.words()
            for item in self.settings
        )
        told = f"{self.numbing.product} {self.numbing.minutes:g} min" if self.numbing else ""
        cream = "" if not told else f"; all after {told}" if len(self.settings) > 1 else f", {told}"
        return f"{self.sessions} session{'s' if self.sessions > 1 else ''}{apart}: {zones}{cream}"


@dataclass(frozen=True)
class Space:
    """Everything that is tried: settings by zone, numbers of sessions, intervals, creams (None: no cream)."""

    settings: dict[str, tuple[Setting, ...]]
    sessions: tuple[int, ...]
    intervals_day: tuple[int, ...]
    creams: tuple[Numbing | None, ...]

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones that are treated."""
        return tuple(self.settings)

    @property
    def size(self) -> int:
        """How many designs it holds, doing nothing left out; one session has no interval."""
        ways = len(self.creams)
        for held in self.settings.values():
            ways *= len(held)
        several = sum(1 for count in self.sessions if count > 1)
        return ways * (several * len(self.intervals_day) + (1 if 1 in self.sessions else 0))


def instruments_at_hand(course: Course, goals: Goals) -> dict[str, Pen | Roller | Stamp]:
    """The devices of the goals file, else those of the course file."""
    return dict(goals.instruments or course.instruments)


def depth_cap(course: Course, goals: Goals) -> float | None:
    """The operator's own cap: the smaller of the one in the goals and the one in the course file, mm."""
    caps = [course.depth_cap_mm, goals.limits.depth.at_most_mm if goals.limits.depth else None]
    return min((cap for cap in caps if cap is not None), default=None)


def depths_of(course: Course, goals: Goals, zone: str, instrument: Pen | Roller | Stamp) -> tuple[float, ...]:
    """Set depths to try with a device in a zone, mm: a roller or stamp has one, the length of its needles.

    A pen is tried at the usual steps, up to its needles, its device's limit, the own cap, and the deepest that any
    source names for the zone or the concern.
    """
    if instrument.kind != "pen":
        return (instrument.needle_length_mm,)
    rows = [INDICATION_ROW[concern.kind] for concern in course.concerns if concern.kind in INDICATION_ROW]
    named = max((limit(f"indication_depth_mm.{row}") for row in rows), default=0.0)
    of_zone = zone_limits(zone)
    deepest = max(named, of_zone[1]) if of_zone else (named or STEPS_MM[3])
    caps = [deepest, instrument.needle_length_mm, instrument.device_limit_mm, depth_cap(course, goals)]
    most = min(cap for cap in caps if cap is not None)
    steps = goals.space.depth_mm or STEPS_MM
    tried = [depth for depth in sorted(set(steps)) if depth <= most + EVEN]
    return _thinned(tried) if goals.space.depth_mm is None else tuple(tried)


def _thinned(depths: Sequence[float]) -> tuple[float, ...]:
    """At most a handful of depths, evenly taken, the deepest and the shallowest among them."""
    if len(depths) <= MOST_DEPTHS:
        return tuple(depths)
    last = len(depths) - 1
    return tuple(depths[round(k * last / (MOST_DEPTHS - 1))] for k in range(MOST_DEPTHS))


def whole_space(course: Course, goals: Goals) -> Space:
    """All that the clinic could do to this person, before the safety screen narrows it."""
    products = (None, *goals.clinic.topical)
    settings = {}
    for zone in course.zones:
        found = []
        for name, instrument in instruments_at_hand(course, goals).items():
            for depth in depths_of(course, goals, zone, instrument):
                found += [
                    Setting(zone, name, depth, passes, product)
                    for passes in sorted(set(goals.space.passes))
                    for product in products
                ]
        settings[zone] = tuple(found)
    return Space(
        settings,
        tuple(sorted(set(goals.space.sessions))),
        tuple(sorted(set(goals.space.interval_day))),
        (None, *goals.clinic.numbing),
    )


def aftercare_of(course: Course, goals: Goals) -> Aftercare:
    """The aftercare of every plan: the course file's own, with sunscreen unless the goals say otherwise."""
    if goals.space.sunscreen == "as written":
        return course.aftercare
    return course.aftercare.model_copy(update={"sunscreen": True})


def course_of(
    course: Course, goals: Goals, design: Design, title: str = "", until_day: int | None = None
) -> Course:
    """The design as a course file of the person; `simulate` takes it as it stands."""
    days = [goals_day for wish in goals.wishes if (goals_day := wish.by_day) is not None]
    until = max([design.assessment_day, *days]) if until_day is None else until_day
    used = {item.device for item in design.settings} if design.sessions else set()
    return Course.model_validate(
        {
            "format": 2,
            "title": title or course.title,
            "person": course.person,
            "concern": list(course.concerns) if design.sessions else _everywhere(course),
            "instrument": {
                name: item for name, item in instruments_at_hand(course, goals).items() if name in used
            },
            "session": [_session(course, design, day) for day in design.days],
            "aftercare": aftercare_of(course, goals),
            "follow_up": FollowUp(until_day=until),
            **({"depth_cap_mm": cap} if (cap := depth_cap(course, goals)) is not None else {}),
        }
    )


def untreated(course: Course, goals: Goals, zone: str) -> Course:
    """The person without any session, looked at in one zone."""
    bare = course_of(course, goals, Design(0, 0, ()))
    return bare.model_copy(update={"person": bare.person.model_copy(update={"site": zone})})


def _everywhere(course: Course) -> list[Concern]:
    """The concerns without their zones: a course without sessions treats none."""
    return [
        Concern.model_validate(item.model_dump(exclude={"zone"}, exclude_none=True))
        for item in course.concerns
    ]


def area_of(course: Course, zone: str) -> float | None:
    """The area of a zone as the course file's sessions give it, cm2; None where it does not."""
    for session in course.sessions:
        for item in session.zones or ():
            if item.site == zone and item.area_cm2 is not None:
                return item.area_cm2
        if not session.zones and session.area_cm2 is not None:
            return session.area_cm2
    return None


def _session(course: Course, design: Design, day: int) -> Session:
    parts = {item.zone: _held(course, item, design.numbing) for item in design.settings}
    if len(parts) == 1 and not course.zoned:
        (only,) = parts.values()
        return Session(day=day, **only)
    zones = [Zone.model_validate({"site": zone, **held}) for zone, held in parts.items()]
    first = next(iter(parts.values()))
    return Session(
        day=day,
        instrument=first["instrument"],
        depth_mm=first["depth_mm"],
        passes=first["passes"],
        zone=tuple(zones),
    )


def _held(course: Course, item: Setting, numbing: Numbing | None) -> dict:
    area = area_of(course, item.zone)
    return {
        "instrument": item.device,
        "depth_mm": item.depth_mm,
        "passes": item.passes,
        "topical": [item.topical] if item.topical else [],
        **({"numbing": numbing} if numbing else {}),
        **({"area_cm2": area} if area is not None else {}),
    }
