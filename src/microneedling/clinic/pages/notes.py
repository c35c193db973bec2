"""Notes written, changed while they are open, signed; what is added to a signed one stands beside it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...errors import InputError
from ..records.models import Note
from ..records.selectors.banner import whose
from ..records.selectors.writing import addenda_of, record_now
from ..records.services import events as services
from ..records.services.act import Actor
from ..records.services.bookings import drop_draft, keep_draft
from ..records.services.signing import add_addendum
from .asked import WRONG, asked, done, of_one_record, part, see, shown, together
from .forms import Clinical, choice, text


class NoteForm(Clinical):
    """What was said or seen."""

    kind = choice(gettext_lazy("Occasion"), Note.Kind.choices)
    text = text(gettext_lazy("What was said or seen"), rows=10)


class Opened(Clinical):
    """An open note, with the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = text(gettext_lazy("What was said or seen"), rows=12)


class Added(Clinical):
    """What is added to a signed record."""

    text = text(
        gettext_lazy("Addendum"),
        gettext_lazy("What is signed stays as it is; this stands beside it."),
        rows=3,
    )


SHOWN_AT = {"note": "clinic:note", "session": "clinic:session"}


@asked("POST")
def addendum(request: HttpRequest, actor: Actor, kind: str, record: UUID) -> HttpResponse:
    """Add to a signed note or session."""
    row = record_now(actor=actor, kind=kind, record=record)
    where, form = reverse(SHOWN_AT[kind], args=(record,)), Added(request.POST)
    if form.is_valid():
        try:
            add_addendum(actor=actor, kind=kind, record=record, text=form.cleaned_data["text"])
        except InputError as error:
            form.mistaken(error)
        else:
            draft = f"addendum {kind} {record}"
            return done(request, actor, where, _("The addendum was kept."), form=draft, client=row.client_id)
    _client, about = whose(actor=actor, client=row.client_id)
    return shown(request, "addendum", form=form, whose=about, kind=kind, record=record, status=WRONG)


@asked("GET", "POST")
def add(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """A new note; signed at once where asked."""
    actor.need("clinic_records.add_note")
    row, about = whose(actor=actor, client=client)
    draft = "note-new"
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm.begun(actor, draft, row.pk)
    if form.is_bound and form.is_valid():

        def write() -> None:
            note = services.add_note(actor=part(actor, "note"), client=row.pk, **form.cleaned_data)
            if request.POST.get("sign"):
                services.sign_note(actor=part(actor, "sign"), note=note.pk, version=note.version)

        try:
            together(actor, write)
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:client", args=(row.pk,))
            return done(request, actor, where, _("The note was kept."), form=draft, client=row.pk)
    what = {"form": form, "whose": about, "draft": draft}
    return shown(request, "note", status=WRONG if form.is_bound else 200, **what)


@asked("GET", "POST")
def note(request: HttpRequest, actor: Actor, note: UUID) -> HttpResponse:
    """A note: open ones are changed and signed, signed ones shown."""
    row = record_now(actor=actor, kind="note", record=note)
    _client, about = whose(actor=actor, client=row.client_id)
    draft, owner = f"note {row.pk}", row.client_id
    if row.signed_at is not None:
        late = request.method == "POST" and _kept_late(actor, row, request.POST.get("text", ""))
        if request.method == "POST" and not late:  # a second click: what the first one did stands
            return see(request, reverse("clinic:client", args=(owner,)))
        name = f"addendum note {row.pk}"
        what = {"note": row, "whose": about, "form": Added.begun(actor, name, owner), "draft": name}
        what |= {"addenda": addenda_of(actor=actor, row=row), "late": late}
        return shown(request, "note_signed", status=WRONG if late else 200, **what)
    actor.need("clinic_records.change_note")
    kept = {"text": row.text, "version": row.version}
    form = Opened(request.POST) if request.method == "POST" else Opened.begun(actor, draft, owner, kept)
    if form.is_bound and form.is_valid():
        found = form.cleaned_data

        def write(actor: Actor) -> None:
            new = services.change_note(
                actor=part(actor, "text"), note=row.pk, version=found["version"], text=found["text"]
            )
            if request.POST.get("sign"):
                services.sign_note(actor=part(actor, "sign"), note=row.pk, version=new.version)

        try:
            of_one_record(actor, write)
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:client", args=(owner,))
            return done(request, actor, where, _("The note was kept."), form=draft, client=owner)
    what = {"form": form, "whose": about, "draft": draft, "note": row}
    return shown(request, "note", status=WRONG if form.is_bound else 200, **what)


def _kept_late(actor: Actor, note: Note, typed: str) -> bool:
    """Words that came once a note was signed, kept as the draft of an addendum; False where it says them already."""
    if not typed.strip() or typed.split() == note.text.split():
        return False
    drop_draft(actor=actor, form=f"note {note.pk}", client=note.client.pk)
    body = {"fields": {"text": [typed]}}
    keep_draft(actor=actor, form=f"addendum note {note.pk}", body=body, client=note.client.pk)
    return True
