"""Inflammation: debris and platelets call neutrophils, then macrophages, which clear, calm and hand over.

Debris and platelet factors of a wound raise `cytokine`, which recruits neutrophils and inflammatory macrophages; these
clear the debris, raise more cytokine, and switch (at the person's `switch_factor`) to repair macrophages, which calm
it. In the epidermis cytokine is fed by open channel mouths instead (`opening_fraction`). All three signals diffuse
between neighbouring nodes.

Signals are in multiples of their own half-effect (EC50), cells in cells/mm3, time in days. At baseline debris,
platelet factors, neutrophils and inflammatory macrophages are zero and every rate vanishes exactly. Recruitment goes
with x/(1 + x), no power: twice the sparse channels call twice the cells. Cytokine is released in proportion to
debris, which fills collars around channels and cannot exceed the tissue. Cells raise cytokine too little to keep it
up by themselves; draws in which they would are passed over (`screening`). Form and assumptions:
docs/model.md#inflammation.

Breaks down where infection, foreign material or allergy keeps inflammation going: nothing here feeds it but the wound.
"""

from __future__ import annotations

from .process import EPIDERMIS, LAYER, Process, State

INFLAMMATION = Process(
    name="inflammation",
    about="debris and platelets call neutrophils, then macrophages, which clear, calm and hand over to repair",
    states=(
        State("debris", LAYER, "1", "damaged matrix and clot, volume fraction"),
        State(
            "platelet_signal", LAYER, "EC50", "platelet factors (PDGF and others)", diffuses="platelet_signal"
        ),
        State("cytokine", LAYER, "EC50", "inflammatory cytokines (IL-1, IL-6, IL-8)", diffuses="cytokine"),
        State("neutrophils", LAYER, "cells/mm3", "neutrophils"),
        State("macrophages_inflammatory", LAYER, "cells/mm3", "inflammatory (M1-like) macrophages"),
        State("macrophages_repair", LAYER, "cells/mm3", "repair (M2-like) macrophages, residents included"),
        State("epidermal_platelet_signal", EPIDERMIS, "EC50", "platelet factors", diffuses="platelet_signal"),
        State(
            "epidermal_cytokine", EPIDERMIS, "EC50", "keratinocyte and other cytokines", diffuses="cytokine"
        ),
    ),
    helpers={
        LAYER: {
            "cytokine_excess": "cytokine - cytokine_baseline",
            "repair_excess": "(macrophages_repair - macrophages_repair_baseline)/macrophage_scale",
            "neutrophil_load": "neutrophils/neutrophil_scale",
            "inflammatory_load": "macrophages_inflammatory/macrophage_scale",
            "recruiting_signal": "recruit_by_cytokine*cytokine_excess + recruit_by_neutrophils*neutrophil_load"
            " + recruit_by_platelets*platelet_signal",
        },
        EPIDERMIS: {
            "epidermal_cytokine_excess": "epidermal_cytokine - cytokine_baseline",
            "opening_fraction": "channels_per_mm2*pi*opening_radius_mm**2",
        },
    },
    rates={
        "debris": "-(debris_clearance + debris_clearance_by_neutrophils*neutrophil_load"
        " + debris_clearance_by_macrophages*(inflammatory_load + repair_excess))*debris",
        "platelet_signal": "-platelet_decay*platelet_signal",
        "cytokine": "inflammation_gain*(cytokine_from_debris*debris"
        " + cytokine_from_neutrophils*neutrophil_load"
        " + cytokine_from_macrophages*inflammatory_load)/(1 + repair_excess/calming_half)"
        " - cytokine_decay*cytokine_excess",
        "neutrophils": "neutrophil_recruitment*(cytokine/(1 + cytokine)"
        " - cytokine_baseline/(1 + cytokine_baseline)) - neutrophil_loss*neutrophils",
        "macrophages_inflammatory": "macrophage_recruitment*recruiting_signal/(1 + recruiting_signal)"
        " - (macrophage_switch*switch_factor + macrophage_loss)*macrophages_inflammatory",
        "macrophages_repair": "macrophage_switch*switch_factor*macrophages_inflammatory"
        " - repair_macrophage_loss*(macrophages_repair - macrophages_repair_baseline)",
        "epidermal_platelet_signal": "-platelet_decay*epidermal_platelet_signal",
        "epidermal_cytokine": "inflammation_gain*cytokine_from_opening*opening_fraction"
        " - cytokine_decay*epidermal_cytokine_excess",
    },
    constants={
        "debris_clearance": "inflammation.debris_clearance_per_day",
        "debris_clearance_by_neutrophils": "inflammation.debris_clearance_by_neutrophils_per_day",
        "debris_clearance_by_macrophages": "inflammation.debris_clearance_by_macrophages_per_day",
        "platelet_decay": "inflammation.platelet_decay_per_day",
        "cytokine_from_debris": "inflammation.cytokine_from_debris_per_day",
        "cytokine_from_neutrophils": "inflammation.cytokine_from_neutrophils_per_day",
        "cytokine_from_macrophages": "inflammation.cytokine_from_macrophages_per_day",
        "cytokine_from_opening": "inflammation.cytokine_from_opening_per_day",
        "cytokine_decay": "inflammation.cytokine_decay_per_day",
        "calming_half": "inflammation.calming_half",
        "neutrophil_recruitment": "inflammation.neutrophil_recruitment_cells_per_mm3_day",
        "neutrophil_loss": "inflammation.neutrophil_loss_per_day",
        "neutrophil_scale": "inflammation.neutrophil_scale_cells_per_mm3",
        "macrophage_recruitment": "inflammation.macrophage_recruitment_cells_per_mm3_day",
        "macrophage_switch": "inflammation.macrophage_switch_per_day",
        "macrophage_loss": "inflammation.macrophage_loss_per_day",
        "repair_macrophage_loss": "inflammation.repair_macrophage_loss_per_day",
        "macrophage_scale": "inflammation.macrophage_scale_cells_per_mm3",
        "recruit_by_cytokine": "inflammation.recruit_by_cytokine",
        "recruit_by_neutrophils": "inflammation.recruit_by_neutrophils",
        "recruit_by_platelets": "inflammation.recruit_by_platelets",
        "macrophages_repair_baseline": "inflammation.resident_macrophages_cells_per_mm3",
    },
    baseline=("cytokine_baseline", "switch_factor"),
)
