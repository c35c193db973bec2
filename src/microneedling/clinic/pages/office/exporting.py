"""What goes out: made as a job by the functions that the commands call, fetched from here by who asked, and noted."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...records.models import Client, Measurement
from ...records.selectors.clients import led_to
from ...records.selectors.office.numbered import numbered
from ...records.services.act import Actor, one
from ...tray import Tray, new_tray
from ...work.handing_out import EXPORTS, TABLES
from ...work.models import Job
from ...work.queue import inputs_of, put_in
from ..asked import WRONG, asked, done, new_key, see
from ..forms import Clinical, choice, text
from ..forms import number as figure
from ..grades import scale_in_words
from .jobs import GOING, answer_of, may_fetch, own_job, own_jobs, sent_file
from .typed import office, tick, tried

WORDS = {
    "clients": gettext_lazy("clients"),
    "sessions": gettext_lazy("sessions"),
    "measurements": gettext_lazy("scores and measurements"),
    "lots": gettext_lazy("lots"),
    "calendar": gettext_lazy("bookings as a calendar"),
    "reminders": gettext_lazy("reminders"),
    "person": gettext_lazy("all that is kept of one client"),
    "fhir": gettext_lazy("one client as FHIR"),
    "anonymous": gettext_lazy("a table that names nobody"),
    "clinic": gettext_lazy("the whole clinic"),
}
ALL = "all"  # the word that is typed before everything goes out
DAY = {"type": "date", "class": "short"}


def day(label: Any, help_text: Any = "") -> forms.DateField:
    """A day to choose; empty is allowed."""
    return forms.DateField(
        label=label, help_text=help_text, required=False, widget=forms.DateInput(DAY, "%Y-%m-%d")
    )


class Plain(Clinical):
    """What a job is given: the fields of a form as JSON can say them."""

    def inputs(self) -> dict[str, Any]:
        """The same without what was left empty."""
        said = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
        }
        return {name: value for name, value in said.items() if value not in ("", None, False)}


class TableOf(Plain):
    """A table."""

    what = choice(gettext_lazy("Of what"), [(name, WORDS[name]) for name in TABLES], radio=True)
    separator = choice(
        gettext_lazy("Between cells"),
        [(",", gettext_lazy("comma")), (";", gettext_lazy("semicolon")), ("\t", gettext_lazy("tab"))],
    )

    def clean(self) -> dict[str, Any]:
        """One of the tables."""
        found = super().clean() or self.cleaned_data
        if not found.get("what"):
            self.add_error("what", _("Say of what."))
        return found


class Days(Plain):
    """From one day to another."""

    first = day(gettext_lazy("From"), gettext_lazy("Left out: from today on."))
    last = day(gettext_lazy("To"))

    def clean(self) -> dict[str, Any]:
        """Two days in their order."""
        found = super().clean() or self.cleaned_data
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("This is before the day it begins with."))
        return found


class Calendar(Days):
    """Bookings."""

    with_names = tick(
        gettext_lazy("With names"), gettext_lazy("A calendar tends to lie in other people's hands.")
    )

    def inputs(self) -> dict[str, Any]:
        """As the job calls them."""
        said = super().inputs()
        return {**{k: v for k, v in said.items() if k != "with_names"}, "names": bool(said.get("with_names"))}


class Reminders(Days):
    """Texts of reminders; empty for the usual ones."""

    booked = text(
        gettext_lazy("Words for a booking"),
        gettext_lazy("With {name} {day} {time} {purpose} {clinic}; empty: the usual ones."),
        rows=2,
    )
    due = text(gettext_lazy("Words for a session that is due"), rows=2)


def _scale(name: str) -> str:
    """What a scale is called; one of the clinic's own goes by its name."""
    found = scale_in_words(name)
    return found.label if found is not None else name


class Anonymous(Plain):
    """How far nobody may be told."""

    k = figure(gettext_lazy("Rows that anybody's may be one of"), gettext_lazy("At least; 5 unless said."))
    scale = choice(gettext_lazy("With the first score on"), [])
    smoker = tick(gettext_lazy("With whether they smoke"))

    def clean(self) -> dict[str, Any]:
        """A whole number."""
        found = super().clean() or self.cleaned_data
        if found.get("k") and not str(found["k"]).strip().isdigit():
            self.add_error("k", _("A whole number, such as 5."))
        return found

    def __init__(self, *given: Any, **more: Any):
        super().__init__(*given, **more)
        there = (
            Measurement.objects.exclude(scale="").values_list("scale", flat=True).order_by("scale").distinct()
        )
        self.fields["scale"].choices = [("", _("none")), *((name, _scale(name)) for name in there)]  # type: ignore[attr-defined]


