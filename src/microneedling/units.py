"""Units: one internal unit per dimension, and the suffixes that names of numbers must end in."""

from __future__ import annotations

MM2_PER_CM2 = 100.0
DAYS_A_YEAR = 365.25  # leap years counted
DAYS_A_WEEK = 7

# Suffix of a name -> the unit it promises. A parameter whose unit is not dimensionless ends in one of these.
SUFFIXES: dict[str, str] = {
    "_mm": "mm",
    "_nm": "nm",
    "_um": "um",
    "_mm2": "mm2",
    "_cm2": "cm2",
    "_ml": "mL",
    "_mg": "mg",
    "_kg": "kg",
    "_mg_per_kg": "mg/kg",
    "_da": "Da",
    "_n": "N",
    "_hz": "Hz",
    "_s": "s",
    "_min": "min",
    "_h": "h",
    "_day": "d",
    "_year": "year",
    "_kpa": "kPa",
    "_mpa": "MPa",
    "_mn_per_um": "mN/um",
    "_mm_per_s": "mm/s",
    "_mm_per_day": "mm/d",
    "_mm2_per_day": "mm2/d",
    "_per_day": "1/d",
    "_per_year": "1/year",
    "_per_mm": "1/mm",
    "_per_mm2": "1/mm2",
    "_per_mm2_day": "1/mm2/d",
    "_per_cm2": "1/cm2",
    "_cells_per_mm2": "cells/mm2",
    "_cells_per_mm3": "cells/mm3",
    "_cells_per_mm3_day": "cells/mm3/d",
    "_g_per_m2_h": "g/m2/h",
    "_mg_per_ml": "mg/mL",
    "_ug_h_per_ml": "ug h/mL",
    "_ul_per_cm2": "uL/cm2",
    "_percent": "%",
    "_points": "points",
    "_grade": "grade",
    "_vas": "VAS 0-10",
}

DIMENSIONLESS = "1"


def promised_unit(name: str) -> str:
    """The unit that a name promises by its longest matching suffix; `"1"` when it promises none."""
    matches = [suffix for suffix in SUFFIXES if name.endswith(suffix)]
    return SUFFIXES[max(matches, key=len)] if matches else DIMENSIONLESS
