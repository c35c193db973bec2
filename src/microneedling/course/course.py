"""A course of sessions as a person writes it: who, what for, with what, when, how deep, and what aftercare.

`load_course(path)` of `reading` reads a course file (TOML, or the same object as JSON). Loads without the array
library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ..answers.card import shortened
from ..device.instruments import Instrument, Pen, Roller, Stamp
from ..errors import Mistake
from ..evidence.practice import limit
from ..inputs.parts import checked
from ..inputs.repeat import expand, left_to_write_out
from ..inputs.written import Flag, Number, Text, Whole, Written, beside, disagreeing, none_or_from
from ..phrases import plural
from ..protocol.topicals import Product, Topic
from ..skin.person import Aftercare, Concern, Person
from .agreement import disagreements
from .devices import said_already, with_devices, with_instrument

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
]

FORMAT = 1
MOST_SHOWN = 8  # sessions in a summary


class Numbing(Written):
    """Anaesthetic cream before a session.

    >>> from microneedling import Numbing
    >>> Numbing(product="lidocaine 4 %", minutes=45).occluded
    False
    """

    product: Product
    """the product; strength in its name"""
    minutes: Annotated[Number, Field(ge=0, le=240), none_or_from(1)]
    """minutes left on the skin, min"""
    grams: Number | None = Field(default=None, ge=0.01, le=500)
    """amount put on, g"""
    area_cm2: Number | None = Field(default=None, ge=0.1, le=20000)
    """area covered, cm2"""
    occluded: Flag = False
    """whether it lay under a wrap"""
    pre_roll_mm: Number | None = Field(default=None, ge=0.05, le=0.5)
    """length of a fine roller's needles used right before the cream, mm; never after needling"""


class Topical(Written):
    """Something put on the needled skin at a session.

    >>> from microneedling import Topical
    >>> Topical(name="hyaluronic acid").applied_after_min
    0
    """

    name: Topic
    """what it is"""
    concentration_mg_per_ml: Number | None = Field(default=None, ge=1e-6, le=1000)
    """strength, mg/mL"""
    dose_ul_per_cm2: Number | None = Field(default=None, ge=0.01, le=1000)
    """amount put on, uL/cm2"""
    applied_after_min: Annotated[Number, Field(ge=0, le=20160), none_or_from(0.01)] = 0
    """minutes between needling and putting it on, min"""


class Session(Written):
    """One needling session. `depth_mm` is what the operator sets, not the penetration depth.

    >>> from microneedling import Session
    >>> Session(day=28, instrument="roller", depth_mm=1.5, passes=4).numbing is None
    True
    """

    day: Whole = Field(ge=0, le=3650)
    """day of the course; the first session is day 0"""
    instrument: Text
    """name of an [instrument.NAME] table"""
    depth_mm: Number = Field(ge=0.05, le=5)
    """set depth, mm; may be left out for a roller or stamp (then the needle length)"""
    passes: Whole | None = Field(default=None, ge=1, le=100)
    """passes over the same skin (stamp: presses on the same spot); for a pen `seconds_per_cm2` instead will do"""
    glide_speed_mm_per_s: Number | None = Field(default=None, ge=0.1, le=500)
    """speed at which a pen glides, mm/s; only for a pen, the usual one when left out"""
    seconds_per_cm2: Number | None = Field(default=None, ge=0.01, le=120)
    """how long a pen works on a square centimetre of skin, s; instead of passes"""
    numbing: Numbing | None = None
    """anaesthetic cream before the session"""
    topical: tuple[Topical, ...] = ()
    """what is put on the needled skin"""
    area_cm2: Number | None = Field(default=None, ge=0.1, le=20000)
    """area needled in this session, cm2: pain grows with it, and the safety screen reads it; a face when left out"""

    def density_words(self, kind: str) -> str:
        """How densely it needles, as it was written: `four passes`, `two presses`, `5 s on each cm²`."""
        if self.passes is None:
            return f"{self.seconds_per_cm2:g} s on each cm²"
        return plural(self.passes, "press" if kind == "stamp" else "pass")

    @model_validator(mode="before")
    @classmethod
    def _device_is_its_instrument(cls, given: Any) -> Any:
        mistakes: list[Mistake] = []
        session = with_instrument(given, "", mistakes)
        if mistakes:
            raise beside(cls, session, mistakes, said_already(mistakes))
        return session


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

    format: Literal[1] = FORMAT
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
        names: dict[Any, Any] = {"sessions": "session", "instruments": "instrument"}
        mistakes: list[Mistake] = []
        course = with_devices({names.get(str(key), key): value for key, value in given.items()}, mistakes)
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

    def as_file(self) -> dict:
        """The course in the shape of a course file (plain tables, lists, words and numbers)."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def summary(self) -> str:
        """Who, what for, with what, when: a few lines. What the safety screen says stands in a forecast."""
        person, concerns = self.person, ", ".join(_concern_words(item) for item in self.concerns)
        lines = [
            self.title,
            f"Person    {person.age_year:g} years, {person.sex}, phototype {person.phototype}, {person.site}",
            f"Concern   {concerns}",
        ]
        shown = self.sessions[:MOST_SHOWN]
        lines += [f"Day {item.day:<5} {_session_words(item, self.instrument_of(item))}" for item in shown]
        if more := len(self.sessions) - len(shown):
            lines.append(f"          and {more} more, the last on day {self.last_session_day}")
        lines.append(
            f"Judge     on day {self.assessment_day} at the earliest; followed to day {self.until_day}"
        )
        return "\n".join(lines)

    def __repr__(self) -> str:
        what = ", ".join(_concern_words(item) for item in self.concerns)
        count = f"{len(self.sessions)} session{'s' if len(self.sessions) != 1 else ''}"
        words = f"{self.title}: {what}; {count} until day {self.last_session_day}"
        return f"<Course: {shortened(words, 400)} | .summary()>"


def _concern_words(concern: Concern) -> str:
    score = "" if concern.baseline is None else f" {concern.baseline:g}"
    parts = (concern.kind, concern.scar_type or "", f"{concern.scale}{score}" if concern.scale else "")
    return " ".join(part for part in parts if part)


def _session_words(session: Session, instrument: Pen | Roller | Stamp) -> str:
    extras = [f"numbing {session.numbing.product}"] if session.numbing else []
    extras += [topical.name for topical in session.topical]
    what = f"{instrument.kind} set to {session.depth_mm:g} mm, {session.density_words(instrument.kind)}"
    return ", ".join([what, *extras])
