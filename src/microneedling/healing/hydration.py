"""Hydration: hyaluronan turns over in days; the gap in the stratum corneum barrier closes with the epidermis.

H' = k {(1 + a (F/Frest - 1) + b Mf/Frest)[1 + kI x/(1 + x) + kT (tgf - rest)/(1 + tgf)] - H}
B' = -kB fb g B/(1 + kW W),   x = cytokine - rest, W = open channel area, g = barrier gain (occlusion slows),
fb the person's barrier factor
"""

from __future__ import annotations

from .process import COLUMN, LAYER, Process, State

HYDRATION = Process(
    name="hydration",
    about="hyaluronan follows fibroblasts and signals; the barrier gap closes within days",
    states=(
        State("hyaluronan", LAYER, "1", "hyaluronan relative to rest"),
        State("barrier_gap", COLUMN, "1", "share of the stratum corneum pathway that stands open"),
    ),
    rates={
        "hyaluronan": "hyaluronan_turnover*((1 + hyaluronan_by_fibroblasts*(fibroblasts/fibroblasts_rest - 1)"
        " + hyaluronan_by_myofibroblasts*myofibroblasts/fibroblasts_rest)"
        "*(1 + hyaluronan_by_cytokine*(cytokine - cytokine_rest)/(1 + cytokine - cytokine_rest)"
        " + hyaluronan_by_tgf*(tgf - tgf_rest)/(1 + tgf)) - hyaluronan)",
        "barrier_gap": "-barrier_repair*barrier_factor*barrier_gain*barrier_gap"
        "/(1 + barrier_wait*channels_per_mm2*pi*opening_radius_mm**2)",
    },
    constants={
        "hyaluronan_turnover": "hydration.hyaluronan_turnover_per_day",
        "hyaluronan_by_fibroblasts": "hydration.hyaluronan_by_fibroblasts",
        "hyaluronan_by_myofibroblasts": "hydration.hyaluronan_by_myofibroblasts",
        "hyaluronan_by_cytokine": "hydration.hyaluronan_by_cytokine",
        "hyaluronan_by_tgf": "hydration.hyaluronan_by_tgf",
        "tgf_rest": "proliferation.tgf_rest",
        "barrier_repair": "hydration.barrier_repair_per_day",
        "barrier_wait": "hydration.barrier_wait",
    },
    layer_baseline=("fibroblasts_rest",),
    baseline=("cytokine_rest", "barrier_factor"),
)
