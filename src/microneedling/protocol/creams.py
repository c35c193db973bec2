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
    of_a_roller = ("needle_count", "needle_diameter_mm", "drum_diameter_mm", "drum_width_mm", "passes")
    usual = {name: values[f"study.typical_{name}.roller"] for name in of_a_roller}  # each draw its own
    roller = Needling("roller", needle_length_mm=cream.pre_roll_mm, depth_mm=cream.pre_roll_mm, **usual)
    return punctures(roller, anatomy, values)
