"""What follows from each condition of the intake record: the rule, its level, why, and where it is said.

The rules restate `docs/practice.md`, where each source is named; they assert no law and diagnose nothing.
"""

from __future__ import annotations

from ..findings import Rule
from .said import ANTICOAGULANTS, DIABETES, FILLER, ISOTRETINOIN, TOXIN, range_words

_ABSOLUTE = "absolute in most device and clinic texts, second-hand: docs/practice.md#contraindications"
_ELECTIVE = "usually absolute for elective work, second-hand: docs/practice.md#contraindications"
_RELATIVE = "relative, with a plan, second-hand: docs/practice.md#contraindications"
_DIFFER = "sources differ: docs/practice.md#contraindications"
_LISTS = "seen on single clinics' lists, second-hand: docs/practice.md#contraindications"
_BEFORE = "clinic texts, second-hand, which differ: docs/practice.md#before-a-session"

CONDITION_RULES: dict[str, Rule] = {
    "skin cancer in field": Rule("S01 skin cancer in field", "stop", "refer; never needle it", _ABSOLUTE),
    "suspicious lesion in field": Rule(
        "S02 suspicious lesion in field", "stop", "no diagnosis is made here: refer", _ABSOLUTE
    ),
    "infection in field": Rule(
        "S03 active infection in field", "stop", "needles spread bacteria, viruses and fungi", _ABSOLUTE
    ),
    "herpes in field": Rule("S04 active herpes in field", "stop", "needles spread the virus", _ABSOLUTE),
    "open wound in field": Rule("S05 open wound in field", "stop", "the wound must heal first", _ABSOLUTE),
    "metal allergy": Rule(
        "S06 allergy to the needle's metal", "stop", "allergy to stainless steel or nickel", _ABSOLUTE
    ),
    "inside orbital rim": Rule("S08 inside the orbital rim", "stop", "treat outside the bony rim", _ABSOLUTE),
    "scleroderma": Rule("S09 scleroderma", "stop", "healing is disordered", _ABSOLUTE),
    "collagen vascular disease": Rule(
        "S10 collagen-vascular disease", "stop", "healing is disordered", _ABSOLUTE
    ),
    "bleeding disorder": Rule("S11 bleeding disorder", "stop", "needling draws blood", _ABSOLUTE),
    "keloid tendency": Rule(
        "S12 keloid tendency",
        "stop",
        "hypertrophic scar and keloid lie outside the model: such skin is refused, not predicted; "
        "practice calls it a relative contraindication and the pivotal trial excluded it",
        "exclusion of the pivotal trial: docs/practice.md#contraindications; docs/model.md#scars-that-heal-too-much",
        final=True,
    ),
    "pregnancy": Rule("S13 pregnancy", "stop", "elective: wait until after", _ELECTIVE),
    "nursing": Rule("S14 nursing", "stop", "elective: wait until after", _ELECTIVE),
    "chemotherapy": Rule("S15 chemotherapy", "stop", "healing and defence are impaired", _ELECTIVE),
    "radiotherapy field": Rule("S16 radiotherapy field", "stop", "irradiated skin heals badly", _ELECTIVE),
    "active acne": Rule("H01 active inflammatory acne in field", "delay", "until it is quiet", _ELECTIVE),
    "rosacea flare": Rule("H02 rosacea flare in field", "delay", "until it is quiet", _ELECTIVE),
    "eczema in field": Rule("H03 eczema in field", "delay", "until it is quiet", _ELECTIVE),
    "psoriasis in field": Rule("H04 psoriasis in field", "delay", "until it is quiet", _ELECTIVE),
    "recent sunburn": Rule(
        "H05 recent sunburn",
        "delay",
        "until the burn has settled; the risk of dark marks is higher",
        _RELATIVE,
    ),
    "recent tan": Rule(
        "H06 recent tan", "caution", "the risk of dark marks is higher: sun control first", _RELATIVE
    ),
    "recent peel": Rule("H07 recent peel", "delay", "1 month after a peel; sources differ", _BEFORE),
    "recent waxing": Rule("H08 recent waxing", "delay", "1 week after waxing; sources differ", _BEFORE),
    "recent toxin": Rule(
        "H09 recent toxin",
        "delay",
        f"sources wait {range_words(TOXIN)}, for fear that it spreads; none has data",
        _BEFORE,
        said=TOXIN,
    ),
    "recent filler": Rule(
        "H10 recent filler",
        "delay",
        f"sources wait {range_words(FILLER)}; no trial stands behind any of it",
        _DIFFER,
        said=FILLER,
    ),
    "recent laser": Rule(
        "H11 recent laser",
        "delay",
        "trials excluded laser under 6 months",
        "exclusions of trials: docs/practice.md#contraindications",
    ),
    "isotretinoin": Rule(
        "C01 oral isotretinoin",
        "caution",
        f"sources wait {range_words(ISOTRETINOIN)} after it and bar it or not during use: log the reasoning",
        _DIFFER,
        said=ISOTRETINOIN,
    ),
    "anticoagulants": Rule(
        "C02 anticoagulants",
        "caution",
        "more bleeding and bruising are feared; no data on needled skin were found, and no forecast counts it",
        _DIFFER,
        said=ANTICOAGULANTS,
    ),
    "diabetes": Rule("C03 diabetes", "caution", "slower healing, more infection", _DIFFER, said=DIABETES),
    "immunosuppression": Rule(
        "C04 immunosuppression", "caution", "slower healing, more infection", _RELATIVE
    ),
    "cardiac disease": Rule("C05 cardiac disease", "caution", "mind the anaesthetic", _RELATIVE),
    "tattoo in field": Rule(
        "C06 tattoo or permanent make-up in field", "caution", "leave it out of the field", _RELATIVE
    ),
    "herpes history": Rule(
        "C07 herpes history",
        "caution",
        "antiviral prophylaxis; one melasma trial recorded herpes in 3 of about 32 needled people",
        "CMAC 2021 on prophylaxis: docs/practice.md#before-a-session",
    ),
    "history of hyperpigmentation": Rule(
        "C08 own history of dark marks",
        "caution",
        "test spot, lower density, sun control",
        "clinic texts, second-hand: docs/practice.md#contraindications",
    ),
    "raised scar in field": Rule(
        "S17 raised scar in field",
        "stop",
        "hypertrophic scar and keloid lie outside the model: such skin is refused, not predicted",
        "a limit of this program: docs/practice.md#contraindications; docs/model.md#scars-that-heal-too-much",
        final=True,
    ),
    "vitiligo": Rule(
        "C10 vitiligo", "caution", "a wound may bring new patches (Koebner): weigh it with a doctor", _LISTS
    ),
    "blood-borne infection": Rule(
        "C11 blood-borne infection",
        "caution",
        "needling draws blood: sharps protocol, a cartridge of its own, log both parties",
        _LISTS,
    ),
    "photosensitising drug": Rule(
        "C12 photosensitising drug", "caution", "the risk of dark marks may be higher: sun control", _LISTS
    ),
    "raised mole in field": Rule(
        "C13 raised mole in field", "caution", "leave it out of the field; if it has changed, refer", _LISTS
    ),
    "severe telangiectasia": Rule(
        "C14 severe telangiectasia", "caution", "more bleeding and redness: leave it out of the field", _LISTS
    ),
}
