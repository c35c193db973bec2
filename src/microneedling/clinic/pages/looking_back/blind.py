"""Scores read from two photographs without their dates, in an order of chance; what was which is told afterwards."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError
from ...audit.record import in_turn
from ...records.models import Indication
from ...records.selectors.banner import whose
from ...records.selectors.consulting import treated_before
from ...records.selectors.photographs import next_pair, own_scores, sets_of
from ...records.services.act import Actor, NotFound, done_before, one
from ...records.services.assessments import add_measurement
from ...records.services.bookings import drop_draft
from ..asked import WRONG, asked, done, part, shown, together
from ..forms import Clinical, choice
from ..grades import ScaleInWords, scale_in_words, scale_label, scales_of
from ..language.numbers import spelt

SIDES = ("one", "two")


class ScoredAlready(Exception):
    """This rater scored the pair before: in another tab, or on a page that was gone back to."""


class Blind(Clinical):
    """What is said of two photographs before anybody knows which is which; hidden fields say which was shown where."""

    one = forms.UUIDField(widget=forms.HiddenInput)
    two = forms.UUIDField(widget=forms.HiddenInput)
    score_one = forms.CharField(required=False)
    score_two = forms.CharField(required=False)
    by_page = ("score_one", "score_two")
    known = choice(
        gettext_lazy("Did you know which is the earlier one?"),
        [
            ("no", gettext_lazy("no, I scored blind")),
            ("yes", gettext_lazy("yes: I remember them, or something in them tells")),
        ],
        radio=True,
    )

    def clean(self) -> dict[str, Any]:
        """Both are scored, and whether it was blind is asked, never guessed."""
        found = super().clean() or self.cleaned_data
        for side in SIDES:
            if not str(found.get(f"score_{side}", "")).strip():
                self.add_error(f"score_{side}", _("Score this photograph too."))
        if not found.get("known"):
            self.add_error("known", _("Say whether you knew: a forecast learns less from who did."))
        return found


@asked("GET", "POST")
def blind(request: HttpRequest, actor: Actor, client: UUID, indication: UUID) -> HttpResponse:
    """Score two photographs of a concern's zone without their dates; both scores are kept, or none."""
    for permission in ("view_photograph", "add_measurement"):
        actor.need(f"clinic_records.{permission}")
    row, about = whose(actor=actor, client=client)
    concern = one(Indication, indication)
    scale = _scale(concern)
    if concern.client_id != row.pk or scale is None:  # type: ignore[attr-defined]
        raise NotFound("no such concern")
    draft, what = f"blind {concern.pk}", {"whose": replace(about, photograph=None), "concern": concern}
    shots = _shots(actor, row, concern)
    if request.method == "POST":
        form = Blind(request.POST)
        if form.is_valid() and _both_known(form, shots):
            try:
                told = _keep(actor, row.pk, concern, scale, form, shots)
            except ScoredAlready:
                return _refused(request, actor, row, form, shots, draft, what)
            except InputError as error:
                if _scored(actor, row.pk, form):  # the key of what was kept, with other scores
                    return _refused(request, actor, row, form, shots, draft, what)
                form.mistaken(error)
            else:
                first, second = sorted(
                    (shots[form.cleaned_data[side]] for side in SIDES), key=lambda shot: shot.happened_at
                )
                where = reverse("clinic:compare", args=(row.pk,)) + f"?first={first.pk}&second={second.pk}"
                return done(request, actor, where, told, form=draft, client=row.pk)
    else:
        rated = {found.photograph for found in own_scores(actor=actor, client=row)}
        pair = next_pair(sets_of(actor=actor, client=row), concern.zone, rated)
        if pair is None:
            return shown(request, "looking_back/no_pair", **what)
        shuffled = random.SystemRandom().sample([shot.pk for shot in pair], 2)
        offered: dict[str, Any] = dict(zip(SIDES, shuffled, strict=True))
        form = Blind.begun(actor, draft, row.pk, offered)
        drafted = {str(form[side].value()) for side in SIDES}
        if not drafted <= {str(pk) for pk in shots} or drafted <= {str(pk) for pk in rated}:
            form = Blind(initial=offered)  # the draft is of a pair that is scored or not shown any more
    what |= {"form": form, "scale": scale, "draft": draft, "sides": _sides(form)}
    return shown(request, "looking_back/blind", status=WRONG if form.is_bound else 200, **what)


