"""Conditions that bear on needling, in the words of the intake record; rules: `course.safety.condition_rules`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator

from ..inputs.written import canonical, mistaken

# fmt: off
ConditionName = Literal[
    "skin cancer in field", "suspicious lesion in field", "open wound in field", "infection in field",
    "herpes in field", "metal allergy", "anaesthetic allergy", "topical allergy", "inside orbital rim",
    "scleroderma", "collagen vascular disease", "bleeding disorder",
    "pregnancy", "nursing", "chemotherapy", "radiotherapy field",
    "active acne", "rosacea flare", "eczema in field", "psoriasis in field",
    "keloid tendency", "isotretinoin", "anticoagulants", "diabetes", "immunosuppression", "cardiac disease",
    "recent sunburn", "recent tan", "tattoo in field", "herpes history",
    "recent filler", "recent toxin", "recent laser", "recent peel", "recent waxing",
    "history of hyperpigmentation",
    "raised scar in field", "vitiligo", "blood-borne infection", "photosensitising drug", "raised mole in field",
    "severe telangiectasia",
]
# fmt: on

ALIASES = {
    "active skin cancer": "skin cancer in field",
    "skin cancer": "skin cancer in field",
    "suspicious lesion": "suspicious lesion in field",
    "open wound": "open wound in field",
    "active infection": "infection in field",
    "active infection in field": "infection in field",
    "active herpes": "herpes in field",
    "active herpes in field": "herpes in field",
    "active hsv": "herpes in field",
    "hsv history": "herpes history",
    "nickel allergy": "metal allergy",
    "anesthetic allergy": "anaesthetic allergy",
    "breastfeeding": "nursing",
    "radiotherapy": "radiotherapy field",
    "collagen-vascular disease": "collagen vascular disease",
    "keloid": "keloid tendency",
    "keloid history": "keloid tendency",
    "oral isotretinoin": "isotretinoin",
    "active inflammatory acne": "active acne",
    "eczema": "eczema in field",
    "psoriasis": "psoriasis in field",
    "rosacea": "rosacea flare",
    "sunburn": "recent sunburn",
    "tan": "recent tan",
    "tattoo": "tattoo in field",
    "permanent make-up": "tattoo in field",
    "permanent make-up in field": "tattoo in field",
    "history of pih": "history of hyperpigmentation",
    "pih history": "history of hyperpigmentation",
    # as people say it; each means one thing
    "pregnant": "pregnancy",
    "breast-feeding": "nursing",
    "breast feeding": "nursing",
    "lactating": "nursing",
    "keloids": "keloid tendency",
    "keloid scars": "keloid tendency",
    "prone to keloids": "keloid tendency",
    "hypertrophic scar": "raised scar in field",
    "hypertrophic scars": "raised scar in field",
    "hypertrophic scar in field": "raised scar in field",
    "raised scar": "raised scar in field",
    "raised scars": "raised scar in field",
    "keloid in field": "raised scar in field",
    "blood thinner": "anticoagulants",
    "blood thinners": "anticoagulants",
    "anticoagulant": "anticoagulants",
    "anticoagulation": "anticoagulants",
    "warfarin": "anticoagulants",
    "heparin": "anticoagulants",
    "apixaban": "anticoagulants",
    "rivaroxaban": "anticoagulants",
    "aspirin": "anticoagulants",
    "low-dose aspirin": "anticoagulants",
    "clopidogrel": "anticoagulants",
    "haemophilia": "bleeding disorder",
    "hemophilia": "bleeding disorder",
    "clotting disorder": "bleeding disorder",
    "accutane": "isotretinoin",
    "roaccutane": "isotretinoin",
    "lupus": "collagen vascular disease",
    "systemic lupus": "collagen vascular disease",
    "systemic lupus erythematosus": "collagen vascular disease",
    "connective tissue disease": "collagen vascular disease",
    "systemic sclerosis": "scleroderma",
    "morphea": "scleroderma",
    "diabetic": "diabetes",
    "diabetes mellitus": "diabetes",
    "type 1 diabetes": "diabetes",
    "type 2 diabetes": "diabetes",
    "immunosuppressants": "immunosuppression",
    "immunosuppressant": "immunosuppression",
    "immunosuppressed": "immunosuppression",
    "immunocompromised": "immunosuppression",
    "methotrexate": "immunosuppression",
    "ciclosporin": "immunosuppression",
    "cyclosporine": "immunosuppression",
    "heart disease": "cardiac disease",
    "melanoma": "skin cancer in field",
    "basal cell carcinoma": "skin cancer in field",
    "impetigo": "infection in field",
    "warts": "infection in field",
    "warts in field": "infection in field",
    "ringworm": "infection in field",
    "open wounds": "open wound in field",
    "inflamed acne": "active acne",
    "psoriatic": "psoriasis in field",
    "stainless steel allergy": "metal allergy",
    "lidocaine allergy": "anaesthetic allergy",
    "permanent makeup": "tattoo in field",
    "microblading": "tattoo in field",
    "chemo": "chemotherapy",
    "radiation therapy": "radiotherapy field",
    "hepatitis": "blood-borne infection",
    "hepatitis b": "blood-borne infection",
    "hepatitis c": "blood-borne infection",
    "photosensitizing drug": "photosensitising drug",
    "photosensitising drugs": "photosensitising drug",
    "photosensitizing drugs": "photosensitising drug",
    "raised moles": "raised mole in field",
    "raised mole": "raised mole in field",
    "spider veins": "severe telangiectasia",
}

# Words that may mean more than one condition, or none if it was long ago: whoever writes them is asked which.
ASKED: dict[str, tuple[str, ...]] = {
    "botox": ("recent toxin",),
    "botulinum toxin": ("recent toxin",),
    "toxin": ("recent toxin",),
    "filler": ("recent filler",),
    "fillers": ("recent filler",),
    "dermal filler": ("recent filler",),
    "hyaluronic acid filler": ("recent filler",),
    "laser": ("recent laser",),
    "peel": ("recent peel",),
    "chemical peel": ("recent peel",),
    "waxing": ("recent waxing",),
    "cold sore": ("herpes in field", "herpes history"),
    "cold sores": ("herpes in field", "herpes history"),
    "herpes": ("herpes in field", "herpes history"),
    "hsv": ("herpes in field", "herpes history"),
    "hiv": ("blood-borne infection", "immunosuppression"),
    "acne": ("active acne",),
    "cancer": ("skin cancer in field", "chemotherapy", "radiotherapy field"),
    "allergy": ("metal allergy", "anaesthetic allergy", "topical allergy"),
    "allergies": ("metal allergy", "anaesthetic allergy", "topical allergy"),
    "mole": ("raised mole in field", "suspicious lesion in field"),
    "moles": ("raised mole in field", "suspicious lesion in field"),
    "scar": ("raised scar in field", "keloid tendency"),
    "steroids": ("immunosuppression",),
    "corticosteroids": ("immunosuppression",),
    "autoimmune disease": ("collagen vascular disease", "scleroderma", "vitiligo", "immunosuppression"),
    "infection": ("infection in field", "blood-borne infection"),
}


KNOWN = canonical(ALIASES, get_args(ConditionName))


def _condition(value: Any) -> Any:
    """The condition in the words of the intake record; raises where a word may mean several, with all of them."""
    word = " ".join(value.lower().split()) if isinstance(value, str) else value
    if isinstance(word, str) and word in ASKED:
        meant = " or ".join(f'"{name}"' for name in ASKED[word])
        raise mistaken(f"{meant}, whichever is meant; nothing if it does not hold now")
    return KNOWN(value)


Condition = Annotated[ConditionName, BeforeValidator(_condition)]
