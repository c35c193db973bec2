"""Collagen: type III first, then new type I, which cross-links into a slow mature pool and later fragments.

TGF-b induces both types (`induction1`, `induction3`) in fibroblasts and, more strongly, in myofibroblasts; type I
follows through a delayed `programme` at the person's `synthesis_factor`. Synthesis slows where no `room` is left.
`tension`: intact matrix restores the tension, and with it the synthesis, of fibroblasts (Fisher 2009, Varani 2006).
Collagenase, from cytokine and inflammatory cells, fragments the mature pool, in proportion to what the person's skin
has at rest: old and sun-damaged skin holds more of it and yet makes less collagen (rows B197, B198, B206), so its
turnover is not raised with it. Macrophages clear the fragments.

A retinoid acts on what sun took: `mendable` is the gap of intact collagen to that of the same skin without sun damage,
1 where damage is severe, next to nothing in young or covered skin. It raises standing synthesis and takes down the
collagenase that light raised in proportion to that gap, and so levels off as the gap closes.

All amounts are relative to the total collagen of young skin. `type1_synthesis`, `type3_synthesis` and
`fragment_clearance` are solved from the person's baseline, never set. The small labile pool `type1_new` feeding the
slow pool `type1_mature` resolves the conflict between a measured synthesis of 0.89 % a day and a half-life of years
(docs/model.md#two-clocks-of-collagen).

Breaks down where total collagen nears `packing_limit`, and says nothing of the direction of fibres.
"""

from __future__ import annotations

from .process import LAYER, Process, State

COLLAGEN = Process(
    name="collagen",
    about="type III first, then new type I, which matures slowly and fragments under collagenase",
    states=(
        State("collagenase", LAYER, "1", "collagenolytic activity, 1 in young skin at baseline"),
        State("programme", LAYER, "1", "collagen I synthesis programme, 1 at baseline"),
        State("type3", LAYER, "1", "collagen III, share of young total collagen"),
        State("type1_new", LAYER, "1", "new, not yet cross-linked collagen I"),
        State("type1_mature", LAYER, "1", "cross-linked collagen I"),
        State("type1_fragmented", LAYER, "1", "fragmented collagen I"),
    ),
    helpers={
        LAYER: {
            "cell_drive": "fibroblasts/fibroblasts_baseline",
            "myo_drive": "myofibroblasts/fibroblasts_baseline",
            "induction1": "(1 + type1_induction*tgf/(type1_half + tgf))"
            "/(1 + type1_induction*tgf_baseline/(type1_half + tgf_baseline))",
            "induction3": "(1 + type3_induction*tgf/(type3_half + tgf))"
            "/(1 + type3_induction*tgf_baseline/(type3_half + tgf_baseline))",
            "total": "type3 + type1_new + type1_mature + type1_fragmented",
            "room": "(1 - total/(packing_limit*vigour))/(1 - total_baseline/packing_limit)",
            "tension": "(1 + slack_by_fragments*type1_fragmented_baseline/total_baseline)"
            "/(1 + slack_by_fragments*type1_fragmented/total)",
            "sun_gap": "unlit_baseline*vigour/(type3 + type1_new + type1_mature) - 1",
            "mendable": "(sun_gap + (sun_gap**2 + mending_margin**2)**0.5)/(2*severe_sun_gap)",
            "degradation": "1 + degradation_by_collagenase*(collagenase/collagenase_baseline - 1)",
            "cross_linking": "maturation*(1 + cross_linking_gain*(programme - 1))",
            "fragmentation": "mature_decay*collagenase/collagenase_baseline*type1_mature",
            "scavenging": "(macrophages_inflammatory + macrophages_repair - macrophages_repair_baseline)"
            "/macrophage_scale",
        },
    },
    rates={
        "collagenase": "collagenase_gain*(collagenase_by_cytokine*(cytokine - cytokine_baseline)"
        " + collagenase_by_cells*(neutrophils/neutrophil_scale + macrophages_inflammatory/macrophage_scale))"
        " - collagenase_decay*(collagenase - collagenase_baseline"
        " + (1 - collagenase_gain)*collagenase_by_light*mendable)",
        "programme": "(1 + synthesis_factor*collagen_gain"
        "*((cell_drive + myofibroblast_output*myo_drive)*induction1 - 1)"
        " - programme)/programme_delay",
        "type3": "type3_synthesis*vigour*(1 + synthesis_factor*collagen_gain"
        "*((cell_drive + type3_myofibroblast_output*myo_drive)*induction3 - 1))*room - type3_decay*type3*degradation"
        " - ageing*type3",
        "type1_new": "type1_synthesis*(1 + (synthesis_gain - 1)*mendable)*vigour*programme*room*tension"
        " - (cross_linking + new_decay*degradation + ageing)*type1_new",
        "type1_mature": "cross_linking*type1_new - fragmentation - ageing*type1_mature",
        "type1_fragmented": "fragmentation"
        " - fragment_clearance*vigour*(1 + scavenging_gain*scavenging)*type1_fragmented",
    },
    constants={
        "macrophage_scale": "inflammation.macrophage_scale_cells_per_mm3",
        "neutrophil_scale": "inflammation.neutrophil_scale_cells_per_mm3",
        "macrophages_repair_baseline": "inflammation.resident_macrophages_cells_per_mm3",
        "tgf_baseline": "proliferation.tgf_baseline",
        "collagenase_by_cytokine": "collagen.collagenase_by_cytokine_per_day",
        "collagenase_by_cells": "collagen.collagenase_by_cells_per_day",
        "collagenase_decay": "collagen.collagenase_decay_per_day",
        "collagenase_by_light": "skin.collagenase_by_photoageing",
        "mending_margin": "collagen.mending_margin",
        "programme_delay": "collagen.programme_delay_day",
        "myofibroblast_output": "collagen.myofibroblast_output",
        "type3_myofibroblast_output": "collagen.type3_myofibroblast_output",
        "type1_induction": "collagen.type1_induction",
        "type1_half": "collagen.type1_half",
        "type3_induction": "collagen.type3_induction",
        "type3_half": "collagen.type3_half",
        "type3_decay": "collagen.type3_decay_per_day",
        "maturation": "collagen.maturation_per_day",
        "cross_linking_gain": "collagen.cross_linking_gain",
        "new_decay": "collagen.new_decay_per_day",
        "packing_limit": "collagen.packing_limit",
        "degradation_by_collagenase": "collagen.degradation_by_collagenase",
        "slack_by_fragments": "collagen.slack_by_fragments",
        "scavenging_gain": "collagen.scavenging_gain",
    },
    layer_baseline=(
        "fibroblasts_baseline",
        "total_baseline",
        "type1_fragmented_baseline",
        "unlit_baseline",
        "mature_decay",
        "type3_synthesis",
        "type1_synthesis",
        "fragment_clearance",
    ),
    baseline=("collagenase_baseline", "cytokine_baseline", "synthesis_factor", "severe_sun_gap"),
)
