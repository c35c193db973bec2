"""The screening: what speaks against a treatment, asked question by question, judged by the safety rules, signed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError
from ...records.models import Client, Screening
from ...records.screened import Judged, judged, reasons, until_words
from ...records.selectors.banner import whose
from ...records.selectors.screening import person_of, standing
from ...records.services import assessments
from ...records.services.act import Actor
from ..asked import WRONG, asked, done, shown
from ..forms import Clinical, text
from .questions import Group, answered, answers, groups

DRAFT = "screening"
LEVELS = {
    "stop": gettext_lazy("Stop: do not treat"),
    "delay": gettext_lazy("Not yet"),
    "caution": gettext_lazy("With care: this narrows the plan"),
}


class Decision(Clinical):
    """What whoever screens decides on, beside the answers."""

    not_before = forms.DateField(
        label=gettext_lazy("Not before"),
        help_text=gettext_lazy("The first day on which treatment is possible."),
        required=False,
        widget=forms.DateInput({"type": "date", "class": "short"}, "%Y-%m-%d"),
    )
    reason = text(gettext_lazy("What else speaks for or against it"), rows=3)
    override_reason = text(
        gettext_lazy("Reason to treat despite a stop"),
        gettext_lazy("It is kept and stands with every plan. A stop that is final cannot be set aside."),
        rows=2,
    )
    names = (("outcome", "reason"),)

    def settle(self, found: Judged, today: date) -> dict[str, Any]:
        """Outcome, day and reasons for the record; what is wrong is told at its field."""
        typed = self.cleaned_data
        day, own = typed.get("not_before"), typed.get("reason", "").strip()
        if found.open_ended and day is None:
            names = ", ".join(item.rule[len(item.id) :].strip() for item in found.open_ended)
            words = _("Say on which day to look again: %(what)s.")
            self.add_error("not_before", words % {"what": names})
        if day is not None and day < today:
            self.add_error("not_before", _("This day has gone by. Give today or a day to come."))
        careful = found.not_before
        if day is not None and careful is not None and day < careful and not own:
            words = _("The most careful source says %(day)s. Say why you go earlier.")
            self.add_error("reason", words % {"day": date_format(careful, "j F Y")})
        if typed.get("override_reason") and found.final:
            self.add_error("override_reason", _("A final stop cannot be set aside. Leave this empty."))
        if typed.get("override_reason") and not found.of("stop"):
            self.add_error("override_reason", _("Nothing says stop. Leave this empty."))
        outcome = found.outcome
        if outcome == Screening.Outcome.CLEAR and day is not None and day > today:
            outcome = Screening.Outcome.DELAY
        told = "\n".join(part for part in (reasons(found), own) if part)
        return {
            "outcome": outcome,
            "not_before": day or careful,
            "reason": told,
            "override_reason": typed.get("override_reason", "").strip(),
        }


@asked("GET", "POST")
def screening(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """The screening that stands, and a new one; signed by who did it as it is kept."""
    actor.need("clinic_records.add_screening")
    row, about = whose(actor=actor, client=client)
    stands, today = standing(actor=actor, client=row), timezone.localdate()
    before = stands.before if stands is not None else {}
    if request.method == "GET":
        form = Decision.begun(actor, DRAFT, row.pk)
        held = groups(form.initial, before)
    else:
        form, held = Decision(request.POST), groups(request.POST, before)
    found = _judged(row, held, today)
    if form.is_bound and form.is_valid():
        settled = form.settle(found, today)
        wrong = [item for group in held for item in group.questions if item.error]
        form.elsewhere = [(f"on-{item.key}", item.words, item.error) for item in wrong]
        if not _anything(held):
            form.add_error(
                None, _("Nothing was asked yet: tick what is there, and say what was asked after.")
            )
        if form.is_valid() and not wrong:
            try:
                assessments.add_screening(actor=actor, client=row.pk, answers=answers(held, found), **settled)
            except InputError as error:
                form.mistaken(error)
            else:
                where = reverse("clinic:plan", args=(row.pk,))
                return done(request, actor, where, _("The screening was signed."), form=DRAFT, client=row.pk)
    what: dict[str, Any] = {"whose": about, "form": form, "groups": held, "stands": stands}
    what |= {"draft": DRAFT, "may_override": actor.may("clinic_records.override_screening")}
    what |= _told(found, held)
    return shown(request, "planning/screening", status=WRONG if form.is_bound else 200, **what)


@asked("POST")
def judge(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """What the answers come to, while they are given."""
    actor.need("clinic_records.add_screening")
    row, _about = whose(actor=actor, client=client, noted=False)
    held = groups(request.POST)
    found = _judged(row, held, timezone.localdate())
    return shown(request, "planning/judged", **_told(found, held))


def _judged(client: Client, held: list[Group], today: date) -> Judged:
    present, unasked = answered(held, today)
    return judged(person_of(client, today), present, unasked, today)


def _anything(held: list[Group]) -> bool:
    return any(group.asked or any(item.present for item in group.questions) for group in held)


def _told(found: Judged, held: list[Group]) -> dict[str, Any]:
    """What the answers come to, in words, for the page."""
    levels = [
        (level, words, [(item, until_words(item) if level == "delay" else "") for item in found.of(level)])
        for level, words in LEVELS.items()
    ]
    begun = _anything(held)
    return {
        "levels": [one for one in levels if one[2]] if begun else [],
        "begun": begun,
        "outcome": found.outcome,
        "unasked": len(found.unasked),
        "missing": found.missing,
        "not_before": found.not_before,
        "anything": begun,
    }
