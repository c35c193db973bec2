"""The questions of a screening: every condition that the safety rules know, in words for who is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...records.screened import NO, RULE_OF, SILENT, YES, Judged

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


@dataclass
class Question:
    """One question as the page shows it."""

    condition: str
    words: str
    present: bool = False
    on: str = ""  # the day, as it was typed
    dated: bool = False
    error: str = ""
    before: str = ""  # the answer of the last screening

    @property
    def key(self) -> str:
        """A name without spaces."""
        return self.condition.replace(" ", "-")


@dataclass
class Group:
    """A group of questions; `asked` where everything in it was asked after."""

    key: str
    words: str
    asked: bool
    questions: list[Question] = field(default_factory=list)


def groups(typed: Mapping[str, Any], before: Mapping[str, str] | None = None) -> list[Group]:
    """The groups as they were filled in; `before`: condition -> its answer of the last screening."""
    chosen = typed.getlist("present") if hasattr(typed, "getlist") else typed.get("present", [])  # type: ignore[attr-defined]
    chosen = [chosen] if isinstance(chosen, str) else chosen
    found = []
    for key, (words, held) in GROUPS.items():
        group = Group(key, str(words), bool(typed.get(f"asked-{key}")))
        for condition, told in held.items():
            item = Question(condition, str(told), condition in chosen, dated=condition in DATED)
            item.on = str(typed.get(f"on-{item.key}", "") or "")
            item.before = (before or {}).get(condition, "")
            group.questions.append(item)
        found.append(group)
    return found


def answered(held: list[Group], today: date) -> tuple[dict[str, date | None], list[str]]:
    """What is there, with the day it was where one was typed, and what was not asked; mistakes beside the questions."""
    present: dict[str, date | None] = {}
    unasked = []
    for group in held:
        for item in group.questions:
            if item.present:
                present[item.condition] = _day(item, today)
            elif not group.asked:
                unasked.append(item.words)
    return present, unasked


def _day(item: Question, today: date) -> date | None:
    if not item.on.strip() or not item.dated:
        return None
    try:
        day = parse_date(item.on.strip())
    except ValueError:
        day = None
    if day is None:
        item.error = _("This is no date. Give day, month and year.")
    elif day > today:
        item.error = _("This day is still to come. Give the day on which it was done.")
    return day if day is not None and day <= today else None


def answers(held: list[Group], found: Judged) -> list[dict[str, str]]:
    """Every question with its answer, as a screening keeps them: "no" differs from what was not asked."""
    said = {item.condition: item for item in found.said if item.condition}
    kept = []
    for group in held:
        for item in group.questions:
            answer = YES if item.present else NO if group.asked else SILENT
            if item.present and item.dated and (day := parse_date(item.on.strip())):
                answer = f"{YES}, {date_format(day, 'j F Y')}"
            row = {"question": f"{group.words}: {item.words}", "answer": answer}
            row["rule"] = RULE_OF[item.condition]
            if (why := said.get(item.condition)) is not None:
                row |= {"reason": why.reason, "source": why.source[:200]}
            kept.append(row)
    kept += [
        {"question": item.rule[len(item.id) :].strip().capitalize(), "answer": YES, "rule": item.id}
        | {"reason": item.reason, "source": item.source[:200]}
        for item in found.said
        if not item.condition
    ]
    return kept
