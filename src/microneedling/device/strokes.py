"""One stroke of a device, as the mechanics needs it: tip, loading time, force behind each needle.

What is left open about a device (tip radius, tip angle, the hand's force, the speed of a roller) comes from the
registry, with its uncertainty; arrays of shape (draw,).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..answers.brief import brief
from ..evidence.registry import Values
from .coverage import spacing_mm, travel_mm
from .needling import Needling, Numbers


@dataclass(frozen=True)
class Stroke:
    """One stroke: needle and travel (mm), loading time (s), force behind all needles (N)."""

    __repr__ = brief

    travel_mm: Numbers
    shaft_radius_mm: np.ndarray
    spacing_mm: Numbers
    tip_radius_mm: np.ndarray
    tip_slope: np.ndarray  # radius gained per length of the tip, tan(half the full angle)
    loading_s: np.ndarray
    drive_force_n: np.ndarray
    needle_count: Numbers
    drum_diameter_mm: Numbers | None  # None for a flat head

    def radius_mm(self, from_tip_mm: np.ndarray) -> np.ndarray:
        """Radius of the needle at a distance from its tip: blunted cone, then shaft; 0 beyond the tip."""
        cone = np.minimum(
            self.tip_radius_mm + self.tip_slope * np.maximum(from_tip_mm, 0), self.shaft_radius_mm
        )
        return np.where(np.asarray(from_tip_mm) > 0, cone, 0.0)

    def flank_mm2(self, length_mm: np.ndarray) -> np.ndarray:
        """Flank (mm2) that `length_mm` of a needle bring into the skin: 2 pi integral of the radius (slender)."""
        cone_mm = (self.shaft_radius_mm - self.tip_radius_mm) / self.tip_slope
        tip = np.minimum(length_mm, cone_mm)
        radius_sum = self.tip_radius_mm * tip + self.tip_slope * tip**2 / 2
        return 2 * math.pi * (radius_sum + self.shaft_radius_mm * (length_mm - tip))

    def needles_in_skin(self, length_mm: np.ndarray) -> np.ndarray:
        """Number of needles in the skin at once when the deepest are `length_mm` deep, at least one.

        All of a flat head; of a drum of diameter D those on the chord 2 sqrt(D L) of its circumference pi D.
        """
        if self.drum_diameter_mm is None:
            return np.full_like(length_mm, self.needle_count)
        share = 2 * np.sqrt(length_mm / self.drum_diameter_mm) / math.pi
        return np.clip(self.needle_count * share, 1.0, self.needle_count)

    def force_n(self, length_mm: np.ndarray, cutting_n: np.ndarray, friction_mpa: np.ndarray) -> np.ndarray:
        """Force (N) that all needles together need to get `length_mm` deep (bed of nails).

        Flat head: count (cutting + friction flank(L)). Drum: only the entering half of the chord pushes (at
        least one needle), and its needles are 2/3 L deep on average (parabola).
        """
        count = self.needles_in_skin(length_mm)
        if self.drum_diameter_mm is None:
            return count * (cutting_n + friction_mpa * self.flank_mm2(length_mm))
        return np.maximum(count / 2, 1.0) * (cutting_n + friction_mpa * self.flank_mm2(length_mm * (2 / 3)))


def loading_s(needling: Needling, values: Values) -> np.ndarray:
    """Time (draw,) in which a needle is driven in, s: half a pen's period, half a drum's chord, a press of a stamp."""
    every = values["device.press_s"]
    if needling.kind == "pen":
        return every * 0 + 1 / (2 * needling.frequency_hz)
    if needling.kind == "roller":
        chord = 2 * (needling.drum_diameter_mm * travel_mm(needling)) ** 0.5
        return chord / 2 / values["device.roller_speed_mm_per_s"]
    return every


def stroke_of(needling: Needling, values: Values) -> Stroke:
    """One stroke of this needling; what it leaves open of the needles' tips is taken from `values`."""
    every = values["device.press_s"] * 0
    tip_um, angle_deg = needling.tip_radius_um, needling.tip_angle_deg
    tip_um = values[f"device.tip_radius_um.{needling.kind}"] if tip_um is None else every + tip_um
    slope = values["device.tip_slope"] if angle_deg is None else every + math.tan(math.radians(angle_deg) / 2)
    shaft_radius_mm = every + needling.needle_diameter_mm / 2
    return Stroke(
        travel_mm=travel_mm(needling),
        shaft_radius_mm=shaft_radius_mm,
        spacing_mm=spacing_mm(needling),
        tip_radius_mm=np.minimum(tip_um / 1000, shaft_radius_mm),
        tip_slope=slope,
        loading_s=loading_s(needling, values),
        drive_force_n=values[f"device.drive_force_n.{needling.kind}"],
        needle_count=needling.needle_count,
        drum_diameter_mm=needling.drum_diameter_mm if needling.kind == "roller" else None,
    )
