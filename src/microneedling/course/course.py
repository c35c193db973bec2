"""A course of sessions as a person writes it: who, what for, with what, when, how deep, and what aftercare.

`load_course(path)` of `reading` reads a course file (TOML, or the same object as JSON). Loads without the array
library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, model_validator

from ..answers.card import shortened
from ..device.instruments import Instrument, Pen, Roller, Stamp
from ..errors import InputError, Mistake, did_you_mean
from ..evidence.practice import limit
from ..inputs.parts import checked
from ..inputs.repeat import expand, left_to_write_out
from ..inputs.written import Number, Text, Whole, Written, beside, disagreeing
from ..skin.person import Aftercare, Concern, Person
from .agreement import disagreements
from .devices import said_already, with_devices
from .formats.words import OLDEST, in_our_words
from .session import Numbing, Session, Topical, Zone, session_words
from .zones.filling import with_site

__all__ = [
    "Aftercare",
    "Concern",
    "Course",
    "FollowUp",
    "Numbing",
    "Pen",
    "Person",
    "Roller",
    "Session",
    "Stamp",
    "Topical",
    "Zone",
]

FORMAT = 2
MOST_SHOWN = 8  # sessions in a summary


class FollowUp(Written):
    """How long the course is followed.

    >>> from microneedling import FollowUp
    >>> FollowUp(until_day=270)
    FollowUp(until_day=270)
    """

    until_day: Whole = Field(ge=1, le=7300)
    """last day of the forecast, counted from the first session"""


class Course(Written):
    """A whole course, checked: repeats expanded, sessions in order of day, every cross-reference resolved.

    >>> from microneedling import Concern, Course, Person, Roller, Session
    >>> needles = {"needle_count": 192, "needle_diameter_mm": 0.25, "needle_length_mm": 1.5}
    >>> roller = Roller(**needles, drum_diameter_mm=20, drum_width_mm=20)
    >>> course = Course(
    ...     person=Person(age_year=45, sex="female", phototype="II", site="cheek"),
    ...     concern=[Concern(kind="fine lines")],
    ...     instrument={"roller": roller},
    ...     session=[Session(day=day, instrument="roller", depth_mm=1.5, passes=4) for day in (0, 30, 60)],
    ... )
    >>> course.assessment_day
    150
    """

    format: Literal[2] = FORMAT
    """format number of the course file"""
    title: Text = "A course of microneedling"
    """a title of your own"""
    person: Person
    """who is treated"""
    concerns: tuple[Concern, ...] = Field(alias="concern", min_length=1)
    """what troubles the person, one or more"""
    instruments: dict[Text, Instrument] = Field(default_factory=dict, alias="instrument")
    """the instruments, each under a name of your own"""
    sessions: tuple[Session, ...] = Field(default=(), alias="session")
    """the sessions in order of day; none means untreated skin"""
    aftercare: Aftercare = Aftercare()
    """aftercare over the whole course"""
    follow_up: FollowUp | None = None
    """how long the course is followed; until the earliest assessment day when left out"""
    depth_cap_mm: Number | None = Field(default=None, ge=0.05, le=5)
    """the operator's own depth limit (licence, house rule), mm"""
    setting: Literal["practice", "home"] | None = None
    """where it is done; home use is not forecast, and is recognised by short needles used often when left out"""

    @model_validator(mode="before")
    @classmethod
    def _devices_written_out(cls, given: Any) -> Any:
        """Devices of the library as instruments, repeats as sessions; either name of sessions and instruments."""
        if not isinstance(given, Mapping):
            return given
        mistakes: list[Mistake] = []
        course = with_site(with_devices(in_our_words(given, mistakes), mistakes))
        if left_to_write_out(course.get("session")):
            sessions, paths = expand({**course, "session": list(course["session"])}, mistakes)
            if len(sessions) == len(course["session"]):  # places are as written, whoever checks them
                course["session"] = sessions
            else:
                made = [checked(Session, one, at, mistakes) for one, at in zip(sessions, paths, strict=True)]
                course["session"] = [session for session in made if session is not None]
        if mistakes:
            raise beside(cls, course, mistakes, said_already(mistakes))
        return course

    @model_validator(mode="after")
    def _parts_agree(self) -> Course:
        if mistakes := self.between(self.as_file()):
            raise disagreeing(mistakes)
        return self

    @classmethod
    def between(cls, raw: Mapping[str, Any]) -> Sequence[Mistake]:
        """Mistakes between the parts of a course: days, depths and needles, instruments named, drugs and their days."""
        of_devices: list[Mistake] = []
        tables = with_devices(raw, of_devices)
        said = said_already(of_devices)
        return [mistake for mistake in disagreements(tables) if mistake.path not in said]

    @property
    def last_session_day(self) -> int:
        """Day of the last session; 0 for a course without sessions."""
        return self.sessions[-1].day if self.sessions else 0

    @property
    def assessment_day(self) -> int:
        """The earliest assessment day: the first day on which success may be judged."""
        return self.last_session_day + int(limit("assessment_after_day"))

    @property
    def until_day(self) -> int:
        """Last day of the forecast."""
        return self.follow_up.until_day if self.follow_up else self.assessment_day

    def instrument_of(self, session: Session) -> Pen | Roller | Stamp:
        """The instrument that a session names."""
        return self.instruments[session.instrument]

    @property
    def zones(self) -> tuple[str, ...]:
        """The sites that it treats, in the order of their first treatment; else the person's."""
        own = (self.person.site,)
        sites = [session.sites or own for session in self.sessions]
        return tuple(dict.fromkeys(site for each in sites for site in each)) or own

    @property
    def zoned(self) -> bool:
        """Whether its sessions or concerns name zones."""
        return any(session.zones for session in self.sessions) or any(item.zone for item in self.concerns)

    def in_zone(self, site: str) -> Course:
        """What it does in one of its zones, as a course of its own, followed and judged on the days of the whole.

        Its sessions there, and the concerns of the zone or of all; a course that names no zones is its own. Raises
        `InputError` for a site that it does not treat.
        """
        if site not in self.zones:
            allowed = f"a zone of the course: {', '.join(self.zones)}"
            hint = did_you_mean(str(site), self.zones)
            raise InputError("in_zone", [Mistake("site", f'"{site}"', allowed, hint)])
        return OneZone.of(self, site) if self.zoned else self

    def as_file(self) -> dict:
        """The course in the shape of a course file (plain tables, lists, words and numbers)."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def identity(self) -> dict:
        """The tables by which a course is told from others: the same for a file of any format.

        A course without zones has those of format 1, so that answers of before name the same course.
        """
        return self.as_file() | ({} if self.zoned else {"format": OLDEST})

    def summary(self) -> str:
        """Who, what for, with what, when: a few lines. What the safety screen says stands in a forecast."""
        person, concerns = self.person, ", ".join(_concern_words(item) for item in self.concerns)
        lines = [
            self.title,
            f"Person    {person.age_year:g} years, {person.sex}, phototype {person.phototype}, {', '.join(self.zones)}",
            f"Concern   {concerns}",
        ]
        shown = self.sessions[:MOST_SHOWN]
        lines += [f"Day {item.day:<5} {words}" for item in shown for words in self._session_lines(item)]
        if more := len(self.sessions) - len(shown):
            lines.append(f"          and {more} more, the last on day {self.last_session_day}")
        lines.append(
            f"Judge     on day {self.assessment_day} at the earliest; followed to day {self.until_day}"
        )
        return "\n".join(lines)

    def _session_lines(self, session: Session) -> list[str]:
        """A session in words, or each of its zones."""
        if not session.zones:
            return [session_words(session, self.instrument_of(session))]
        parts = [(zone.site, session.within(zone)) for zone in session.zones]
        return [f"{site}: {session_words(part, self.instrument_of(part))}" for site, part in parts]

    def __repr__(self) -> str:
        what = ", ".join(_concern_words(item) for item in self.concerns)
        count = f"{len(self.sessions)} session{'s' if len(self.sessions) != 1 else ''}"
        words = f"{self.title}: {what}; {count} until day {self.last_session_day}"
        return f"<Course: {shortened(words, 400)} | .summary()>"


class OneZone(Course):
    """What a course does in one of its zones; its first session need not be on day 0. Made by `Course.in_zone`."""

    whole: Course = Field(exclude=True)
    """the course that it is taken from"""

    @property
    def assessment_day(self) -> int:
        """The earliest assessment day of the whole course."""
        return self.whole.assessment_day

    @property
    def until_day(self) -> int:
        """Last day of the forecast of the whole course."""
        return self.whole.until_day

    @classmethod
    def of(cls, course: Course, site: str) -> OneZone:
        """A course in one of its zones; not checked again, for a part of a checked whole needs no day 0."""
        held = [session.in_site(site, course.person.site) for session in course.sessions]
        sessions = tuple(one for one in held if one is not None)
        used = {part.instrument for session in course.sessions for part in (session, *(session.zones or ()))}
        elsewhere = used - {one.instrument for one in sessions}
        fields: dict[str, Any] = {name: getattr(course, name) for name in Course.model_fields} | {
            "person": course.person.model_copy(update={"site": site}),
            "concerns": tuple(item for item in course.concerns if item.zone is None or site in item.zone),
            "instruments": {name: item for name, item in course.instruments.items() if name not in elsewhere},
            "sessions": sessions,
            "whole": course,
        }
        return cls.model_construct(course.model_fields_set | {"whole"}, **fields)


def _concern_words(concern: Concern) -> str:
    score = "" if concern.baseline is None else f" {concern.baseline:g}"
    parts = (concern.kind, concern.scar_type or "", f"{concern.scale}{score}" if concern.scale else "")
    return " ".join(part for part in parts if part)
