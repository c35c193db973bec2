"""How many strikes a square centimetre gets, from the device's geometry and how it is moved.

    pen     needles * frequency * passes / (tip width * glide speed)
    roller  needles on the drum / drum surface * passes     (rolls without slip: its pattern is laid out once)
    stamp   needles / head area * presses on the same spot

Plain geometry, no fitted number; in 1/cm2. Loads without the array library.
"""

from __future__ import annotations

import math
from typing import Any

MM2_PER_CM2 = 100.0


def needles_per_mm2(instrument: Any) -> float:
    """Density of the needles on the instrument itself, 1/mm2 (a pen's tip is taken as square)."""
    if instrument.kind == "roller":
        return instrument.needle_count / (math.pi * instrument.drum_diameter_mm * instrument.drum_width_mm)
    return instrument.needle_count / instrument.tip_width_mm**2


def strokes_per_cm2(instrument: Any, session: Any) -> Any:
    """Strikes per square centimetre of skin in one session."""
    if instrument.kind == "pen":
        strikes_per_s = instrument.needle_count * instrument.frequency_hz
        swept_mm2_per_s = instrument.tip_width_mm * session.glide_speed_mm_per_s
        return MM2_PER_CM2 * strikes_per_s * session.passes / swept_mm2_per_s
    return MM2_PER_CM2 * needles_per_mm2(instrument) * session.passes


def spacing_mm(instrument: Any) -> float:
    """Distance between neighbouring needles on the instrument, mm (square grid of the same density)."""
    return needles_per_mm2(instrument) ** -0.5


def travel_mm(instrument: Any, session: Any) -> Any:
    """How far the device drives its needles beyond the guide, mm: the set depth, at most the needle.

    Like `passes`, a depth or length may be an array (draw,), where a report left it open.
    """
    length = instrument.needle_length_mm
    depth = length if session.depth_mm is None else session.depth_mm
    return length * (depth > length) + depth * (depth <= length)  # the smaller, of numbers or arrays
