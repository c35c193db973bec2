"""One session as a person writes it: device, depth and density, the zones treated, numbing, and what is put on.

Loads without the array library.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from ..device.instruments import Pen, Roller, Stamp
from ..errors import Mistake
from ..inputs.repeat import LAST_DAY
from ..inputs.written import Flag, Number, Text, Whole, Written, beside, none_or_from
from ..phrases import plural
from ..protocol.topicals import Product, Topic
from ..skin.sites import WrittenSite
from .devices import said_already, with_instrument
from .zones.filling import in_whole


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


class Zone(Written):
    """A zone of a session: its site, and what differs there; what is left out is as the session says.

    A density of its own (`passes` or `seconds_per_cm2`) replaces the session's. See `Session`.

    >>> from microneedling import Session, Zone
    >>> zones = [Zone(site="cheek", area_cm2=60), Zone(site="forehead", depth_mm=0.5)]
    >>> session = Session(day=0, instrument="pen", depth_mm=1, passes=4, zones=zones)
    >>> [(zone.site, session.within(zone).depth_mm) for zone in session.zones or ()]
    [('cheek', 1.0), ('forehead', 0.5)]
    """

    site: WrittenSite
    """where it is on the body; each site once a session"""
    instrument: Text | None = None
    """name of an [instrument.NAME] table, where it is another than the session's"""
    depth_mm: Number | None = Field(default=None, ge=0.05, le=5)
    """set depth there, mm"""
    passes: Whole | None = Field(default=None, ge=1, le=100)
    """passes over the same skin there (stamp: presses on the same spot)"""
    glide_speed_mm_per_s: Number | None = Field(default=None, ge=0.1, le=500)
    """speed at which a pen glides there, mm/s"""
    seconds_per_cm2: Number | None = Field(default=None, ge=0.01, le=120)
    """how long a pen works on a square centimetre there, s; instead of passes"""
    numbing: Numbing | None = None
    """anaesthetic cream there, where it is another than the session's"""
    topical: tuple[Topical, ...] | None = None
    """what is put on there, instead of what the session says; an empty list for nothing"""
    area_cm2: Number | None = Field(default=None, ge=0.1, le=20000)
    """area needled there, cm2: pain grows with it, and the safety screen adds it up; a face when left out"""

    @model_validator(mode="before")
    @classmethod
    def _device_is_its_instrument(cls, given: Any) -> Any:
        return _with_instrument(cls, given)


class Session(Written):
    """One needling session. `depth_mm` is what the operator sets, not the penetration depth.

    >>> from microneedling import Session
    >>> Session(day=28, instrument="roller", depth_mm=1.5, passes=4).numbing is None
    True
    """

    day: Whole = Field(ge=0, le=LAST_DAY)
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
    zones: tuple[Zone, ...] | None = Field(default=None, alias="zone", min_length=1)
    """the zones treated, each with what differs there; the person's site alone when left out"""

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites of its zones; none where it names none."""
        return tuple(zone.site for zone in self.zones or ())

    def in_site(self, site: str, own: str) -> Session | None:
        """What is done at a site; the person's `own` is treated where no zones are named. None for nothing."""
        if not self.zones:
            return self if site == own else None
        return next((self.within(zone) for zone in self.zones if zone.site == site), None)

    def within(self, zone: Zone) -> Session:
        """What is done in one of its zones: what the zone says, else what the session says."""
        own = {name: value for name in _SHARED if (value := getattr(zone, name)) is not None}
        dense = "passes" in own or "seconds_per_cm2" in own
        kept = [name for name in _SHARED if not (dense and name in _DENSITY) and name != "area_cm2"]
        shared = {name: getattr(self, name) for name in kept}
        if "seconds_per_cm2" in own and "glide_speed_mm_per_s" not in own:
            shared["glide_speed_mm_per_s"] = None
        fields = {"day": self.day, "area_cm2": None, **shared, **own, "zones": None}
        return Session.model_construct(**fields)

    def density_words(self, kind: str) -> str:
        """How densely it needles, as it was written: `four passes`, `two presses`, `5 s on each cm²`."""
        if self.passes is None:
            return f"{self.seconds_per_cm2:g} s on each cm²"
        return plural(self.passes, "press" if kind == "stamp" else "pass")

    @model_validator(mode="before")
    @classmethod
    def _device_is_its_instrument(cls, given: Any) -> Any:
        return in_whole(_with_instrument(cls, given))


_DENSITY = ("passes", "seconds_per_cm2")
_SHARED = tuple(name for name in Zone.model_fields if name != "site")


def _with_instrument(kind: type[Session] | type[Zone], given: Any) -> Any:
    """What was given with its `device` as the name of an instrument; raises with all that is wrong beside it."""
    mistakes: list[Mistake] = []
    named = with_instrument(given, "", mistakes)
    if mistakes:
        raise beside(kind, named, mistakes, said_already(mistakes))
    return named


def session_words(session: Session, instrument: Pen | Roller | Stamp) -> str:
    """What is done in a session, in a line: `pen set to 1.5 mm, four passes, numbing EMLA`."""
    extras = [f"numbing {session.numbing.product}"] if session.numbing else []
    extras += [topical.name for topical in session.topical]
    what = f"{instrument.kind} set to {session.depth_mm:g} mm, {session.density_words(instrument.kind)}"
    return ", ".join([what, *extras])
