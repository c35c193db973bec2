"""A delivery as a person writes it: what is put on whose needled skin, or on skin in a Franz cell.

`read_delivery(path)` reads a deliver file (TOML, or the same as JSON); `from_tables` checks plain tables, and
both name every mistake at once. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from ..device.instruments import Instrument
from ..device.library import as_its_type
from ..errors import InputError, Mistake
from ..inputs.mistakes import shown
from ..inputs.parts import checked, missing_format, refuse_mistakes
from ..inputs.plain import number_at, table
from ..inputs.text import read_text, tables_of
from ..inputs.written import Flag, Number, Text, Whole, Written, disagreeing, none_or_from
from ..skin.person import Person
from ..skin.sites import FACE, WrittenSite
from .actives import ACTIVES, BY_WEIGHT, Active, find
from .dose import Dose, usual_dose_ul_per_cm2, usual_ph

FORMAT = 1
ENDLESS = "infinite"
WHAT = "a deliver file"


class Substance(Written):
    """The active: a name in the list, or a name of your own with its numbers."""

    name: Text
    """name of the active"""
    molecular_weight_da: Number | None = Field(default=None, ge=10, le=5e6)
    """molecular weight, Da"""
    log_k: Number | None = Field(default=None, ge=-12, le=12)
    """log10 of the octanol-water partition coefficient"""
    charge: Literal["acid", "base", "neither"] | None = None
    """whether it is an acid, a base or neither"""
    pka: Number | None = Field(default=None, ge=-2, le=14)
    """pKa of the acid or base"""
    unbound_fraction: Number | None = Field(default=None, ge=1e-6, le=1)
    """share that is free in plasma"""
    solubility_mg_per_ml: Number | None = Field(default=None, ge=1e-9, le=3000)
    """what a millilitre of water dissolves of the uncharged form, mg"""
    breakdown_half_life_h: Number | None = Field(default=None, ge=0.001, le=10000)
    """half-life in living skin, h; left out: not broken down"""


class Product(Written):
    """What is put on, how much of it and for how long."""

    concentration_mg_per_ml: Number = Field(ge=1e-6, le=1000)
    """strength, mg/mL (1 % is 10 mg/mL)"""
    dose_ul_per_cm2: Annotated[Number, Field(ge=0.01, le=10000)] | Literal["infinite"] = Field(
        default_factory=usual_dose_ul_per_cm2
    )
    """amount put on, uL/cm2, or "infinite" for a donor kept at its strength"""
    ph: Number = Field(default_factory=usual_ph, ge=1, le=13)
    """pH"""
    applied_after_min: Annotated[Number, Field(ge=0, le=20160), none_or_from(0.01)] = 0
    """minutes between needling and putting it on, min"""
    wiped_off_min: Number | None = Field(default=None, ge=0.01, le=20160)
    """minutes after putting on when it is wiped off, min"""
    occluded: Flag = False
    """whether it lies under a wrap"""
    dries: Flag = True
    """whether its water evaporates (never under a wrap, never when infinite)"""


class Subject(Written):
    """Whose skin."""

    age_year: Number = Field(default=40, ge=0, le=120)
    """age in years"""
    sex: Literal["female", "male"] = "female"
    """sex"""
    site: WrittenSite = "cheek"
    """where on the body"""
    smoker: Flag = False
    """whether the person smokes: channels close more slowly"""
    diabetic: Flag = False
    """whether the person has diabetes: channels close more slowly"""

    @classmethod
    def of(cls, person: Person) -> Subject:
        """The person of a course as whose skin a delivery meets: whatever a delivery asks, nothing left usual."""
        return cls.model_validate({name: getattr(person, name) for name in cls.model_fields})

    @property
    def on_face(self) -> bool:
        """Whether the site belongs to the face."""
        return self.site in FACE


class Cell(Written):
    """A Franz cell."""

    dermis_mm: Annotated[Number, Field(ge=0, le=5), none_or_from(0.01)] | None = None
    """dermis left on the skin, mm; 0 for a sheet of epidermis; left out: all of it"""
    channel_half_life_h: Number | None = Field(default=None, ge=0.02, le=10000)
    """time in which half of the channels' area closes, h; left out: they stay open"""


class DeviceSettings(Written):
    """How the instrument is used."""

    depth_mm: Number | None = Field(default=None, ge=0.05, le=5)
    """set depth, mm; left out: the needle length"""
    passes: Whole = Field(default=4, ge=1, le=100)
    """passes over the same skin (stamp: presses on the same spot)"""
    glide_speed_mm_per_s: Number | None = Field(default=None, ge=0.1, le=500)
    """speed at which a pen glides, mm/s; only for a pen, the usual one when left out"""
    seconds_per_cm2: Number | None = Field(default=None, ge=0.01, le=120)
    """how long a pen works on a square centimetre of skin, s; instead of passes"""
    skin_stretched: Flag = True
    """whether the skin is held stretched"""


