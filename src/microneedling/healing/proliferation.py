"""Proliferation: TGF-b and repair macrophages drive fibroblasts, some turn into myofibroblasts, vessels sprout.

Platelets, repair macrophages and myofibroblasts make TGF-b. `growth_signal` drives fibroblasts at the person's
`growth_factor`, towards a ceiling; TGF-b above its baseline turns them into myofibroblasts (`activation_rate`), which
return or are lost. Small vessels follow the repair macrophages; where a lesion has more or fewer than skin, they near
those of skin as its matrix is remodelled (a red stretch mark pales): a gain x leaves 1/(1 + x) of the difference. Where
matrix is lost they part from those of skin in the same way, at most to twice the difference, smoothly through rest.

Recruitment refractoriness: recruitment that was called again and again answers less, so that sessions too close
together cost something. Its numbers are assumed and their ranges wide, for no trial has compared intervals
(docs/model.md#interval-between-sessions).

Breaks down in skin where myofibroblasts keep themselves going through TGF-b: such draws are left out (`screening.py`,
docs/decisions/0003), and hypertrophic scars and keloids are not predicted.
"""

from __future__ import annotations

from .process import EPIDERMIS, LAYER, Process, State

PROLIFERATION = Process(
    name="proliferation",
    about="growth factors call fibroblasts, some become myofibroblasts, small vessels sprout",
    states=(
        State("tgf", LAYER, "EC50", "active TGF-b", diffuses="tgf"),
        State("fibroblasts", LAYER, "cells/mm3", "fibroblasts"),
        State("myofibroblasts", LAYER, "cells/mm3", "myofibroblasts"),
        State("vessels", LAYER, "1", "density of small vessels relative to baseline"),
        State("refractoriness", LAYER, "1", "exhaustion of recruitment, 0 when rested"),
        State("epidermal_tgf", EPIDERMIS, "EC50", "active TGF-b", diffuses="tgf"),
    ),
    helpers={
        LAYER: {
            "repair_signal": "(macrophages_repair - macrophages_repair_baseline)/macrophage_scale",
            "tgf_excess": "tgf - tgf_baseline",
            "nearing": "vessel_normalising*remodelled",
            "vessels_target": "1 + (vessels_baseline - 1)*(1 - nearing/(1 + abs(nearing)))",
            "growth_signal": "platelet_signal + growth_by_repair_macrophages*repair_signal + growth_by_tgf*tgf_excess",
            "activation_rate": "myofibroblast_activation*(tgf/(1 + tgf) - tgf_baseline/(1 + tgf_baseline))",
        },
    },
    rates={
        "tgf": "tgf_from_platelets*platelet_signal + tgf_from_macrophages*repair_signal"
        " + tgf_from_myofibroblasts*myofibroblasts/fibroblasts_baseline - tgf_decay*tgf_excess",
        "fibroblasts": "fibroblast_growth*growth_factor*growth_signal/(1 + growth_signal)*fibroblasts"
        "*(1 - fibroblasts/(fibroblast_ceiling*fibroblasts_baseline))/(1 + refractoriness)"
        " - fibroblast_loss*(fibroblasts - fibroblasts_baseline)"
        " - activation_rate*fibroblasts + myofibroblast_return*myofibroblasts",
        "myofibroblasts": "activation_rate*fibroblasts - (myofibroblast_return + myofibroblast_loss)*myofibroblasts",
        "vessels": "vessel_sprouting*repair_signal - vessel_pruning*(vessels - vessels_target)",
        "refractoriness": "refractoriness_build*macrophages_inflammatory/macrophage_scale"
        " - refractoriness_recovery*refractoriness",
        "epidermal_tgf": "-tgf_decay*(epidermal_tgf - tgf_baseline)",
    },
    constants={
        "macrophage_scale": "inflammation.macrophage_scale_cells_per_mm3",
        "macrophages_repair_baseline": "inflammation.resident_macrophages_cells_per_mm3",
        "growth_by_repair_macrophages": "proliferation.growth_by_repair_macrophages",
        "growth_by_tgf": "proliferation.growth_by_tgf",
        "tgf_from_platelets": "proliferation.tgf_from_platelets_per_day",
        "tgf_from_macrophages": "proliferation.tgf_from_macrophages_per_day",
        "tgf_from_myofibroblasts": "proliferation.tgf_from_myofibroblasts_per_day",
        "tgf_decay": "proliferation.tgf_decay_per_day",
        "tgf_baseline": "proliferation.tgf_baseline",
        "fibroblast_growth": "proliferation.fibroblast_growth_per_day",
        "fibroblast_ceiling": "proliferation.fibroblast_ceiling",
        "fibroblast_loss": "proliferation.fibroblast_loss_per_day",
        "myofibroblast_activation": "proliferation.myofibroblast_activation_per_day",
        "myofibroblast_return": "proliferation.myofibroblast_return_per_day",
        "myofibroblast_loss": "proliferation.myofibroblast_loss_per_day",
        "vessel_sprouting": "proliferation.vessel_sprouting_per_day",
        "vessel_pruning": "proliferation.vessel_pruning_per_day",
        "vessel_normalising": "proliferation.vessel_normalising",
        "refractoriness_build": "proliferation.refractoriness_build_per_day",
        "refractoriness_recovery": "proliferation.refractoriness_recovery_per_day",
    },
    layer_baseline=("fibroblasts_baseline",),
    baseline=("growth_factor", "vessels_baseline"),
)
