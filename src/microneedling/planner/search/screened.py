"""The safety screen before any search: stops end it, delays move the start, cautions narrow what is tried.

Every narrowing names its rule and how much it took away. A rule can be set aside in the goals with a reason, which
stays with every plan; a final stop cannot. Without the array library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from ...course.course import Course
from ...course.findings import Finding
from ...course.refusal import refuse_stops
from ...course.safety.said import WAITS
from ...course.screen import screen
from ...errors import InputError, Mistake
from ..wishes.goals import Goals
from .space import Design, Setting, Space, course_of

T = TypeVar("T")

# Cautions about how much is done: what runs against one is not tried, unless nothing would be left to try. Other
# cautions are told and narrow nothing.
NARROWING = ("D04", "D07", "W02", "W04", "W06", "W10", "I02", "I03", "N01", "N03", "N04", "N06")
LOWER_DENSITY = ("P01", "C08")  # "lower density": the densest passes are left out
OF_PERSON = ("person.", "concern", "aftercare")


@dataclass(frozen=True)
class Narrowed:
    """What a rule took out of the space: how many settings, numbers of sessions, intervals or creams."""

    rule: str
    level: str
    reason: str
    source: str
    settings: int = 0
    sessions: int = 0
    intervals: int = 0
    creams: int = 0

    def words(self) -> str:
        """The narrowing in a line."""
        taken = [
            f"{count} {what}"
            for count, what in (
                (self.settings, "settings"),
                (self.sessions, "numbers of sessions"),
                (self.intervals, "intervals"),
                (self.creams, "creams"),
            )
            if count
        ]
        return f"{self.rule}: {self.reason} (left out: {', '.join(taken)}) [{self.source}]"


@dataclass(frozen=True)
class Screened:
    """What may be tried, what speaks for waiting, what was left out and by which rule, what was set aside and why."""

    space: Space
    start_delay_day: int
    delays: tuple[Finding, ...]
    cautions: tuple[Finding, ...]
    narrowed: tuple[Narrowed, ...]
    overridden: tuple[tuple[Finding, str], ...]

    def to_json(self) -> dict[str, Any]:
        """Everything but the space itself."""
        return {
            "start_delay_day": self.start_delay_day,
            "delays": [item.to_json() for item in self.delays],
            "cautions": [item.to_json() for item in self.cautions],
            "narrowed": [asdict(item) for item in self.narrowed],
            "overridden": [{**item.to_json(), "reason_given": why} for item, why in self.overridden],
        }


def screened(course: Course, goals: Goals, space: Space, override_stop: bool = False) -> Screened:
    """The space as the safety screen leaves it; raises `Refused` where a stop ends the planning."""
    why = {item.rule.upper(): item.reason for item in goals.overrides}
    person = [item for item in _of_person(course, goals, space)]
    stops = [item for item in person if item.level == "stop"]
    how = "To plan all the same, set the rule aside in the goals file ([[override]] rule, reason)"
    left = [item for item in stops if item.final or _id(item) not in why]
    refuse_stops("no plan", [(str(item), item) for item in left], override_stop, how)
    dropped, narrower = _narrowed(course, goals, space, set(why))
    delays = [item for item in person if item.level == "delay" and _id(item) not in why]
    set_aside = [(item, why[_id(item)]) for item in person if _id(item) in why]
    set_aside += [
        (item, "despite the stop, as asked for") for item in stops if _id(item) not in why and override_stop
    ]
    return Screened(
        narrower,
        max((waited(item) for item in delays), default=0),
        tuple(delays),
        tuple(item for item in person if item.level == "caution"),
        dropped,
        tuple(set_aside),
    )


def waited(finding: Finding) -> int:
    """Days that a delay asks for, from today on, by the most careful source; 0 where it ends once the skin is quiet."""
    said = [item.value for item in finding.said if item.value is not None and item.unit == "d"]
    return int(max([*said, WAITS.get(_id(finding), 0)]))


def _id(finding: Finding) -> str:
    return finding.rule.split()[0]


def _of_person(course: Course, goals: Goals, space: Space) -> list[Finding]:
    """Findings about who is treated, whatever is done: those that the mildest treatment runs into."""
    mildest = tuple(min(held, key=_mildness) for held in space.settings.values() if held)
    trial = course_of(course, goals, Design(1, 0, mildest))
    about = [item for item in screen(trial) if item.about.startswith(OF_PERSON)]
    return [replace(item, days=()) for item in about]


def _mildness(setting: Setting) -> tuple[float, int, bool]:
    return setting.depth_mm, setting.passes, setting.topical is not None


def _narrowed(
    course: Course, goals: Goals, space: Space, aside: set[str]
) -> tuple[tuple[Narrowed, ...], Space]:
    taken: dict[str, Finding] = {}
    counts: dict[str, Counter[str]] = {}

    def against(design: Design, what: str, only: Iterable[str] = NARROWING) -> bool:
        """Whether a design runs into a rule that narrows, or into a stop about what is done."""
        for item in screen(course_of(course, goals, design)):
            narrows = item.level == "stop" or _id(item) in only
            if narrows and not item.about.startswith(OF_PERSON) and _id(item) not in aside:
                if what:
                    taken.setdefault(item.rule, item)
                    counts.setdefault(item.rule, Counter())[what] += 1
                return True
        return False

    def kept(tried: Sequence[T], design: Callable[[T], Design], what: str) -> list[T]:
        """What runs into no rule; where cautions would leave nothing, all that runs into no stop."""
        left = [item for item in tried if not against(design(item), what)]
        return left or [item for item in tried if not against(design(item), "", ())]

    settings = {}
    for zone, held in space.settings.items():
        others = tuple(min(s, key=_mildness) for z, s in space.settings.items() if z != zone and s)
        left = kept(held, lambda item, o=others: Design(1, 0, _ordered(space, (item, *o))), "settings")
        if not left:
            raise InputError("plan", [_nothing_left(zone, taken)])
        settings[zone] = tuple(_less_dense(course, left, aside, taken, counts))
    mildest = tuple(min(held, key=_mildness) for held in settings.values())
    gaps = tuple(kept(space.intervals_day, lambda day: Design(2, day, mildest), "intervals"))
    widest = max(gaps or space.intervals_day)
    numbers = tuple(kept(space.sessions, lambda count: Design(count, widest, mildest), "sessions"))
    creams = tuple(
        cream
        for cream in space.creams
        if cream is None or not against(Design(1, 0, mildest, cream), "creams")
    )
    if not gaps or not numbers:
        raise InputError("plan", [_nothing_left(", ".join(space.zones), taken)])
    dropped = tuple(
        Narrowed(rule, item.level, item.reason, item.source, **counts[rule]) for rule, item in taken.items()
    )
    return dropped, Space(settings, numbers, gaps, creams)


def _nothing_left(where: str, taken: Mapping[str, Finding]) -> Mistake:
    """What to say where the stops leave nothing to do at all."""
    rules = "; ".join(f"{item.rule}: {item.reason}" for item in taken.values() if item.level == "stop")
    hint = "Other devices, depths, passes or intervals may do: [device.NAME], [space]."
    return Mistake(
        "space", f"nothing for {where} that the safety screen lets pass", f"at least one way ({rules})", hint
    )


def _ordered(space: Space, items: tuple[Setting, ...]) -> tuple[Setting, ...]:
    places = list(space.settings)
    return tuple(sorted(items, key=lambda item: places.index(item.zone)))


def _less_dense(
    course: Course,
    kept: list[Setting],
    aside: set[str],
    taken: dict[str, Finding],
    counts: dict[str, Counter[str]],
) -> list[Setting]:
    """Without the densest passes where a rule asks for lower density."""
    rules = [item for item in screen(course) if _id(item) in LOWER_DENSITY and _id(item) not in aside]
    passes = {item.passes for item in kept}
    if not rules or len(passes) < 2:
        return kept
    left = [item for item in kept if item.passes < max(passes)]
    rule = rules[0]
    taken.setdefault(rule.rule, rule)
    counts.setdefault(rule.rule, Counter())["settings"] += len(kept) - len(left)
    return left
