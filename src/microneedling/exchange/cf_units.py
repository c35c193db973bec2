"""Units as the CF conventions read them (UDUNITS-2): a word of our own is no unit, and some mean something else there.

`grade` is an angle to UDUNITS, `EC50` nothing at all. What is counted on a scale has the unit 1, its scale stands in
the long name, and the unit as the model says it in the attribute `unit_of_the_model`.
"""

from __future__ import annotations

from typing import Any

PLAIN = {"1", "%", "um", "mm", "d", "h", "1/d", "1/cm2", "g/m2/h"}  # UDUNITS reads these as they are meant
COUNTS = {"cells/mm3": "mm-3", "cells/mm2": "mm-2"}
IN_WORDS = {"a.u.": "arbitrary units", "ratio": "as a ratio", "category": "categories", "grade": "grades"}
IN_WORDS |= {
    "VAS 0-10": "visual analogue scale from 0 to 10",
    "EC50": "in units of the concentration of half effect",
}


def measured_in(unit: str, long_name: str) -> dict[str, Any]:
    """Attributes `units` and `long_name` of a variable in a unit of the model."""
    if unit in PLAIN:
        return {"units": unit, "long_name": long_name}
    words = "number of cells" if unit in COUNTS else IN_WORDS.get(unit, unit)
    told = {"units": COUNTS.get(unit, "1"), "long_name": f"{long_name} ({words})"}
    return told | {"unit_of_the_model": unit}
