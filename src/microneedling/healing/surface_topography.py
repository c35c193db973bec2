"""Surface topography: creases are re-set by matrix laid down in the flatter state; needles cut tethers.

`stiffness` of the papillary dermis, from its load-bearing collagen and elastic fibre, sets the depth to which creases
tend (`crease_target`); they get there only as new matrix is laid down (`papillary_programme`), over months. The floor
of a scar and the firmness a rater feels follow `remodelled`, the gain of intact collagen that has re-set the shape of
the skin, by layer. Fibrous tethers are cut by needles alone, so between sessions their depth is constant; `dent_mm` is
what is seen of them.

A power law of stiffness stands in place of a buckling law, which would accelerate with the number of sessions; that is
not observed (docs/model.md#creases). It keeps the direction and has diminishing returns.

Breaks down for coarse folds and sagging, which depend on more than the skin.
"""

from __future__ import annotations

from .process import COMPARTMENT, LAYER, Process, State

SURFACE_TOPOGRAPHY = Process(
    name="surface_topography",
    about="creases are re-set by new matrix; needles cut scar tethers",
    states=(
        State(
            "remodelled", LAYER, "1", "gain of intact collagen over untreated skin that has re-set the shape"
        ),
        State("crease_depth", COMPARTMENT, "1", "depth of fine creases relative to baseline"),
        State("tether_mm", COMPARTMENT, "mm", "depth that fibrous tethers hold down"),
        State("dent_mm", COMPARTMENT, "mm", "depth at the surface that is owed to tethers"),
    ),
    helpers={
        COMPARTMENT: {
            "load_bearing": "young_load*(papillary_type1_new + papillary_type3) + papillary_type1_mature",
            "stiffness": "(load_bearing/load_bearing_baseline)**stiffness_by_collagen"
            "*(papillary_elastic/papillary_elastic_baseline)**stiffness_by_elastin",
            "crease_target": "stiffness**(-crease_exponent)*(1 + seen_by_disarray*disarray)",
        },
    },
    rates={
        "remodelled": "crease_reset*programme"
        "*((type3 + type1_new + type1_mature)/(intact_baseline*vigour) - 1 - remodelled)",
        "crease_depth": "crease_reset*papillary_programme*(crease_target - crease_depth)",
        "tether_mm": "0*tether_mm",
        "dent_mm": "crease_reset*papillary_programme*(tether_mm - dent_mm)",
    },
    constants={
        "young_load": "surface_topography.young_load",
        "stiffness_by_collagen": "surface_topography.stiffness_by_collagen",
        "stiffness_by_elastin": "surface_topography.stiffness_by_elastin",
        "crease_exponent": "surface_topography.crease_exponent",
        "seen_by_disarray": "damage.seen_by_disarray",
        "crease_reset": "surface_topography.crease_reset_per_day",
    },
    layer_baseline=("intact_baseline",),
    baseline=("load_bearing_baseline", "papillary_elastic_baseline"),
)
