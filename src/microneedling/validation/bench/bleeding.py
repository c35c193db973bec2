"""Topic 6 of the mechanics table, every row judged: which channels bleed. Redness: see `erythema`.

`microneedling validate --bench bleeding` prints the table.
"""

from __future__ import annotations

import numpy as np

from ...evidence.registry import Values
from ...skin.anatomy import anatomy_of
from .. import experiments as made
from ..verdicts import Role
from .rows import JudgedRow, apart, compare, draws, elsewhere, taken

TOPICS = ("6_bleeding", "6_erythema")
UM_PER_MM = 1000
APPEARS = 0.25  # share of bleeding channels called pinpoint bleeding; a convention of this file

_TAKEN = {
    "A359": "loops per area",
    "A360": "diameter of a loop",
    "A364": "upper plexus, shallow end",
    "A365": "upper plexus, deep end",
    "M018": "tops of the loops (from memory)",
}
_APART = {
    "A361": "loops are placed at random, without a least distance",
    "A362": "blade-like needle of another device, not simulated",
    "A363": "blood volume under vacuum is not modelled",
}
_ERYTHEMA = tuple(f"A{n}" for n in range(368, 380))


def length_of_bleeding_mm(values: Values) -> np.ndarray:
    """Roller needle length at which the bleeding share passes `APPEARS`; 4 mm when it never does."""
    lengths = np.array([0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0])
    share = np.stack([made.medical_roller(values, x).bleeding_fraction for x in lengths], axis=1)
    return np.array([np.interp(APPEARS, row, lengths, right=4.0) for row in share])


def judged(values: Values | None = None) -> list[JudgedRow]:
    """Every row of topic 6, judged."""
    values = draws() if values is None else values
    tops = anatomy_of(made.person("forearm"), values).capillary_top_mm * UM_PER_MM
    note = "where a quarter of the channels bleed; low-grade row"
    found = [
        compare(
            "A366", tops, Role.FITTED, note="tops of the loops against imaging planes that show papillae"
        ),
        compare(
            "A367", tops, Role.FITTED, note="tops of the loops against imaging planes that show papillae"
        ),
        compare("A380", length_of_bleeding_mm(values), Role.FITTED, note=note),
    ]
    found += [taken(row, reason) for row, reason in _TAKEN.items()]
    found += [elsewhere(row, "judged in erythema") for row in _ERYTHEMA]
    return found + [apart(row, reason) for row, reason in _APART.items()]
