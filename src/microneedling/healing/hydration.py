"""Hydration: hyaluronan turns over in days; vapour is sealed in within hours, the corneum gap mends in days.

`barrier_gap` is the gap for ions and solutes (impedance); `vapour_gap`, never larger, is what of it still lets vapour
out (transepidermal water loss). Both mend at the person's `barrier_factor` (age, site, skin tone), more slowly under
occlusion (`barrier_gain` below 1: a wet pore grows no dry plug), with many open channels and with a large gap; vapour
is sealed faster where some corneum is left. A session opens both by the same share. Hyaluronan follows fibroblasts,
myofibroblasts, cytokine and TGF-b.

Where all of the corneum is gone (`barrier_gap` at 1) no pores are left to plug, and vapour waits for the gap to mend.
"""

from __future__ import annotations

from .process import COMPARTMENT, LAYER, Process, State

HYDRATION = Process(
    name="hydration",
    about="hyaluronan follows fibroblasts and signals; plugs seal vapour within hours, the gap mends within days",
    states=(
        State("hyaluronan", LAYER, "1", "hyaluronan relative to baseline"),
        State("barrier_gap", COMPARTMENT, "1", "share of the stratum corneum pathway that stands open"),
        State(
            "vapour_gap",
            COMPARTMENT,
            "1",
            "share of that pathway through which vapour escapes: not plugged yet",
        ),
    ),
    helpers={
        COMPARTMENT: {
            "mending": "barrier_repair/(1 + barrier_wait*channels_per_mm2*pi*opening_radius_mm**2)"
            "/(1 + barrier_crowding*barrier_gap)",
        },
    },
    rates={
        "hyaluronan": "hyaluronan_turnover*((1 + hyaluronan_by_fibroblasts*(fibroblasts/fibroblasts_baseline - 1)"
        " + hyaluronan_by_myofibroblasts*myofibroblasts/fibroblasts_baseline)"
        "*(1 + hyaluronan_by_cytokine*(cytokine - cytokine_baseline)/(1 + cytokine - cytokine_baseline)"
        " + hyaluronan_by_tgf*(tgf - tgf_baseline)/(1 + tgf)) - hyaluronan)",
        "barrier_gap": "-barrier_factor*barrier_gain*mending*barrier_gap",
        "vapour_gap": "-barrier_factor*barrier_gain*(mending + vapour_seal*(1 - barrier_gap))*vapour_gap",
    },
    constants={
        "hyaluronan_turnover": "hydration.hyaluronan_turnover_per_day",
        "hyaluronan_by_fibroblasts": "hydration.hyaluronan_by_fibroblasts",
        "hyaluronan_by_myofibroblasts": "hydration.hyaluronan_by_myofibroblasts",
        "hyaluronan_by_cytokine": "hydration.hyaluronan_by_cytokine",
        "hyaluronan_by_tgf": "hydration.hyaluronan_by_tgf",
        "tgf_baseline": "proliferation.tgf_baseline",
        "barrier_repair": "hydration.barrier_repair_per_day",
        "barrier_wait": "hydration.barrier_wait",
        "barrier_crowding": "hydration.barrier_crowding",
        "vapour_seal": "hydration.vapour_seal_per_day",
    },
    layer_baseline=("fibroblasts_baseline",),
    baseline=("cytokine_baseline", "barrier_factor"),
)
