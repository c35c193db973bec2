"""Every condition that the safety rules know, in the words in which it is asked after."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

# Group -> its words, and the conditions in it with theirs.
GROUPS: dict[str, tuple[Any, dict[str, Any]]] = {
    "skin": (
        gettext_lazy("The skin that is to be treated, today"),
        {
            "skin cancer in field": gettext_lazy("Skin cancer there"),
            "suspicious lesion in field": gettext_lazy(
                "A spot there that is new, changes, bleeds or looks odd"
            ),
            "open wound in field": gettext_lazy("Broken skin or a wound there"),
            "infection in field": gettext_lazy("An infection there: bacteria, virus, warts, fungus"),
            "herpes in field": gettext_lazy("A cold sore or other herpes there now"),
            "active acne": gettext_lazy("Inflamed acne there"),
            "rosacea flare": gettext_lazy("A flare of rosacea there"),
            "eczema in field": gettext_lazy("Eczema there"),
            "psoriasis in field": gettext_lazy("Psoriasis there"),
            "raised scar in field": gettext_lazy("A raised scar there"),
            "raised mole in field": gettext_lazy("A raised mole there"),
            "tattoo in field": gettext_lazy("A tattoo or permanent make-up there"),
            "severe telangiectasia": gettext_lazy("Many widened vessels there"),
            "inside orbital rim": gettext_lazy("Treatment inside the bony rim of the eye is wished for"),
        },
    ),
    "health": (
        gettext_lazy("Health"),
        {
            "pregnancy": gettext_lazy("Pregnant"),
            "nursing": gettext_lazy("Nursing"),
            "keloid tendency": gettext_lazy("Raised scars or keloids after earlier wounds, anywhere"),
            "history of hyperpigmentation": gettext_lazy("Dark marks after spots, scratches or treatments"),
            "herpes history": gettext_lazy("Cold sores or other herpes before"),
            "diabetes": gettext_lazy("Diabetes"),
            "immunosuppression": gettext_lazy("A weak immune defence, by illness or by drugs"),
            "bleeding disorder": gettext_lazy("A bleeding disorder"),
            "blood-borne infection": gettext_lazy("Hepatitis, HIV or another infection of the blood"),
            "cardiac disease": gettext_lazy("Heart disease"),
            "scleroderma": gettext_lazy("Scleroderma or morphea"),
            "collagen vascular disease": gettext_lazy("Lupus or another disease of connective tissue"),
            "vitiligo": gettext_lazy("Vitiligo"),
            "chemotherapy": gettext_lazy("Chemotherapy now"),
            "radiotherapy field": gettext_lazy("Radiotherapy to this skin, at any time"),
        },
    ),
    "medicines": (
        gettext_lazy("Medicines"),
        {
            "anticoagulants": gettext_lazy("Blood thinners, low-dose aspirin too"),
            "isotretinoin": gettext_lazy("Isotretinoin by mouth, now or within a year"),
            "photosensitising drug": gettext_lazy("A drug that makes skin sensitive to light"),
        },
    ),
    "allergies": (
        gettext_lazy("Allergies"),
        {
            "metal allergy": gettext_lazy("To nickel or stainless steel"),
            "anaesthetic allergy": gettext_lazy("To numbing creams or injections"),
            "topical allergy": gettext_lazy("To creams, serums, plasters or disinfectants"),
        },
    ),
    "lately": (
        gettext_lazy("Lately, on this skin"),
        {
            "recent sunburn": gettext_lazy("A sunburn that has not settled"),
            "recent tan": gettext_lazy("A fresh tan"),
            "recent waxing": gettext_lazy("Waxing"),
            "recent peel": gettext_lazy("A peel"),
            "recent toxin": gettext_lazy("Botulinum toxin"),
            "recent filler": gettext_lazy("Filler"),
            "recent laser": gettext_lazy("Laser or strong light"),
        },
    ),
}
DATED = ("recent waxing", "recent peel", "recent toxin", "recent filler", "recent laser")
