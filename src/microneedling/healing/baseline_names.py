"""The numbers solved from a person's baseline: the unit and the meaning of each, by its name in the equations.

They make every rate zero in the untreated tissue of a person and follow from age, light, habit, site and lesion
(`healing.baseline`), so the registry has no entry of theirs. The manual and exported models read them here; a test
compares these names with those that the equations read.
"""

from __future__ import annotations

BASELINE: dict[str, tuple[str, str]] = {
    "cytokine_baseline": ("EC50", "cytokine of untreated skin, after age and light"),
    "switch_factor": ("1", "speed at which this person's macrophages turn to repair, over young skin"),
    "growth_factor": ("1", "growth of fibroblasts and vessels, over healthy habits"),
    "vessels_baseline": ("1", "vessels of untreated tissue, over healthy skin"),
    "collagenase_baseline": ("1", "collagenolytic activity of untreated skin, over young skin"),
    "synthesis_factor": ("1", "induced synthesis of collagen, over young skin"),
    "severe_sun_gap": ("1", "papillary collagen that severe sun damage lacks, over what it has left"),
    "elastic_wear": ("1/d", "share of functional elastin that years take"),
    "elastic_wear_by_sun": ("1/d", "share of functional elastin that full daily sun takes"),
    "repair_factor": ("1", "speed of re-epithelialisation, over young skin"),
    "basal_rate": ("1/d", "divisions per basal cell at baseline"),
    "suprabasal_rate": ("1/d", "share of suprabasal cells that cornify at baseline"),
    "corneocyte_rate": ("1/d", "share of corneocytes that are shed at baseline"),
    "junction_baseline": ("1", "anchoring of the dermal-epidermal junction of untreated tissue"),
    "papillary_fibroblasts_baseline": ("cells/mm3", "papillary fibroblasts of untreated tissue"),
    "papillary_intact_baseline": ("1", "papillary intact collagen of untreated tissue"),
    "susceptibility": ("1", "how readily this skin tone darkens after inflammation"),
    "melanin_supply": ("1", "melanin of the epidermis of untreated tissue, over phototype III"),
    "lesional_activation_baseline": ("1", "standing activation of melanocytes in the darker patch"),
    "load_bearing_baseline": ("1", "papillary load-bearing collagen of untreated tissue"),
    "papillary_elastic_baseline": ("1", "papillary functional elastin of untreated tissue"),
}

LAYER_BASELINE: dict[str, tuple[str, str]] = {
    "fibroblasts_baseline": ("cells/mm3", "fibroblasts of untreated tissue"),
    "wear": ("1/d", "share of the collagen set point that years take"),
    "wear_by_sun": ("1/d", "share of the collagen set point that full daily sun takes"),
    "total_baseline": ("1", "total collagen of untreated tissue"),
    "type1_fragmented_baseline": ("1", "fragmented collagen I of untreated tissue"),
    "unlit_baseline": ("1", "intact collagen that the untreated tissue would hold without sun damage"),
    "mature_decay": (
        "1/d",
        "fragmentation of cross-linked collagen I under the collagenase of untreated skin",
    ),
    "type3_synthesis": ("1/d", "synthesis of collagen III that balances its decay at baseline"),
    "type1_synthesis": ("1/d", "synthesis of collagen I that balances its decay at baseline"),
    "fragment_clearance": ("1/d", "clearance of fragments that balances their formation at baseline"),
    "tropoelastin_synthesis": ("1/d", "synthesis of tropoelastin that balances its loss at baseline"),
    "elastotic_supply": ("1/d", "supply of elastotic material that balances its clearance at baseline"),
    "intact_baseline": ("1", "intact collagen of untreated tissue"),
}
