"""What is drawn of the skin, and as what: the one table between the engine's states and the picture.

Nothing else is drawn. Where across the slice a mark stands, and the waves of surface and junction, are free; how many
marks, how deep, how wide and how thick are the engine's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ...skin.tissue import Tissue


@dataclass(frozen=True)
class Quantity:
    """One series of the picture: its name there, unit, whether by layer, how it is read, and what is drawn of it."""

    name: str
    unit: str
    layered: bool
    read: Callable[[Tissue], np.ndarray]  # (draw, day, layer) or (draw, day); without the day of a baseline
    drawn: str


QUANTITIES = (
    Quantity(
        "neutrophils",
        "cells/mm3",
        True,
        lambda t: t.inflammation.neutrophils,
        "small blue cells, one for one",
    ),
    Quantity(
        "macrophages",
        "cells/mm3",
        True,
        lambda t: t.inflammation.macrophages_inflammatory + t.inflammation.macrophages_repair,
        "round orange cells, one for one",
    ),
    Quantity(
        "fibroblasts", "cells/mm3", True, lambda t: t.proliferation.fibroblasts, "green spindles, one for one"
    ),
    Quantity(
        "myofibroblasts",
        "cells/mm3",
        True,
        lambda t: t.proliferation.myofibroblasts,
        "broad green spindles, one for one",
    ),
    Quantity("vessels", "of baseline", True, lambda t: t.proliferation.vessels, "red capillary loops"),
    Quantity(
        "collagen_mature",
        "of young total",
        True,
        lambda t: t.collagen.type1_mature,
        "rose bundles; darker beyond what was there before the first session",
    ),
    Quantity(
        "collagen_new",
        "of young total",
        True,
        lambda t: t.collagen.type3 + t.collagen.type1_new,
        "violet fibres; brighter beyond what was there before the first session",
    ),
    Quantity(
        "collagen_fragments",
        "of young total",
        True,
        lambda t: t.collagen.type1_fragmented,
        "short broken pieces",
    ),
    Quantity(
        "elastic",
        "of young elastin",
        True,
        lambda t: t.elastin.elastic + t.elastin.tropoelastin,
        "thin dark threads",
    ),
    Quantity("elastotic", "of young elastin", True, lambda t: t.elastin.elastotic, "dark curled clumps"),
    Quantity(
        "debris", "volume fraction", True, lambda t: t.inflammation.debris, "crushed track along a channel"
    ),
    Quantity(
        "channel_radius",
        "mm",
        False,
        lambda t: t.turnover.opening_radius_mm,
        "half the width of a channel's mouth",
    ),
    Quantity("basal", "cells/mm2", False, lambda t: t.turnover.basal, "lowest row of the epidermis"),
    Quantity(
        "suprabasal",
        "cells/mm2",
        False,
        lambda t: t.turnover.suprabasal,
        "rows above it; they set its thickness",
    ),
    Quantity(
        "corneocytes",
        "cells/mm2",
        False,
        lambda t: t.turnover.corneocytes,
        "thickness of the stratum corneum",
    ),
    Quantity(
        "melanin",
        "of phototype III",
        False,
        lambda t: t.pigment.melanin_epidermis,
        "brown grains low in the epidermis",
    ),
    Quantity(
        "melanin_corneum",
        "of phototype III",
        False,
        lambda t: t.pigment.melanin_corneum,
        "brown grains near the surface",
    ),
    Quantity(
        "melanin_dermis",
        "of phototype III",
        False,
        lambda t: t.pigment.melanin_dermis,
        "brown grains that have dropped into the dermis",
    ),
    Quantity(
        "disarray",
        "share of the dermis",
        False,
        lambda t: t.damage.disarray,
        "tangled fibres, healed without their architecture",
    ),
)
