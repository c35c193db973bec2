"""What the signed screenings of a client say that everybody who treats them must see, with its day.

Each question counts as it was answered last: "not asked" takes no earlier answer away, a "no" does. What holds for a
day or a place alone (the skin as it is, a peel of last week) is said where a plan is made, not here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...course.safety.condition_rules import CONDITION_RULES
from .models import Alert, ScreeningAnswer
from .screened import CONDITION_OF, RULE_OF, SILENT, YES

# Condition of a screening -> what an alert calls it: shorter than the question, and whole without its group.
SHOWN: dict[str, Any] = {
    "metal allergy": gettext_lazy("allergy: nickel or stainless steel"),
    "anaesthetic allergy": gettext_lazy("allergy: numbing creams or injections"),
    "topical allergy": gettext_lazy("allergy: creams, serums, plasters or disinfectants"),
    "pregnancy": gettext_lazy("pregnant"),
    "nursing": gettext_lazy("nursing"),
    "anticoagulants": gettext_lazy("blood thinners"),
    "bleeding disorder": gettext_lazy("bleeding disorder"),
    "keloid tendency": gettext_lazy("tendency to keloids"),
    "blood-borne infection": gettext_lazy("infection of the blood"),
    "immunosuppression": gettext_lazy("weak immune defence"),
    "isotretinoin": gettext_lazy("isotretinoin, now or within a year"),
    "photosensitising drug": gettext_lazy("drug that makes skin sensitive to light"),
    "history of hyperpigmentation": gettext_lazy("skin darkens after wounds"),
    "herpes history": gettext_lazy("herpes before"),
    "diabetes": gettext_lazy("diabetes"),
    "cardiac disease": gettext_lazy("heart disease"),
    "scleroderma": gettext_lazy("scleroderma or morphea"),
    "collagen vascular disease": gettext_lazy("disease of connective tissue"),
    "vitiligo": gettext_lazy("vitiligo"),
    "chemotherapy": gettext_lazy("chemotherapy"),
    "radiotherapy field": gettext_lazy("radiotherapy to this skin"),
}
ALLERGIES = ("metal allergy", "anaesthetic allergy", "topical allergy")


@dataclass(frozen=True)
class Screened:
    """One alert out of a screening."""

    words: str
    on: date
    tone: str = "stop"  # of its chip: as grave as the rules say, and every allergy


@dataclass(frozen=True)
class Beware:
    """All that the screenings of a client say: what is there, and how far allergies were asked after."""

    found: tuple[Screened, ...] = ()
    allergic: bool = False  # to anything that was asked after
    none_since: date | None = None  # the day from which no allergy is known: each question was answered no
    asked: int = 0  # how many of the questions about allergies were answered

    @property
    def partly(self) -> bool:
        """Whether some questions about allergies were answered and some were not."""
        return 0 < self.asked < len(ALLERGIES)


def beware_of(client: UUID) -> Beware:
    """What the signed screenings of a client say, the gravest kinds first."""
    told = ScreeningAnswer.objects.filter(
        screening__client=client,
        screening__signed_at__isnull=False,
        rule__in=[RULE_OF[name] for name in SHOWN],
    ).exclude(answer=SILENT)
    told = told.order_by("screening__happened_at", "screening__entered_at", "entered_at")
    newest: dict[str, tuple[bool, date]] = {}
    for rule, answer, at, zone in told.values_list(
        "rule", "answer", "screening__happened_at", "screening__time_zone"
    ):
        newest[CONDITION_OF[rule]] = (answer.startswith(YES), at.astimezone(ZoneInfo(zone)).date())
    found = tuple(
        Screened(str(words), newest[name][1], _tone(name))
        for name, words in SHOWN.items()
        if newest.get(name, (False,))[0]
    )
    answered = [newest[name] for name in ALLERGIES if name in newest]
    none = len(answered) == len(ALLERGIES) and not any(there for there, _day in answered)
    return Beware(
        found,
        any(there for there, _day in answered),
        min(day for _there, day in answered) if none else None,
        len(answered),
    )


def _tone(condition: str) -> str:
    """A caution by its rule is told as one; allergies are as grave as what they meet."""
    cautious = condition not in ALLERGIES and CONDITION_RULES[condition].level == "caution"
    return "care" if cautious else "stop"


def together(
    alerts: list[Alert], screened: Beware
) -> tuple[list[Alert], list[Screened], list[str], list[str]]:
    """What was entered by hand and what was screened, as one: the alerts, those of screenings, what nobody asked
    after, and what was asked after in part.

    An allergy by name outweighs "none known", wherever each comes from and whichever is newer: it ends where it
    was said, by ending the alert or by answering its question anew.
    """
    kind = Alert.Kind.ALLERGY
    by_hand = [alert for alert in alerts if alert.kind == kind]
    named = screened.allergic or any(not alert.none_known for alert in by_hand)
    kept = [alert for alert in alerts if not (alert.none_known and alert.kind == kind and named)]
    found = list(screened.found)
    if screened.none_since is not None and not by_hand:
        found.append(
            Screened(_("no %(kind)s known") % {"kind": str(kind.label)}, screened.none_since, "well")
        )
    silent = not by_hand and not screened.asked
    partly = screened.partly and not any(alert.none_known for alert in kept)
    return kept, found, [str(kind.label)] if silent else [], [str(kind.label)] if partly else []
