"""Surface topography: new matrix re-sets creases in the flatter state; eyes get used to it; needles cut tethers.

    w'       = k Z_P (w_eq - w),  w_eq = stiffness^-m                              (crease depth, 1 at rest)
    stiffness = ((y C1n + C1m + y C3)/rest)^c (El/rest)^e                  (papillary dermis)
    remodelled' = k Z (C/Crest - 1 - remodelled)                                       (intact collagen, by layer)
    habit'   = k (share (1 - w) - habit)                                           (perception)
    tether'  = 0                                                                   (only needles cut tethers)
    dent'    = k Z_P (tether - dent)                                               (what is seen of them)

Three layers, each with its own time: matrix (months), surface topography (re-set only by new matrix, Z_P is the
papillary collagen programme) and perception. The floor of a scar and the firmness a rater feels follow `remodelled`. A
buckling law would accelerate with the number of sessions, which observers do not see; the power law keeps its direction
and has diminishing returns (docs/model.md#creases).
"""

from __future__ import annotations

from .process import COMPARTMENT, LAYER, Process, State

SURFACE_TOPOGRAPHY = Process(
    name="surface_topography",
    about="creases are re-set by new matrix; perception gets used to a gain; needles cut scar tethers",
    states=(
        State("remodelled", LAYER, "1", "gain of intact collagen that has re-set the shape of the skin"),
        State("crease_depth", COMPARTMENT, "1", "depth of fine creases relative to rest"),
        State("habituation", COMPARTMENT, "1", "share of the relief gain that eyes have got used to"),
        State("tether_mm", COMPARTMENT, "mm", "depth that fibrous tethers hold down"),
        State("dent_mm", COMPARTMENT, "mm", "depth at the surface that is owed to tethers"),
    ),
    helpers={
        COMPARTMENT: {
            "load_bearing": "young_load*(papillary_type1_new + papillary_type3) + papillary_type1_mature",
            "stiffness": "(load_bearing/load_bearing_baseline)**stiffness_by_collagen"
            "*(papillary_elastic/papillary_elastic_baseline)**stiffness_by_elastin",
            "crease_target": "stiffness**(-crease_exponent)",
        },
    },
    rates={
        "remodelled": "crease_reset*programme*((type3 + type1_new + type1_mature)/intact_baseline - 1 - remodelled)",
        "crease_depth": "crease_reset*papillary_programme*(crease_target - crease_depth)",
        "habituation": "habituation_rate*(habituation_share*(1 - crease_depth) - habituation)",
        "tether_mm": "0*tether_mm",
        "dent_mm": "crease_reset*papillary_programme*(tether_mm - dent_mm)",
    },
    constants={
        "young_load": "surface_topography.young_load",
        "stiffness_by_collagen": "surface_topography.stiffness_by_collagen",
        "stiffness_by_elastin": "surface_topography.stiffness_by_elastin",
        "crease_exponent": "surface_topography.crease_exponent",
        "crease_reset": "surface_topography.crease_reset_per_day",
        "habituation_rate": "surface_topography.habituation_per_day",
        "habituation_share": "surface_topography.habituation_share",
    },
    layer_baseline=("intact_baseline",),
    baseline=("load_bearing_baseline", "papillary_elastic_baseline"),
)
