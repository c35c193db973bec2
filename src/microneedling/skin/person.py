"""Who is treated, where, and how the skin is cared for afterwards. Loads without the array library."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from ..evidence.practice import limit
from ..inputs.phototypes import Phototype
from ..inputs.written import Flag, Number, Written, none_or_from
from .concern import Concern
from .conditions import Condition
from .sites import FACE, WrittenSite

__all__ = ["Aftercare", "Concern", "Person"]

OLDEST_YEAR = 120  # nobody is older


class Person(Written):
    """Who is treated: age, sex, Fitzpatrick phototype, site on the body, and what bears on healing.

    >>> from microneedling import Person
    >>> Person(age_year=29, sex="female", phototype="IV", site="cheek").on_face
    True
    """

    age_year: Number = Field(ge=0, le=OLDEST_YEAR)
    """age in years"""
    sex: Literal["female", "male"]
    """sex"""
    phototype: Phototype
    """Fitzpatrick phototype"""
    site: WrittenSite
    """where on the body; of a course with zones the leading one"""
    photoageing: Number | None = Field(default=None, ge=0, le=1)
    """sun damage, 0 none to 1 severe; as usual at the age when left out"""
    conditions: tuple[Condition, ...] = ()
    """conditions of the intake record"""
    smoker: Flag = False
    """whether the person smokes"""

    def has(self, condition: str) -> bool:
        """Whether the intake record names this condition."""
        return condition in self.conditions

    @property
    def diabetic(self) -> bool:
        """Whether the intake record names diabetes."""
        return self.has("diabetes")

    @property
    def had_dark_marks(self) -> bool:
        """Whether the intake record names a history of hyperpigmentation."""
        return self.has("history of hyperpigmentation")

    @property
    def on_face(self) -> bool:
        """Whether the site belongs to the face."""
        return self.site in FACE


class Aftercare(Written):
    """How the skin is cared for over the whole course; everything left out means "not done".

    >>> from microneedling import Aftercare
    >>> Aftercare(sunscreen=True, retinoid="tretinoin").sun
    'some'
    """

    sunscreen: Flag = False
    """sunscreen every day"""
    sun: Literal["none", "little", "some", "daily"] = "some"
    """sun on the site without counting sunscreen: none, little, some (city life), daily (outdoor life)"""
    retinoid: Literal["none", "retinol", "tretinoin"] = "none"
    """retinoid used at home between sessions"""
    retinoid_pause_day: Annotated[Number, Field(ge=0, le=60), none_or_from(0.01)] = int(
        limit("retinoid_pause_day")
    )
    """days without retinoid after each session (and one day before it)"""
    anti_inflammatory: Literal["none", "nsaid", "corticosteroid"] = "none"
    """anti-inflammatory drug used after each session"""
    anti_inflammatory_day: Annotated[Number, Field(ge=0, le=60), none_or_from(0.01)] = 0
    """for how many days after each session it is used"""
    occlusion_h: Annotated[Number, Field(ge=0, le=168), none_or_from(0.01)] = 0
    """hours under an occlusive dressing after each session"""
