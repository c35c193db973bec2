"""The consultation: what is to become better and where, the phototype by questions, the scores to start from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...errors import InputError
from ...skin.sites import FACE
from ..records.selectors.banner import whose
from ..records.selectors.consulting import consulting
from ..records.services import assessments, clients, events
from ..records.services.act import Actor
from ..records.words import CONCERNS, ZONES
from . import phototype
from .asked import KEY, WRONG, asked, done, of_one_record, of_version, part, shown, together, version_of
from .forms import Clinical, Draft, choice, draft_of, text
from .language.core_words import spoken
from .mistakes import in_words
from .scoring import keep_scores, questions

HEAD_AND_NECK = [zone for zone in ZONES if zone in FACE or zone == "neck"]
BODY = [zone for zone in ZONES if zone not in HEAD_AND_NECK]
BASELINES = 2  # readings to start from, on two days: one alone is half noise
SCAR_TYPES = ("rolling", "boxcar", "icepick", "mixed")


class ConcernForm(Clinical):
    """What is to become better."""

    concern = choice(gettext_lazy("What is to become better"), [("", "–"), *spoken(CONCERNS)])
    subtype = choice(gettext_lazy("Type of scar"), [("", "–"), *spoken(SCAR_TYPES)])
    own_words = text(gettext_lazy("In their own words"), rows=2)
    zone = forms.MultipleChoiceField(choices=spoken(ZONES), required=False)
    by_page = ("zone",)
    names = (("zones", "zone"),)

    def clean(self) -> dict[str, Any]:
        """A concern in at least one zone; a type for acne scars alone."""
        found = super().clean() or self.cleaned_data
        if not found.get("concern"):
            self.add_error("concern", _("Choose what is to become better."))
        if not found.get("zone"):
            self.add_error("zone", _("Choose at least one zone, on the map or in the list."))
        if found.get("subtype") and found.get("concern") != "atrophic acne scar":
            self.add_error("subtype", _("Only an atrophic acne scar has a type."))
        return found


class SkinForm(Clinical):
    """Two questions on sun, one on marks, and the type that was decided on."""

    burns = choice(
        gettext_lazy("After an hour of the first strong sun of the year, without protection, the skin is …"),
        [(key, words) for key, (words, _types) in phototype.BURNS.items()],
        radio=True,
    )
    tans = choice(
        gettext_lazy("After two weeks of such sun it has become …"),
        [(key, words) for key, (words, _types) in phototype.TANS.items()],
        radio=True,
    )
    marks = choice(
        gettext_lazy("Do spots or scratches leave dark marks?"), list(phototype.MARKS.items()), radio=True
    )
    decided = choice(
        gettext_lazy("Phototype for the record"),
        [("", "–"), *((kind, kind) for kind in phototype.TYPES)],
        gettext_lazy("The answers suggest, you decide; look at skin that sees no sun."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A decision; answers may be left out where the skin itself was judged."""
        found = super().clean() or self.cleaned_data
        if not found.get("decided"):
            self.add_error("decided", _("Choose the type that goes on record."))
        return found


