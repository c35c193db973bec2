"""Turnover: channel mouths close by re-epithelialisation; cells divide, climb, cornify and shed.

A mouth closes from its rim at a speed that the person's `repair_factor` sets and a wrap and crowding lower
(`transport.closure` has the same law in closed form); as the radius nears zero the speed dies away smoothly. Basal
cells renew towards `basal_target`, which papillary collagen and the junction support; `quickening` (paracrine signals
and epidermal cytokine) speeds up division, climbing and shedding alike. The two ages are means of well-mixed pools.
`basal_rate`, `suprabasal_rate` and `corneocyte_rate` are solved so that at baseline one flux of cells passes through
all of them.

Cell kinetics follow the healthy epidermis of Shmarov 2022 and Hoath and Leahy 2003.

Breaks down where wounds are wide rather than punctate: no edge advances here.
"""

from __future__ import annotations

from .closing import CLOSING
from .process import COMPARTMENT, EPIDERMIS, Process, State

TURNOVER = Process(
    name="turnover",
    about="channel mouths close; epidermal cells divide, climb, cornify and shed; the junction anchors them",
    states=(
        State("opening_radius_mm", EPIDERMIS, "mm", "radius of the open channel mouth"),
        State("basal", COMPARTMENT, "cells/mm2", "proliferative keratinocytes"),
        State("suprabasal", COMPARTMENT, "cells/mm2", "nucleated suprabasal keratinocytes"),
        State("corneocytes", COMPARTMENT, "cells/mm2", "corneocytes"),
        State("junction", COMPARTMENT, "1", "anchoring of the dermal-epidermal junction (collagen VII)"),
        State(
            "suprabasal_age_day",
            COMPARTMENT,
            "d",
            "mean age of suprabasal cells since leaving the basal layer",
        ),
        State("corneocyte_age_day", COMPARTMENT, "d", "mean age of the cells of the stratum corneum"),
    ),
    helpers={
        EPIDERMIS: {"closing_speed": CLOSING},
        COMPARTMENT: {
            "epidermal_excess": "epidermal_cytokine - cytokine_baseline",
            "growth": "papillary_fibroblasts/papillary_fibroblasts_baseline - 1",
            "paracrine": "paracrine_by_macrophages*(papillary_macrophages_repair - macrophages_repair_baseline)"
            "/macrophage_scale + paracrine_by_fibroblasts*growth",
            "quickening": "paracrine/(1 + paracrine) + quickening_by_cytokine*epidermal_excess"
            "/(1 + epidermal_excess)",
            "intact": "papillary_type3 + papillary_type1_new + papillary_type1_mature",
            "basal_target": "basal_baseline*(1 + basal_by_quickening*repair_factor*quickening"
            " + basal_by_collagen*(intact/papillary_intact_baseline - 1)"
            " + basal_by_junction*(junction/junction_baseline - 1))",
            "renewal": "1/(1 + (basal/basal_target)**4)",
            "division": "basal_rate*(1 + division_by_quickening*quickening)*basal",
            "climbing": "2*(1 - renewal)*division",
            "cornifying": "suprabasal_rate*(1 + quickening)*suprabasal",
        },
    },
    rates={
        "opening_radius_mm": "-closing_speed*opening_radius_mm/(opening_radius_mm + closure_radius)",
        "basal": "(2*renewal - 1)*division",
        "suprabasal": "climbing - cornifying",
        "corneocytes": "cornifying - corneocyte_rate*(1 + quickening)*corneocytes",
        "junction": "junction_renewal*(junction_baseline + junction_by_fibroblasts*growth/(1 + growth) - junction)",
        "suprabasal_age_day": "1 - climbing/suprabasal*suprabasal_age_day",
        "corneocyte_age_day": "1 - cornifying/corneocytes*(corneocyte_age_day - suprabasal_age_day)",
    },
    constants={
        "macrophage_scale": "inflammation.macrophage_scale_cells_per_mm3",
        "macrophages_repair_baseline": "inflammation.resident_macrophages_cells_per_mm3",
        "closure_speed": "turnover.closure_speed_mm_per_day",
        "closure_radius": "turnover.closure_radius_mm",
        "closure_by_crowding": "turnover.closure_by_crowding_mm2",
        "quickening_by_cytokine": "turnover.quickening_by_cytokine",
        "division_by_quickening": "turnover.division_by_quickening",
        "paracrine_by_macrophages": "turnover.paracrine_by_macrophages",
        "paracrine_by_fibroblasts": "turnover.paracrine_by_fibroblasts",
        "basal_baseline": "turnover.basal_baseline_cells_per_mm2",
        "basal_by_quickening": "turnover.basal_by_quickening",
        "basal_by_collagen": "turnover.basal_by_collagen",
        "basal_by_junction": "turnover.basal_by_junction",
        "junction_renewal": "turnover.junction_renewal_per_day",
        "junction_by_fibroblasts": "turnover.junction_by_fibroblasts",
    },
    baseline=(
        "cytokine_baseline",
        "repair_factor",
        "basal_rate",
        "suprabasal_rate",
        "corneocyte_rate",
        "junction_baseline",
        "papillary_fibroblasts_baseline",
        "papillary_intact_baseline",
    ),
)
