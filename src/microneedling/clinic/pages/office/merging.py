"""Two clients who are one: found, seen side by side, joined, told apart again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError
from ...records.models import Client, Merge
from ...records.selectors.office.duplicates import likely_pairs
from ...records.selectors.office.merges import merges_that_hold
from ...records.selectors.office.numbered import Side, numbered, side_by_side, side_of, tables_of
from ...records.services.act import Actor, one
from ...records.services.clients import mark_different
from ...records.services.merging import TAKEN, merge_clients, unlike
from ...records.services.unmerging import undo_merge
from ..asked import WRONG, asked, done, see
from ..forms import Clinical, text
from ..mistakes import in_words
from .typed import office, tried

WORDS = {
    "sex": gettext_lazy("sex"),
    "phototype": gettext_lazy("skin type"),
    "photoageing": gettext_lazy("photoageing"),
    "smoker": gettext_lazy("whether they smoke"),
    "own_words": gettext_lazy("what they hope for"),
}


class Two(Clinical):
    """Whom to compare."""

    kept = text(gettext_lazy("Number that stays"), short=True, inputmode="numeric")
    gone = text(gettext_lazy("Number that goes"), short=True, inputmode="numeric")


class Why(Clinical):
    """The reason, and the number of whom it is about, typed: so that nobody does it by a slip."""

    reason = text(gettext_lazy("Why they are one person"), most=300)
    typed = text(gettext_lazy("Type the number that goes"), short=True, inputmode="numeric")

    def __init__(self, *given: Any, number: int = 0, **more: Any):
        super().__init__(*given, **more)
        self.number = number

    def clean(self) -> dict[str, Any]:
        """A reason, and the right number."""
        found = super().clean() or self.cleaned_data
        if not found.get("reason"):
            self.add_error("reason", _("Say why."))
        if str(found.get("typed", "")).strip() != str(self.number):
            self.add_error("typed", _("Type the number %(n)s: then it is meant.") % {"n": self.number})
        return found


class Apart(Why):
    """Why two are two after all."""

    reason = text(gettext_lazy("Why they are two people"), most=300)


@asked("GET", "POST")
def merge(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Whom to join, and whom one may tell apart again; with two numbers, both side by side."""
    actor.need("clinic_records.add_merge")
    asked_for = "kept" in request.GET and "gone" in request.GET
    form = Two(request.GET) if asked_for else Two()
    sides = tried(form, lambda: _sides(actor, form)) if asked_for else None
    if sides is not None:
        return _compared(request, actor, *sides)
    what = {"form": form, "merges": merges_that_hold(actor=actor), "apart": Apart(), "torn": None}
    return office(request, "merge", status=WRONG if asked_for else 200, **what)


def _sides(actor: Actor, form: Two) -> tuple[Client, Client]:
    found = form.cleaned_data
    return tuple(numbered(actor=actor, typed=found[name], where=name) for name in ("kept", "gone"))  # type: ignore[return-value]


def _compared(request: HttpRequest, actor: Actor, kept: Client, gone: Client) -> HttpResponse:
    sent = request.method == "POST"
    form = Why(request.POST, number=gone.number) if sent else Why(number=gone.number)
    take = [name for name in request.POST.getlist("take") if name in TAKEN]
    if sent:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        given = {"kept": kept.pk, "gone": gone.pk, "reason": reason, "take": take}
        made = tried(form, lambda: merge_clients(actor=actor, **given))
        if made is not None:
            words = _("They are one client now. It can be undone in the office, under merge.")
            return done(request, actor, reverse("clinic:client", args=(kept.pk,)), words)
    one_side, other = side_of(actor=actor, client=kept), side_of(actor=actor, client=gone)
    warned, barred = _judged(actor, kept, gone)
    facts = side_by_side(one_side, other)
    takes = [(name, WORDS[name]) for name in TAKEN if _may_take(one_side, other, name)]
    what = {
        "one": one_side,
        "other": other,
        "facts": facts,
        "tables": tables_of(one_side, other),
        "takes": takes,
    }
    more = {
        "form": form,
        "warned": warned,
        "barred": barred,
        "taken": take,
        "swap": (gone.number, kept.number),
    }
    return office(request, "merge_two", status=WRONG if sent else 200, **what, **more)


def _may_take(one_side: Side, other: Side, name: str) -> bool:
    mine, theirs = getattr(one_side.row, name), getattr(other.row, name)
    return mine != theirs and theirs not in ("", None, "unknown")


def _judged(actor: Actor, kept: Client, gone: Client) -> tuple[list[str], list[str]]:
    """In which words the two differ much; and why they cannot be joined at all."""
    try:
        return unlike(actor=actor, kept=kept.pk, gone=gone.pk, reason="looked at"), []
    except InputError as error:
        return [], [in_words(item) for item in error.mistakes]


@asked("POST")
def unmerge(request: HttpRequest, actor: Actor, merge: UUID) -> HttpResponse:
    """Two who were joined by mistake are two again."""
    actor.need("clinic_records.add_mergeundone")
    row = one(Merge, merge)
    form = Apart(request.POST, number=row.gone.number)
    if tried(form, lambda: undo_merge(actor=actor, merge=merge, reason=form.cleaned_data["reason"])):
        words = _("They are two clients again: %(one)s and %(other)s.")
        numbers = {"one": row.kept.number, "other": row.gone.number}
        return done(request, actor, reverse("clinic:office-merge"), words % numbers)
    what = {"form": Two(), "merges": merges_that_hold(actor=actor), "apart": form, "torn": merge}
    return office(request, "merge", status=WRONG, **what)


class Different(Clinical):
    """How one knows that two are two people."""

    reason = text(gettext_lazy("How you know"), most=300)


@asked("GET", "POST")
def duplicates(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Clients who may be one person; those who are known to be two are marked so and are not offered again."""
    actor.need("clinic_records.view_identity")
    form, about = Different(), ""
    if request.method == "POST":
        form, about = Different(request.POST), f"{request.POST.get('one')} {request.POST.get('other')}"
        if tried(form, lambda: _told_apart(actor, request, form)):
            return see(request, reverse("clinic:office-duplicates"))
    pairs = likely_pairs(actor=actor)
    status = WRONG if form.is_bound else 200
    return office(request, "duplicates", pairs=pairs, form=form, about=about, status=status)


def _told_apart(actor: Actor, request: HttpRequest, form: Different) -> Any:
    first, second = (one(Client, request.POST.get(name, "")) for name in ("one", "other"))
    reason = form.cleaned_data["reason"].strip()
    return mark_different(actor=actor, client=first.pk, other=second.pk, reason=reason)
