"""Conditions that bear on needling, in the words of the intake record; rules: `course.condition_rules`."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator

from ..inputs.written import canonical

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
}

Condition = Annotated[ConditionName, BeforeValidator(canonical(ALIASES, get_args(ConditionName)))]
