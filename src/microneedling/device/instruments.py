"""What needles the skin: pen, roller, stamp. Loads without the array library.

The limits of each number only catch slips of unit (a diameter written in um); they are not advice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from ..errors import InputError
from ..inputs.written import Number, Text, Whole, Written, disagreeing
from .library import completed
from .outside import heats, refused


class _Needles(Written):
    """What all instruments share: the needles and what the device is cleared for.

    `device` names a type of the library, which brings every number that does not stand beside it.
    """

    device: Text | None = None
    """name of a type of device, such as "pen, 12 needles"; it brings the numbers left out"""
    needle_count: Whole = Field(ge=1, le=3000)
    """number of needles (roller: on the whole drum)"""
    needle_diameter_mm: Number = Field(ge=0.01, le=1)
    """diameter of a needle's shaft, mm"""
    needle_length_mm: Number = Field(ge=0.05, le=5)
    """length of a needle, mm"""
    tip_radius_um: Number | None = Field(default=None, ge=0.01, le=250)
    """radius of a needle's tip, um"""
    tip_angle_deg: Number | None = Field(default=None, ge=1, le=179)
    """full opening angle of a needle's tip, degrees"""
    device_limit_mm: Number | None = Field(default=None, ge=0.05, le=5)
    """greatest depth the device is cleared for, mm"""

    @model_validator(mode="before")
    @classmethod
    def _as_its_type(cls, given: Any) -> Any:
        return _of_type({"kind": cls.model_fields["kind"].default, **given}) if _names_type(given) else given


class Pen(_Needles):
    """A motorised pen: needles on a square tip that strike `frequency_hz` times a second while it glides.

    >>> from microneedling import Pen
    >>> Pen(needle_count=12, needle_diameter_mm=0.25, needle_length_mm=2, frequency_hz=90, tip_width_mm=8).kind
    'pen'
    """

    kind: Literal["pen"] = "pen"
    frequency_hz: Number = Field(ge=1, le=500)
    """strokes a second, Hz"""
    tip_width_mm: Number = Field(ge=0.5, le=50)
    """width of the tip across the glide, mm"""


class Roller(_Needles):
    """A drum with needles that is rolled over the skin.

    >>> from microneedling import Roller
    >>> needles = {"needle_count": 192, "needle_diameter_mm": 0.25, "needle_length_mm": 1.5}
    >>> roller = Roller(**needles, drum_diameter_mm=20, drum_width_mm=20)
    >>> roller.kind
    'roller'
    """

    kind: Literal["roller"] = "roller"
    drum_diameter_mm: Number = Field(ge=1, le=200)
    """diameter of the drum without needles, mm"""
    drum_width_mm: Number = Field(ge=1, le=200)
    """width of the needled part of the drum, mm"""


class Stamp(_Needles):
    """A square head of needles that is pressed on; `passes` of a session are presses on the same place.

    >>> from microneedling import Stamp
    >>> Stamp(needle_count=40, needle_diameter_mm=0.25, needle_length_mm=1, tip_width_mm=10).kind
    'stamp'
    """

    kind: Literal["stamp"] = "stamp"
    tip_width_mm: Number = Field(ge=0.5, le=100)
    """side of the square head, mm"""


def _names_type(given: Any) -> bool:
    return isinstance(given, Mapping) and given.get("device") is not None


def _of_type(given: Any) -> Any:
    if isinstance(given, Mapping) and heats(given.get("kind")):
        raise disagreeing([refused(given["kind"], "kind")])
    try:
        return completed(given) if _names_type(given) else given
    except InputError as error:
        raise disagreeing(error.mistakes) from None


INSTRUMENTS: dict[str, type[Pen] | type[Roller] | type[Stamp]] = {
    "pen": Pen,
    "roller": Roller,
    "stamp": Stamp,
}
Instrument = Annotated[
    Annotated[Pen | Roller | Stamp, Field(discriminator="kind")], BeforeValidator(_of_type)
]
