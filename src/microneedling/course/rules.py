"""The rules of the safety screen that look at a course as a whole; those of conditions: `condition_rules`.

Levels: `stop` (do not needle; no forecast without an explicit override), `delay` (not now), `caution` (only
with a plan). A `note` stops nobody and is shown by `check` alone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["stop", "delay", "caution", "note"]
LEVELS: tuple[Level, ...] = ("stop", "delay", "caution", "note")
_P = "practice description "
_FORM = "form of the course"


@dataclass(frozen=True)
class Rule:
    """One rule of the screen: its name, how grave, why (when always the same), where that is said."""

    name: str
    level: Level
    reason: str
    source: str

    @property
    def id(self) -> str:
        return self.name.split()[0]

    def found(self, about: str, reason: str = "") -> Finding:
        """The finding that this rule makes about something."""
        return Finding(self.name, self.level, about, reason or self.reason, self.source)


@dataclass(frozen=True)
class Finding:
    """Which rule, how grave, about what, why, and where that is said."""

    rule: str
    level: Level
    about: str
    reason: str
    source: str

    def __str__(self) -> str:
        return f"{self.level:<7}  {self.rule}: {self.about}: {self.reason} [{self.source}]"

    def to_json(self) -> dict[str, str]:
        return asdict(self)


_COURSE_RULES: tuple[tuple[str, Level, str, str], ...] = (
    ("S07 allergy to the anaesthetic", "stop", "", _P + "2.2, absolute for the anaesthetic chosen [R2]"),
    ("C09 allergy to an anaesthetic", "caution", "no numbing is planned: keep it so", _P + "2.2 [R2]"),
    ("A01 child", "stop", "", _P + "4, point 2"),
    ("A02 below the cleared age", "caution", "", _P + "2.12 [R]"),
    ("P01 darker skin", "caution", "", _P + "2.2 [R2]"),
    (
        "P02 no data",
        "caution",
        "no outcome data on phototype VI: any forecast is mechanism only",
        _P + "4, point 2",
    ),
    (
        "P03 sun without protection",
        "caution",
        "unprotected sun drives dark marks after needling in darker skin",
        _P + "2.3 [M]",
    ),
    (
        "Z01 near the eye",
        "caution",
        "stay outside the bony rim; treatment inside it is an absolute contraindication",
        _P + "2.2 [R2]",
    ),
    ("D01 device limit", "stop", "", _P + "2.12 [R]"),
    ("D02 own cap", "stop", "", _P + "2.12: a user-set cap"),
    ("D03 deeper than any source", "stop", "", _P + "2.5"),
    ("D04 deep for the zone", "caution", "", _P + "2.5"),
    ("D05 sources disagree on depth", "note", "", _P + "2.5"),
    ("D06 no depth named", "caution", "", _P + "2.5"),
    ("D07 deeper than cleared on the face", "caution", "", _P + "2.5 [R]"),
    ("I01 barrier still open", "delay", "", _P + "2.7 [R]"),
    ("I02 interval too short", "caution", "", _P + "2.8"),
    ("I03 longer than any usual course", "caution", "", _P + "2.8"),
    ("L01 off label", "caution", "not among the cleared uses of microneedling", _P + "2.12 [R]"),
    (
        "L02 no monotherapy data",
        "note",
        "no monotherapy data on pore size: the forecast is a mechanistic range only",
        "practice description, head",
    ),
    ("L03 no sessions", "caution", "the forecast is of untreated skin", _FORM),
    ("N01 strong anaesthetic", "caution", "", _P + "2.4 [R]"),
    (
        "N02 compounded anaesthetic",
        "caution",
        "a compounded cream: record its strengths; two women died after compounded cream under film",
        _P + "2.4 [R]",
    ),
    ("N03 long application", "caution", "", _P + "2.4 [R]"),
    ("N04 wrapped", "caution", "consumers are advised against wraps and large areas", _P + "2.4 [R]"),
    (
        "N05 amount not recorded",
        "note",
        "record grams and area; never put it on needled skin",
        _P + "2.4 [R]",
    ),
    ("N06 dose ceiling", "caution", "", "limit assumed by us; " + _P + "2.4 names none"),
    ("N07 large area", "caution", "", _P + "2.4 [R]; the limit is assumed by us"),
    (
        "N08 cream on open channels",
        "caution",
        "",
        _P + "2.4 [R]: needled skin takes up anaesthetic; roll before the cream, never after",
    ),
    (
        "T01 driven in",
        "caution",
        "put on open channels: the device class excludes the delivery of topicals",
        _P + "2.12 [R]",
    ),
    (
        "T02 granuloma",
        "caution",
        "serums under needles have caused granulomas: 15 cases in 13 reports, vitamin C in most",
        "safety table, Friedmann 2024 [R]",
    ),
    (
        "T03 blood product",
        "caution",
        "own material only, nothing used twice: one spa infected four clients with HIV",
        _P + "2.11 [R]",
    ),
    ("T04 effect not modelled", "note", "", _FORM),
    (
        "T05 allergy to a topical",
        "delay",
        "an allergy is on record and topicals are planned: compare the ingredients first",
        _P + "2.1",
    ),
    ("F01 retinoid too early", "caution", "", _P + "2.7 [R2]"),
    ("F02 judged too early", "caution", "", _P + "4, point 5"),
    ("F03 photoageing taken as none", "note", "not given: taken as 0, skin without sun damage", _FORM),
)
RULES: dict[str, Rule] = {row[0].split()[0]: Rule(*row) for row in _COURSE_RULES}
