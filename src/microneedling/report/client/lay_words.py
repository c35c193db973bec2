"""What a course holds in words that a fourteen-year-old reads: wishes, places, products, how sure one can be."""

from __future__ import annotations

from collections.abc import Iterable

WISHES = {
    "fine lines": "fewer or softer fine lines",
    "texture": "smoother skin",
    "tone": "more even skin colour",
    "pores": "smaller pores",
    "atrophic acne scar": "shallower acne scars",
    "surgical scar": "a scar that shows less",
    "traumatic scar": "a scar that shows less",
    "hyperpigmentation": "paler dark marks",
    "melasma": "paler brown patches (melasma)",
    "dryness": "skin that is less dry",
    "laxity": "firmer skin",
    "striae alba": "stretch marks that show less",
    "striae rubra": "stretch marks that show less",
    "rejuvenation": "skin that looks fresher",
}
PLACES = {
    "cheek": "on the cheeks",
    "forehead": "on the forehead",
    "temple": "on the temples",
    "glabella": "between the brows",
    "periorbital": "around the eyes",
    "nose": "on the nose",
    "perioral": "around the mouth",
    "chin": "on the chin",
    "jawline": "along the jaw",
    "neck": "on the neck",
    "abdomen": "on the belly",
    "thigh": "on the thighs",
    "arm": "on the arms",
    "forearm": "on the lower arms",
    "back": "on the back",
    "breast": "on the breast",
    "buttock": "on the buttocks",
    "hand": "on the hands",
}
TOOLS = {
    "pen": "a pen with fine needles that move up and down",
    "roller": "a small roller with fine needles",
    "stamp": "a small stamp with fine needles",
}
PRODUCTS = {
    "ascorbic acid": "vitamin C",
    "vitamin e": "vitamin E",
    "retinol": "vitamin A",
    "tretinoin": "vitamin A acid",
    "niacinamide": "vitamin B3",
    "platelet-rich plasma": "plasma from your own blood",
    "saline": "salt water",
    "botulinum toxin": "botulinum toxin",
    "hyaluronic acid": "a gel (hyaluronic acid)",
    "corticosteroid": "a cortisone cream",
}
SURE = {
    "none": "Not sure at all: no good study has tested needling alone for this.",
    "very low": "Hardly sure: the studies are few and weak.",
    "low": "Not very sure: the studies are small.",
    "moderate": "Fairly sure that it helps, less sure how much: studies in people differ.",
    "high": "Sure: good studies in people agree.",
}
NOT_KNOWN = (
    "It cannot tell how you will heal. It only speaks of people like you.",
    "It does not foresee raised scars, infection, allergy or lumps under the skin.",
)
WATCH = (
    "redness, pain or swelling that grows, or that comes back",
    "fever, or feeling ill",
    "pus, or blisters in groups",
    "hard lumps, or stripes along the path of the needles",
    "dark marks that do not fade",
)


# Rule of the safety screen, or its first letter -> what a client and a clinic talk about.
TALK = {
    "A": "your age",
    "P": "your skin colour and the sun",
    "Z": "needles near the eye or over bone",
    "D": "how deep the needles go",
    "Q": "your health: nobody has asked about it yet",
    "S": "your health",
    "C": "your health",
    "H": "your health",
    "U": "needling at home",
    "W": "how much is done in one place",
    "I": "how often it is done, and how far apart",
    "L": "what the tool is cleared for",
    "N": "the numbing cream",
    "T": "what is put on the skin",
    "F01": "creams after a visit",
    "F02": "when to look at the result",
}


def to_talk_through(rules: Iterable[str]) -> list[str]:
    """The rules of the safety screen (`D06 no depth named`) as subjects of a talk, each once."""
    short = [rule.split()[0] for rule in rules]
    return list(dict.fromkeys(TALK[name] if name in TALK else TALK[name[0]] for name in short))


def product(name: str) -> str:
    """A product as a client knows it; its own name where that is the usual one."""
    return PRODUCTS.get(name, name)
