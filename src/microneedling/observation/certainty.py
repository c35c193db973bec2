"""How certain the clinical evidence is for each outcome, and whether anyone studied needling alone.

Judged once for the whole tool: acne scars moderate that it works and low for how much; wrinkles, striae and
other scars low; laxity and texture very low; melasma low, nearly always with a drug. Where nobody has usable
data of needling alone the tool prints NO_DATA and its range is mechanism only. It stands wherever the
number does.
"""

from __future__ import annotations

from dataclasses import dataclass

NO_DATA = "no monotherapy data"


@dataclass(frozen=True)
class Certainty:
    """Certainty of the evidence (moderate, low, very low, none), whether on needling alone, a note."""

    level: str
    monotherapy_data: bool
    note: str


NOTHING = Certainty("none", False, NO_DATA)
CERTAINTY: dict[str, Certainty] = {
    "fine_lines": Certainty("low", True, "small studies, mostly before and after without a control"),
    "texture": Certainty("very low", True, "one uncontrolled study with a grade"),
    "roughness": Certainty("very low", True, "instrument reading; care of the skin alone can move it as far"),
    "tone_evenness": NOTHING,
    "pore_size": NOTHING,
    "rejuvenation": Certainty(
        "very low", True, "overall impression; the size rests on the parts it is made of"
    ),
    "perfusion": Certainty(
        "very low", True, "follows healing: more flow is neither better nor worse in itself"
    ),
    "hyperpigmentation": Certainty(
        "low", True, "studies nearly always add a drug; needling alone can also darken"
    ),
    "hydration": NOTHING,
    "tewl": Certainty(
        "low", True, "back to normal within days in short studies of shallow needles; late change unknown"
    ),
    "elasticity": NOTHING,
    "elastic_recovery": NOTHING,
    "firmness": Certainty("very low", True, "one uncontrolled study with a grade"),
    "acne_scar": Certainty(
        "moderate", True, "moderate that it works, low for how much: similar courses differ widely"
    ),
    "other_scar": Certainty(
        "low", True, "small studies on mixed scars; raised scars and keloid are outside the model"
    ),
    "striae": Certainty("low", True, "small studies; about as good as laser in them"),
    "melasma": Certainty("low", True, "studies nearly always add a drug; melasma comes back"),
}
