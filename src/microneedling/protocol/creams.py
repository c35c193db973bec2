"""Channels that a fine roller makes right before a numbing cream goes on."""

from __future__ import annotations

from ..device.needling import Needling
from ..evidence.registry import Values
from ..injury.punctures import Punctures, punctures
from ..skin.anatomy import Anatomy
from ..transport.anaesthesia import Cream


def pre_rolled(cream: Cream | None, anatomy: Anatomy, values: Values) -> Punctures | None:
    """Punctures of the roller used before a cream, typical in all but its length; None where none was used."""
    if cream is None or cream.pre_roll_mm is None:
        return None
    roller = Needling(
        "roller",
        needle_count=values["study.typical_needle_count.roller"],
        needle_diameter_mm=values["study.typical_needle_diameter_mm.roller"],
        needle_length_mm=cream.pre_roll_mm,
        depth_mm=cream.pre_roll_mm,
        passes=values["study.typical_passes.roller"],
        drum_diameter_mm=values["study.typical_drum_diameter_mm.roller"],
        drum_width_mm=values["study.typical_drum_width_mm.roller"],
    )
    return punctures(roller, anatomy, values)
