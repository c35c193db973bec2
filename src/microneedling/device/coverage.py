"""How many strokes a square centimetre of skin gets, from the device's geometry and how it is moved.

    pen     needles * frequency * passes / (tip width * glide speed), or needles * frequency * seconds a cm2
    roller  needles on the drum / drum surface * passes     (rolls without slip: its pattern is laid out once)
    stamp   needles / head area * presses on the same place

Plain geometry, no fitted number but the usual glide speed where none is given; in 1/cm2. Results are scalars or arrays
(draw,), as the numbers of the `Needling` are. Loads without the array library.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..evidence.practice import value_of
from ..units import MM2_PER_CM2

if TYPE_CHECKING:
    from .needling import Needling, Numbers

USUAL_GLIDE = ("study", "typical_glide_speed_mm_per_s.pen")  # group and name of the number


def needles_per_mm2(needling: Needling) -> Numbers:
    """Density of the needles on the device itself, 1/mm2 (a pen's tip is taken as square)."""
    if needling.kind == "roller":
        return needling.needle_count / (math.pi * needling.drum_diameter_mm * needling.drum_width_mm)
    return needling.needle_count / needling.tip_width_mm**2


def strokes_per_cm2(needling: Needling) -> Numbers:
    """Strokes per square centimetre of skin in one session; at the usual glide speed where none is given."""
    if needling.kind == "pen":
        strokes_per_s = needling.needle_count * needling.frequency_hz
        if needling.seconds_per_cm2 is not None:
            return strokes_per_s * needling.seconds_per_cm2
        speed = needling.glide_speed_mm_per_s
        swept_mm2_per_s = needling.tip_width_mm * (value_of(*USUAL_GLIDE) if speed is None else speed)
        return MM2_PER_CM2 * strokes_per_s * needling.passes / swept_mm2_per_s
    return MM2_PER_CM2 * needles_per_mm2(needling) * needling.passes


def spacing_mm(needling: Needling) -> Numbers:
    """Distance between neighbouring needles on the device, mm (square grid of the same density)."""
    return needles_per_mm2(needling) ** -0.5


def travel_mm(needling: Needling) -> Numbers:
    """How far the device drives its needles beyond the guide, mm: the set depth, at most the needle length."""
    length, depth = needling.needle_length_mm, needling.depth_mm
    return length * (depth > length) + depth * (depth <= length)  # the smaller, of numbers or arrays
