"""A course of sessions as a person writes it: who, what for, with what, when, how deep, and what aftercare.

`load_course(path)` of `reading` reads a course file (TOML, or the same object as JSON). Loads without the array
library.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from ..device.instruments import Instrument, Pen, Roller, Stamp
from ..errors import InputError
from ..evidence.practice import limit
from ..inputs.written import Flag, Number, Text, Whole, Written
from ..protocol.topicals import Product, Topic
from ..skin.person import Aftercare, Concern, Person
from .agreement import disagreements

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


class Numbing(Written):
    """Anaesthetic cream before a session."""

    product: Product
    """the product; strength in its name"""
    minutes: Number = Field(ge=0, le=240)
    """minutes left on the skin, min"""
    grams: Number | None = Field(default=None, gt=0, le=500)
    """amount put on, g"""
    area_cm2: Number | None = Field(default=None, gt=0, le=20000)
    """area covered, cm2"""
    occluded: Flag = False
    """whether it lay under a wrap"""
    pre_roll_mm: Number | None = Field(default=None, gt=0, le=0.5)
    """length of a fine roller's needles used right before the cream, mm; never after needling"""


class Topical(Written):
    """Something put on the needled skin at a session."""

    name: Topic
    """what it is"""
    concentration_mg_per_ml: Number | None = Field(default=None, gt=0, le=1000)
    """strength, mg/mL"""
    dose_ul_per_cm2: Number | None = Field(default=None, gt=0, le=1000)
    """amount put on, uL/cm2"""
    applied_after_min: Number = Field(default=0, ge=0, le=20160)
    """minutes between needling and putting it on, min"""


class Session(Written):
    """One needling session. `depth_mm` is what the operator sets, not the penetration depth."""

    day: Whole = Field(ge=0, le=3650)
    """day of the course; the first session is day 0"""
    instrument: Text
    """name of an [instrument.NAME] table"""
    depth_mm: Number = Field(gt=0, le=5)
    """set depth, mm; may be left out for a roller or stamp (then the needle length)"""
    passes: Whole = Field(ge=1, le=100)
    """passes over the same skin (stamp: presses on the same spot)"""
    glide_speed_mm_per_s: Number | None = Field(default=None, gt=0, le=500)
    """speed at which a pen glides, mm/s; needed for a pen, only for a pen"""
    numbing: Numbing | None = None
    """anaesthetic cream before the session"""
    topical: tuple[Topical, ...] = ()
    """what is put on the needled skin"""
    area_cm2: Number | None = Field(default=None, gt=0, le=20000)
    """area needled in this session, cm2; only the safety screen reads it"""


class FollowUp(Written):
    """How long the course is followed."""

    until_day: Whole = Field(ge=1, le=7300)
    """last day of the forecast, counted from the first session"""


class Course(Written):
    """A whole course, checked: repeats expanded, sessions in order of day, every cross-reference resolved."""

    format: Literal[1] = FORMAT
    """format number of the course file"""
    title: Text = "A course of microneedling"
    """a title of your own"""
    person: Person
    """who is treated"""
    concerns: tuple[Concern, ...] = Field(alias="concern", min_length=1)
    """what troubles the person, one or more"""
    instruments: dict[str, Instrument] = Field(default_factory=dict, alias="instrument")
    """the instruments, each under a name of your own"""
    sessions: tuple[Session, ...] = Field(default=(), alias="session")
    """the sessions in order of day; none means untreated skin"""
    aftercare: Aftercare = Aftercare()
    """aftercare over the whole course"""
    follow_up: FollowUp | None = None
    """how long the course is followed; until the earliest assessment day when left out"""
    depth_cap_mm: Number | None = Field(default=None, gt=0, le=5)
    """the operator's own depth limit (licence, house rule), mm"""
    setting: Literal["practice", "home"] | None = None
    """where it is done; home use is not forecast, and is recognised by short needles used often when left out"""

    @model_validator(mode="after")
    def _parts_agree(self) -> Course:
        mistakes = disagreements(self.as_file())
        if mistakes:
            raise InputError("course", mistakes)
        return self

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
