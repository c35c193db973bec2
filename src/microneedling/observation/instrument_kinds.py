"""Instruments by name: which err alike, and where a higher reading is better. Loads without the array library."""

from __future__ import annotations

from ..outcomes.direction import HIGHER, LOWER, Direction

# Instruments of one kind share the spread of their errors between studies (`study_effect.instrument_log_sd.<kind>`).
KIND = {
    "crease_depth": "profile",
    "roughness": "profile",
    "pore_diameter": "profile",
    "epidermal_thickness": "histology",
    "cutometer_r2": "elasticity",
    "cutometer_r5": "elasticity",
    "cutometer_r7": "elasticity",
    "stained_collagen": "histology",
    "stained_reticulin": "histology",
    "echo_density": "echo",
    "melanin_index": "colour",
    "erythema_index": "colour",
    "perfusion": "colour",
    "tewl": "barrier",
    "corneometer": "barrier",
}
_RISES = frozenset(
    {
        "epidermal_thickness",
        "stained_collagen",
        "stained_reticulin",
        "cutometer_r2",
        "cutometer_r5",
        "cutometer_r7",
        "echo_density",
        "corneometer",
        "perfusion",
    }
)
DIRECTION: dict[str, Direction] = {name: HIGHER if name in _RISES else LOWER for name in KIND}