def _scale(concern: Indication) -> ScaleInWords | None:
    names = scales_of(concern.concern)
    return scale_in_words(names[0]) if names else None


def _shots(actor: Actor, client: Any, concern: Indication) -> dict[UUID, Any]:
    sets = sets_of(actor=actor, client=client)
    return {shot.pk: shot for found in sets if found.zone == concern.zone for shot in found.shots}


def _scored(actor: Actor, client: UUID, form: Blind) -> bool:
    """Whether this rater scored both photographs of the form before."""
    rated = {row.photograph for row in own_scores(actor=actor, client=client)}
    return all(form.cleaned_data[side] in rated for side in SIDES)


def _refused(
    request: HttpRequest,
    actor: Actor,
    client: Any,
    form: Blind,
    shots: dict[UUID, Any],
    draft: str,
    what: dict[str, Any],
) -> HttpResponse:
    """The page that says that the pair was scored by this rater already, and what was kept then."""
    drop_draft(actor=actor, form=draft, client=client.pk)
    pair = sorted((shots[form.cleaned_data[side]] for side in SIDES), key=lambda shot: shot.happened_at)
    asked_for = {shot.pk for shot in pair}
    kept = [row for row in own_scores(actor=actor, client=client) if row.photograph in asked_for]
    for row in kept:
        row.label = scale_label(row.scale)
    return shown(request, "looking_back/scored_already", status=409, kept=kept, pair=pair, **what)


def _both_known(form: Blind, shots: dict[UUID, Any]) -> bool:
    """Whether the two are a pair: shown still, from one side, of two days."""
    pair = [shots[form.cleaned_data[side]] for side in SIDES if form.cleaned_data[side] in shots]
    days = {shot.happened_at.date() for shot in pair}
    if len(pair) == len(days) == 2 and pair[0].view == pair[1].view:
        return True
    form.add_error(None, _("These photographs are not shown any more. Begin again."))
    return False


def _sides(form: Blind) -> list[dict[str, Any]]:
    """What the page shows of each side: its letter, its photograph, its grades."""
    return [
        {
            "letter": letter,
            "photograph": form[side].value(),
            "field": form[f"score_{side}"],
            "chosen": str(form[f"score_{side}"].value() or ""),
        }
        for side, letter in zip(SIDES, "AB", strict=True)
    ]


def _keep(
    actor: Actor, client: UUID, concern: Indication, scale: ScaleInWords, form: Blind, shots: dict[UUID, Any]
) -> str:
    """Keep both scores on the days of their photographs; returns what was which, in words.

    Raises `ScoredAlready` unless it is the same sending once more, which finds the thing done.
    """
    found = form.cleaned_data

    def write() -> list[Any]:
        in_turn()  # two tabs at once: the second sees what the first kept
        if not done_before(part(actor, SIDES[0])) and _scored(actor, client, form):
            raise ScoredAlready
        kept = []
        for side in SIDES:
            shot = shots[found[side]]
            kept.append(
                add_measurement(
                    actor=part(actor, side),
                    client=client,
                    zone=concern.zone,
                    value=found[f"score_{side}"],
                    scale=scale.name,
                    indication=concern.pk,
                    blinded="yes" if found["known"] == "no" else "no",
                    baseline=not treated_before(client, concern.zone, shot.happened_at),
                    from_photograph=shot.pk,
                )
            )
        return kept

    rows = together(actor, write)
    days = [date_format(row.happened_at, "j F Y") for row in rows]
    words = {
        "a": days[0],
        "x": rows[0].typed,
        "b": days[1],
        "y": rows[1].typed,
    }
    said = _("A was %(a)s: %(x)s. B was %(b)s: %(y)s.") % words
    if abs(rows[0].value - rows[1].value) < scale.smallest_change:
        least = {"e": spelt(scale.smallest_change)}
        said += " " + _("Less than %(e)s apart may be one rater's error alone.") % least
    return said