@asked("GET")
def consult(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """The consultation as it stands."""
    return _page(request, actor, client)


def _page(
    request: HttpRequest, actor: Actor, client: UUID, status: int = 200, **forms_of: Any
) -> HttpResponse:
    actor.need("clinic_records.add_indication")
    row, about = whose(actor=actor, client=client)
    found = consulting(actor=actor, client=row)
    score_draft = draft_of(actor, "baseline", row.pk)
    scores = forms_of.get("scores")
    if scores is None:
        scores = questions(found["indications"], score_draft.initial() if score_draft else {}, found["used"])
    for item in scores:
        item.earlier = found["starts"].get(item.indication.pk, [])
    skin = forms_of.get("skin") or SkinForm.begun(
        actor, "phototype", row.pk, {"decided": row.phototype, "version": row.version}
    )
    begun = [item for item in scores if item.indication.zone in found["treated"]]
    scores = [item for item in scores if item not in begun]
    waiting = [item for item in scores if len(item.earlier) < BASELINES]
    what: dict[str, Any] = {
        "whose": about,
        "client": row,
        "concern": forms_of.get("concern") or ConcernForm.begun(actor, "concern", row.pk),
        "skin": skin,
        "types": {"burns": phototype.BURNS, "tans": phototype.TANS},
        "scores": scores,
        "begun": begun,
        "scoring": _sending(score_draft if forms_of.get("scores") is None else None),
        "score_error": forms_of.get("score_error", ""),
        "indications": found["indications"],
        "head": HEAD_AND_NECK,
        "body": BODY,
        "ready": {
            "concerns": bool(found["indications"]),
            "skin": bool(row.phototype),
            "scores": bool(scores or begun) and not waiting,
        },
        "baselines": BASELINES,
    }
    return shown(request, "consult", status=status, **what)


def _sending(draft: Draft | None) -> Clinical:
    form = Clinical()
    form.restored = draft
    return form


def _on(client: UUID, place: str) -> str:
    return reverse("clinic:consult", args=(client,)) + f"#{place}"


@asked("POST")
def add_concern(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """A concern in one zone or several: one row on record each, all or none."""
    form = ConcernForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        about = {name: found[name] for name in ("concern", "subtype", "own_words")}

        def write() -> None:
            for zone in found["zone"]:
                assessments.add_indication(actor=part(actor, zone), client=client, zone=zone, **about)

        try:
            together(actor, write)
        except InputError as error:
            form.mistaken(error)
        else:
            where = _on(client, "concerns")
            return done(request, actor, where, _("The concern is on record."), form="concern", client=client)
    return _page(request, actor, client, WRONG, concern=form)


@asked("POST")
def end_concern(request: HttpRequest, actor: Actor, client: UUID, indication: UUID) -> HttpResponse:
    """A concern that is treated no longer; its scores stay."""
    version, today = version_of(request), timezone.localdate()
    by = of_version(actor, "end", indication, version, today)
    assessments.end_indication(actor=by, indication=indication, version=version, ended_on=today)
    return done(
        request, actor, _on(client, "concerns"), _("The concern was ended; its scores stay on record.")
    )


@asked("POST")
def suggest(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """What two answers suggest, while they are given."""
    burns, tans = request.POST.get("burns", ""), request.POST.get("tans", "")
    known = burns in phototype.BURNS and tans in phototype.TANS
    return shown(request, "parts/suggested", found=phototype.suggested(burns, tans) if known else None)


@asked("POST")
def set_phototype(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """The type that was decided on, with the questions and answers as a note."""
    form = SkinForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data

        def write(actor: Actor) -> None:
            if told := _answers(form):
                events.add_note(actor=part(actor, "note"), client=client, kind="consultation", text=told)
            clients.change_client(
                actor=part(actor, "type"),
                client=client,
                version=found["version"],
                changes={"phototype": found["decided"]},
            )

        try:
            of_one_record(actor, write)
        except InputError as error:
            form.mistaken(error)
        else:
            words = _("The phototype is on record.")
            return done(request, actor, _on(client, "skin"), words, form="phototype", client=client)
    return _page(request, actor, client, WRONG, skin=form)


def _answers(form: SkinForm) -> str:
    found = form.cleaned_data
    lines = []
    for name in ("burns", "tans", "marks"):
        if found[name]:
            words = dict(form.fields[name].choices)[found[name]]  # type: ignore[attr-defined]
            lines.append(f"{form.fields[name].label} {words}.")
    if found["burns"] and found["tans"]:
        lines.append(phototype.suggested(found["burns"], found["tans"]).words())
    if lines:
        lines.append(_("Recorded: type %(kind)s.") % {"kind": found["decided"]})
    return "\n".join(lines)


@asked("POST")
def add_baseline(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """Scores to start from."""
    actor.need("clinic_records.add_measurement")
    row, _about = whose(actor=actor, client=client, noted=False)
    found = consulting(actor=actor, client=row)
    scores = questions(found["indications"], request.POST, found["used"])
    late = [item for item in scores if item.chosen.strip() and item.indication.zone in found["treated"]]
    error = ""
    try:
        if late:  # a page that was open while the session was logged: nothing of it is kept, its draft is
            error = _(
                "%(zones)s: a session is on record, so today's score is no start any more. Use Follow-up."
            )
            error %= {"zones": ", ".join(_(item.indication.zone) for item in late).capitalize()}
            return _page(request, actor, client, WRONG, scores=scores, score_error=error)
        count = keep_scores(actor, scores, baseline=True)
    except InputError as mistaken:
        error = next((in_words(item) for item in mistaken.mistakes if item.path == KEY), "")
    else:
        if count:
            words = _("The scores to start from were kept.")
            return done(request, actor, _on(client, "scores"), words, form="baseline", client=client)
        error = _("Nothing was scored yet.")
    return _page(request, actor, client, WRONG, scores=scores, score_error=error)
