"""Elastin: new tropoelastin is mostly lost, a little becomes lasting fibre; elastotic material is slowly cleared.

Tropoelastin follows the collagen programme and saturates; `assembly` is the small share that becomes functional
fibre. Macrophages speed up the clearing of elastotic (sun-damaged) material. `tropoelastin_synthesis` and
`elastotic_supply` are solved from the person's baseline; `elastic_wear` is what years and sun take (`ageing`).
Observed after courses of needling: tropoelastin rises while total elastin falls, for elastotic material is cleared
(El-Domyati 2015).

Breaks down over decades: fibre once lost to age is not rebuilt in its architecture, only in its amount.
"""

from __future__ import annotations

from .process import LAYER, Process, State

ELASTIN = Process(
    name="elastin",
    about="new tropoelastin, lasting elastic fibre, and elastotic (sun-damaged) material that macrophages clear",
    states=(
        State("tropoelastin", LAYER, "1", "tropoelastin and new elastin"),
        State("elastic", LAYER, "1", "functional elastic fibre"),
        State("elastotic", LAYER, "1", "elastotic material"),
    ),
    rates={
        "tropoelastin": "tropoelastin_synthesis*(1 + tropoelastin_induction*(programme - 1)"
        "/(tropoelastin_half + programme - 1))"
        " - (assembly + tropoelastin_decay)*tropoelastin",
        "elastic": "assembly*tropoelastin - (elastic_decay + elastic_wear + elastic_wear_by_sun*uv)*elastic",
        "elastotic": "elastotic_supply - elastotic_clearance*(1 + elastotic_scavenging"
        "*(macrophages_inflammatory + macrophages_repair - macrophages_repair_baseline)/macrophage_scale)*elastotic",
    },
    constants={
        "macrophage_scale": "inflammation.macrophage_scale_cells_per_mm3",
        "macrophages_repair_baseline": "inflammation.resident_macrophages_cells_per_mm3",
        "tropoelastin_induction": "elastin.tropoelastin_induction",
        "tropoelastin_half": "elastin.tropoelastin_half",
        "assembly": "elastin.assembly_per_day",
        "tropoelastin_decay": "elastin.tropoelastin_decay_per_day",
        "elastic_decay": "elastin.elastic_decay_per_day",
        "elastotic_clearance": "elastin.elastotic_clearance_per_day",
        "elastotic_scavenging": "elastin.elastotic_scavenging",
    },
    layer_baseline=("tropoelastin_synthesis", "elastotic_supply"),
    baseline=("elastic_wear", "elastic_wear_by_sun"),
)