class DeliveryFile(Written):
    """A whole delivery, checked. Without an instrument the skin is not needled.

    >>> from microneedling import load_delivery
    >>> load_delivery("examples/deliver/vitamin_c_roller.toml").mode
    'in vivo'
    """

    format: Literal[1] = FORMAT
    """format number of the deliver file"""
    title: Text = "A delivery"
    """a title of your own"""
    mode: Literal["in vivo", "franz"] = "in vivo"
    """living skin, or skin in a Franz cell"""
    hours: Number = Field(default=24, ge=0.01, le=720)
    """how long to follow, h"""
    active: Substance
    """what is delivered"""
    product: Product
    """what it comes in"""
    person: Subject = Subject()
    """whose skin"""
    cell: Cell | None = None
    """the Franz cell"""
    instrument: Instrument | None = None
    """what needles"""
    needling: DeviceSettings = DeviceSettings()
    """how it is used"""

    @model_validator(mode="after")
    def _parts_agree(self) -> DeliveryFile:
        left_out = {"needling"} - self.model_fields_set
        written = self.model_dump(mode="json", exclude_none=True, exclude=left_out)
        if "needling" in written:  # what is usual there contradicts nothing
            given = self.needling.model_fields_set
            written["needling"] = {key: value for key, value in written["needling"].items() if key in given}
        if mistakes := self.between(written):
            raise disagreeing(mistakes)
        return self

    @classmethod
    def between(cls, raw: Mapping[str, Any]) -> Sequence[Mistake]:
        """Mistakes between the parts of a delivery: an active without its numbers, a pen without its glide."""
        return _disagreements({**raw, "instrument": as_its_type(raw.get("instrument"))})

    def substance(self) -> Active:
        """The active with what was given and what is known of it."""
        given = self.active.model_dump(exclude={"name"}, exclude_none=True)
        try:
            known = find(self.active.name)
        except InputError:
            return Active(self.active.name, **given)
        from dataclasses import replace

        return replace(known, **given)

    def dose(self) -> Dose:
        """The dose put on."""
        fields = self.product.model_dump(exclude={"dose_ul_per_cm2"})
        volume = self.product.dose_ul_per_cm2
        dries = fields.pop("dries") and self.mode == "in vivo"
        return Dose(volume_ul_per_cm2=None if volume == ENDLESS else float(volume), dries=dries, **fields)


def load_delivery(path: str | Path) -> DeliveryFile:
    """Read and check a deliver file; raises `InputError` with every mistake in it.

    >>> from microneedling import load_delivery
    >>> load_delivery("examples/deliver/vitamin_c_roller.toml").hours
    24.0
    """
    text = read_text(path, WHAT)
    return from_tables(tables_of(text, str(path), WHAT), str(path), text)


read_delivery = load_delivery  # its former name


def from_tables(raw: Mapping[str, Any], source: str, text: str = "") -> DeliveryFile:
    """Check plain tables; raises `InputError` with every mistake in them."""
    mistakes = missing_format(raw, FORMAT)
    given = raw.get("instrument")
    if isinstance(given, Mapping) and isinstance(given.get("kind"), str):
        raw = {**raw, "instrument": {**given, "kind": given["kind"].strip().lower()}}
    delivery = checked(DeliveryFile, raw, "", mistakes)
    refuse_mistakes(source, mistakes, text)
    assert delivery is not None  # whatever prevents it is a mistake
    return delivery


def _disagreements(raw: Mapping[str, Any]) -> list[Mistake]:
    """Mistakes that no single field shows."""
    return [*_active_mistakes(table(raw, "active")), *_use_mistakes(raw)]


def _active_mistakes(active: Mapping[str, Any]) -> list[Mistake]:
    """A name in the list, or all numbers that the list would have given."""
    name, found = active.get("name"), []
    if not isinstance(name, str):
        return []
    needed = ("molecular_weight_da", "log_k", "unbound_fraction", "solubility_mg_per_ml")
    charged = active.get("charge") in ("acid", "base")
    try:
        known = find(name)
    except InputError as error:
        missing = [key for key in needed if key not in active]
        if len(missing) == len(needed):
            return [Mistake("active.name", item.found, item.allowed, item.hint) for item in error.mistakes]
        found = [
            Mistake(f"active.{key}", "nothing", "a number", "An active of your own needs it.")
            for key in missing
        ]
        if charged and "pka" not in active:
            found.append(Mistake("active.pka", "nothing", "a number", "An acid or base needs its pKa."))
        if "pka" in active and not charged:
            found.append(
                Mistake("active.pka", shown(active["pka"]), 'nothing without charge = "acid" or "base"')
            )
        return found
    if "molecular_weight_da" in active and known.name not in BY_WEIGHT:
        allowed = f"nothing: the weight of {known.name} is known; only {', '.join(BY_WEIGHT)} vary"
        found.append(Mistake("active.molecular_weight_da", shown(active["molecular_weight_da"]), allowed))
    if active.get("charge") not in (None, ACTIVES[known.name]):
        found.append(Mistake("active.charge", shown(active["charge"]), f'"{ACTIVES[known.name]}"'))
    if "pka" in active and ACTIVES[known.name] == "neither":
        found.append(
            Mistake("active.pka", shown(active["pka"]), f"nothing: {known.name} has none that counts")
        )
    return found


def _use_mistakes(raw: Mapping[str, Any]) -> list[Mistake]:
    found = []
    instrument, needling = table(raw, "instrument"), table(raw, "needling")
    for key in ("glide_speed_mm_per_s", "seconds_per_cm2"):
        if instrument.get("kind") != "pen" and needling.get(key) is not None:
            found.append(Mistake(f"needling.{key}", shown(needling[key]), "nothing but with a pen"))
    if needling.get("seconds_per_cm2") is not None:
        for key in ("passes", "glide_speed_mm_per_s"):
            if needling.get(key) is not None:
                found.append(
                    Mistake(f"needling.{key}", shown(needling[key]), "nothing beside seconds_per_cm2")
                )
    if needling and not instrument:
        found.append(Mistake("needling", "a table", "nothing without an [instrument]"))
    depth, length = number_at(needling, "depth_mm"), number_at(instrument, "needle_length_mm")
    if depth is not None and length is not None and depth > length:
        found.append(Mistake("needling.depth_mm", shown(depth), f"at most the needle length, {length:g} mm"))
    if "cell" in raw and raw.get("mode") != "franz":
        found.append(Mistake("cell", "a table", 'nothing but with mode = "franz"'))
    return found
