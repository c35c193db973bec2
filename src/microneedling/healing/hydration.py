"""Hydration: hyaluronan turns over in days; plugs dry in within hours, and what is open closes with the mouths.

`barrier_gap` is the area open to ions and solutes (impedance) per area of skin, `vapour_gap` what of it still lets
vapour out (transepidermal water loss). Both shrink with the mouths (`shrinking`) and, in open air (`plugging`), as
fluid dries in the mouths down to a share that leaks; under a wrap no plug dries in. A session adds its open area to
both. In closed form: `transport.closure`. Hyaluronan follows fibroblasts, myofibroblasts, cytokine and TGF-b.

Breaks down where the corneum is stripped or abraded rather than pierced: no rim advances there.
"""

from __future__ import annotations

from .closing import CLOSING
from .process import COMPARTMENT, LAYER, Process, State

HYDRATION = Process(
    name="hydration",
    about="hyaluronan follows fibroblasts and signals; plugs seal vapour within hours, the gap mends within days",
    states=(
        State("hyaluronan", LAYER, "1", "hyaluronan relative to baseline"),
        State("barrier_gap", COMPARTMENT, "1", "area open to ions and solutes per area of skin"),
        State("vapour_gap", COMPARTMENT, "1", "area open to vapour per area of skin: not plugged yet"),
    ),
    helpers={
        COMPARTMENT: {
            "shrinking": f"2*{CLOSING}/(opening_radius_mm + closure_radius)",
        },
    },
    rates={
        "hyaluronan": "hyaluronan_turnover*((1 + hyaluronan_by_fibroblasts*(fibroblasts/fibroblasts_baseline - 1)"
        " + hyaluronan_by_myofibroblasts*myofibroblasts/fibroblasts_baseline)"
        "*(1 + hyaluronan_by_cytokine*(cytokine - cytokine_baseline)/(1 + cytokine - cytokine_baseline)"
        " + hyaluronan_by_tgf*(tgf - tgf_baseline)/(1 + tgf)) - hyaluronan)",
        "barrier_gap": "-shrinking*barrier_gap - plugging*ion_seal*(barrier_gap - ion_leak*open_area)",
        "vapour_gap": "-shrinking*vapour_gap - plugging*vapour_seal*(vapour_gap - vapour_leak*open_area)",
    },
    constants={
        "hyaluronan_turnover": "hydration.hyaluronan_turnover_per_day",
        "hyaluronan_by_fibroblasts": "hydration.hyaluronan_by_fibroblasts",
        "hyaluronan_by_myofibroblasts": "hydration.hyaluronan_by_myofibroblasts",
        "hyaluronan_by_cytokine": "hydration.hyaluronan_by_cytokine",
        "hyaluronan_by_tgf": "hydration.hyaluronan_by_tgf",
        "tgf_baseline": "proliferation.tgf_baseline",
        "ion_seal": "hydration.ion_seal_per_day",
        "ion_leak": "hydration.ion_leak",
        "vapour_seal": "hydration.vapour_seal_per_day",
        "vapour_leak": "hydration.vapour_leak",
        "closure_speed": "turnover.closure_speed_mm_per_day",
        "closure_radius": "turnover.closure_radius_mm",
        "closure_by_crowding": "turnover.closure_by_crowding_mm2",
    },
    layer_baseline=("fibroblasts_baseline",),
    baseline=("cytokine_baseline", "repair_factor"),
)