class Whole(Plain):
    """Everything; the word says that it is meant."""

    word = text(gettext_lazy("Type all to have everything made"), short=True)

    def clean(self) -> dict[str, Any]:
        """The word."""
        found = super().clean() or self.cleaned_data
        if str(found.get("word", "")).strip().lower() != ALL:
            self.add_error("word", _("Type the word all: whoever has this file has every record."))
        return found


class Number(Clinical):
    """Whose."""

    number = text(gettext_lazy("Number of the client"), short=True, inputmode="numeric")


FORMS: dict[str, type[Plain]] = {
    "table": TableOf, "calendar": Calendar, "reminders": Reminders, "anonymous": Anonymous, "clinic": Whole,
}  # fmt: skip


@asked("GET", "POST")
def exports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What may be made, and what was made."""
    sort = request.POST.get("sort", "")
    forms_here: dict[str, Clinical] = {name: form(auto_id=f"{name}_%s") for name, form in FORMS.items()}
    forms_here["person"] = Number(auto_id="person_%s")
    if sort in FORMS:
        form = FORMS[sort](request.POST, auto_id=f"{sort}_%s")
        if form.is_valid() and tried(form, lambda: _made(actor, sort, form)):
            return _told(request, actor)
        forms_here[sort] = form
    elif sort == "person":
        asked_for = Number(request.POST, auto_id="person_%s")
        row = tried(asked_for, lambda: numbered(actor=actor, typed=asked_for.cleaned_data["number"]))
        if row is not None:
            return see(request, reverse("clinic:rights", args=(led_to(row).pk,)))
        forms_here["person"] = asked_for
    may = {name for name, kind in EXPORTS.items() if actor.may(kind.needs)}
    if not may:
        actor.need("clinic_records.export_clinic")
    own = own_jobs(actor, "export")
    for row in own:
        row.there = row.state == Job.State.DONE and Tray(row.asked["tray"]).has(row.answer["file"])
    what = {"forms": forms_here, "own": own, "words": WORDS, "may": may, "going": _going(own)}
    return office(request, "exports", status=WRONG if sort else 200, **what)


def _going(own: list[Any]) -> Any:
    return next((row for row in own if row.state in GOING), None)


def _made(actor: Actor, sort: str, form: Plain) -> Job:
    said = form.inputs()
    said.pop("word", None)
    what = said.pop("what", sort)
    return make(actor, what, said)


def make(actor: Actor, what: str, said: dict[str, Any], client: UUID | None = None) -> Job:
    """Put in the job that makes a file; sent twice under one key it is made once. Raises `NotAllowed`, `InputError`."""
    kind = EXPORTS[what]
    inputs = {**said, "what": what, "asked": actor.key or new_key()}
    if client is not None:
        inputs["client"] = str(client)
    before = Job.objects.filter(
        user=actor.user, kind="export", inputs__contains=f'"asked":"{inputs["asked"]}"'
    ).first()
    if before is not None:
        return before
    inputs["tray"] = new_tray().key
    return put_in(
        actor=actor, kind="export", inputs=inputs, client=client, needs=kind.needs, act="client.export"
    )


def _told(request: HttpRequest, actor: Actor) -> HttpResponse:
    return done(
        request,
        actor,
        reverse("clinic:office-exports"),
        _("It is being made; it will lie here to be fetched."),
    )


@asked("POST")
def of_client(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """All that is kept of a client, or what FHIR has words for, to be handed to them."""
    what = request.POST.get("what", "")
    if what not in EXPORTS or not EXPORTS[what].of_client:
        return HttpResponse(status=400)
    row = led_to(one(Client, client))
    make(actor, what, {"pictures": True} if request.POST.get("pictures") else {}, row.pk)
    return _told(request, actor)


@asked("GET")
def fetch(request: HttpRequest, actor: Actor, job: UUID) -> HttpResponse:
    """A file that was made, for who had it made alone, and only while they may; that it was fetched is noted."""
    row = own_job(actor, job, "export")
    may_fetch(actor, inputs_of(row)["what"])
    return sent_file(actor, row, answer_of(row).get("file", "nothing"), "export.fetch", row.client_id)  # type: ignore[attr-defined]
