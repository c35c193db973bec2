"""One index of a pair of photographs: before, after, the error of a reading, and whether the change is beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..evidence.practice import value_of
from .optics.skin import GROUP

LABELS = {
    "typology_angle": ("individual typology angle", "degrees"),
    "melanin_index": ("melanin index", "% of phototype III"),
    "erythema_index": ("erythema index", "% of calm skin"),
    "pore_count": ("pores", "per cm2"),
    "pore_diameter": ("pore diameter", "um"),
    "pore_area": ("area of pores", "%"),
    "crease_length": ("length of creases", "mm/cm2"),
    "fine_relief": ("contrast of fine relief", "%"),
    "scar_shadow": ("contrast at the size of scars", "%"),
}
BY_LIGHT = ("crease_length", "fine_relief")
"""indices that the direction of light makes: no two lights can be compared"""
NOT_EARNED = ("scar_shadow",)
"""measured in the trial on rendered skin and told to nobody: it did not follow what it should"""
SCALES = ("melanin_index", "pore_diameter")
"""indices that `track` learns from, by its own names of instruments"""
IN_DEGREES = "typology_angle"
Readings = Mapping[str, tuple[float, float]]
USUAL_MELANIN = 100.0  # melanin index of the usual phototype III
FLOORS = {"melanin_index": "melanin_floor_percent", "crease_length": "crease_length_floor"}
"""numbers that keep an error above nothing where there is hardly anything to read"""
WITHOUT_SHARE = ("crease_length",)
"""indices whose error does not grow with the reading"""
BY_CHANGE = {
    "melanin_index": "erythema_index",
    "erythema_index": "erythema_index",
    "pore_count": "pore_diameter",
    "pore_diameter": "pore_diameter",
    "pore_area": "pore_diameter",
    "crease_length": "fine_relief",
    "fine_relief": "fine_relief",
}
"""index -> the one whose change adds to its error: blood mixes with melanin, pores that shrink and lines that grow
shallow go out of sight, and a large change is told less exactly"""
BY_MELANIN = ("pore_count", "pore_diameter", "pore_area", "fine_relief")
"""indices that are told less exactly in darker skin: grain of the camera and gloss are a larger share of its light"""


@dataclass(frozen=True)
class Index:
    """Readings in `unit`; `error` is the standard error of one of them, `smallest` the smallest detectable change."""

    name: str
    before: float
    after: float
    error: float
    still: float
    """the error of one where the index did not change: less, as a large change is told less exactly"""

    @property
    def label(self) -> str:
        """What it is, in words."""
        return LABELS[self.name][0]

    @property
    def unit(self) -> str:
        """Its unit."""
        return LABELS[self.name][1]

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def repeatability(self) -> float:
        """Spread of readings of unchanged skin, card and camera laid anew; below the error, to which change adds."""
        share = value_of(GROUP, f"repeatability.{self.name}")
        return share if self.name == IN_DEGREES else share * 0.5 * (abs(self.before) + abs(self.after))

    @property
    def smallest(self) -> float:
        """Smallest detectable change: errors of both readings make less in 95 % of pairs."""
        return value_of("measures", "detectable_multiple") * self.still

    @property
    def beyond_error(self) -> bool:
        """Whether the change is larger than errors of reading make."""
        return abs(self.change) >= self.smallest

    def to_json(self) -> dict[str, Any]:
        """The index as JSON."""
        return {
            "name": self.name,
            "label": self.label,
            "unit": self.unit,
            "before": _rounded(self.before),
            "after": _rounded(self.after),
            "change": _rounded(self.change),
            "repeatability": _rounded(self.repeatability),
            "error_of_a_reading": _rounded(self.error),
            "smallest_detectable_change": _rounded(self.smallest),
            "beyond_error": self.beyond_error,
        }


def blood_moved(erythema: tuple[float, float]) -> float:
    """By how much the blood that is seen differs between two photographs, ln."""
    return abs(float(np.log(max(erythema[1], 1e-6) / max(erythema[0], 1e-6))))


def index_of(name: str, indices: Readings) -> Index:
    """An index out of all readings of a pair, with the error of one reading that rendered skin has taught."""
    parts = {number: value_of(GROUP, number) * size for number, size in error_terms(name, indices).items()}
    own = f"error_by_change.{name}" if BY_CHANGE.get(name) == name else None
    still = [part for number, part in parts.items() if number != own]
    error = float(np.linalg.norm(list(parts.values())))
    return Index(name, *indices[name], error, float(np.linalg.norm(still)))


def error_terms(name: str, indices: Readings) -> dict[str, float]:
    """Numbers of the registry that make the error of a reading, each with what it is multiplied by; squares add up.

    error^2 = (share mean)^2 + floor^2 + (by_change change mean)^2 + (by_melanin melanin mean)^2
    change    |ln(after/before)| of the index that `BY_CHANGE` names
    melanin   mean of both readings over that of the usual phototype III
    Of the typology angle degrees that grow with the angle: fair skin has little colour, on which it rests.
    """
    mean = 0.5 * (abs(indices[name][0]) + abs(indices[name][1]))
    if name == IN_DEGREES:
        return {
            "typology_angle_error": 1.0,
            f"error_by_fairness.{name}": max(0.5 * sum(indices[name]), 0.0),
        }
    terms = {} if name in WITHOUT_SHARE else {f"error_share.{name}": mean}
    if name in FLOORS:
        terms[FLOORS[name]] = 1.0
    if name in BY_MELANIN:
        melanin = 0.5 * sum(indices["melanin_index"]) / USUAL_MELANIN
        terms[f"error_by_melanin.{name}"] = max(melanin, 0.0) * mean
    terms[f"error_by_change.{name}"] = _changed(indices.get(BY_CHANGE[name])) * mean
    return terms


def _changed(readings: tuple[float, float] | None) -> float:
    """|ln| of the ratio of two readings; none where they are not there (too few pores for a diameter)."""
    return 0.0 if readings is None or min(readings) <= 0 else abs(float(np.log(readings[1] / readings[0])))


def untold(name: str, melanin: tuple[float, float], moved: float) -> tuple[str, str] | None:
    """Why a colour index of a pair is not told, and what to do; None where it is."""
    if name == "melanin_index" and moved > value_of(GROUP, "most_blood_moved"):
        seen = f"redness that changed by a factor of {np.exp(moved):.1f}, which hides melanin"
        return seen, "Photograph again when the skin is as calm as before."
    if name == "erythema_index" and 0.5 * sum(melanin) > (most := value_of(GROUP, "most_melanin_percent")):
        return (
            f"skin darker than {most:g} % of phototype III, which hides blood",
            "Nothing: no photograph tells it here.",
        )
    return None


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")
