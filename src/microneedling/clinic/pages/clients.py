"""Clients found, listed, entered and changed; what everybody who treats them must know."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...errors import InputError
from ..records.models import Alert, Precision, Sex
from ..records.selectors.banner import whose
from ..records.selectors.clients import Found, likely_same, search
from ..records.selectors.listing import listed
from ..records.selectors.writing import identity_of
from ..records.services import clients as services
from ..records.services.act import Actor
from ..records.services.bookings import drop_draft, keep_draft
from ..records.services.conflict import Conflict
from .asked import WRONG, asked, done, of_one_record, of_version, part, shown, version_of
from .forms import Clinical, choice, draft_of, sent_fields, text

IDENTITY = (
    "given_name",
    "family_name",
    "known_as",
    "telephone",
    "email",
    "address",
    "language",
    "emergency_contact",
)

OWN = ("sex", "own_words", "version")  # of the form of details, what each of its two records holds
WHO = (*IDENTITY, "day", "month", "year", "identity_version")


class Details(Clinical):
    """Who a client is. The day of birth is typed as three parts: what is left empty is not known."""

    given_name = text(gettext_lazy("Given name"), most=120)
    family_name = text(gettext_lazy("Family name"), most=120)
    known_as = text(gettext_lazy("Known as"), gettext_lazy("If they go by another name."), most=120)
    day = text(gettext_lazy("Day"), inputmode="numeric")
    month = text(gettext_lazy("Month"), inputmode="numeric")
    year = text(gettext_lazy("Year"), inputmode="numeric")
    sex = choice(
        gettext_lazy("Sex"),
        Sex.choices,
        gettext_lazy("Figures of skin go by it; “not recorded” where it is not known."),
    )
    telephone = text(gettext_lazy("Telephone"), most=40, inputmode="tel")
    email = text(gettext_lazy("E-mail"), most=254, inputmode="email")
    address = text(gettext_lazy("Address"), rows=2)
    language = text(gettext_lazy("Language"), gettext_lazy("A short sign such as en or de."), most=12)
    emergency_contact = text(
        gettext_lazy("In an emergency"), gettext_lazy("Whom to call, and how."), most=200
    )
    own_words = text(gettext_lazy("What they hope for, in their own words"), rows=3)
    despite_likeness = text(gettext_lazy("Why this is somebody else"), most=300)
    names = (
        ("born_on", "year"),
        ("born_precision", "year"),
    )

    def clean(self) -> dict[str, Any]:
        """The date of birth as far as it is known."""
        found = super().clean() or self.cleaned_data
        found["sex"] = found.get("sex") or Sex.UNKNOWN.value
        try:
            found["born_on"], found["born_precision"] = born(found["day"], found["month"], found["year"])
        except ValueError:
            self.add_error(
                "year", _("This is no date: day, month and year as numbers, the year with four digits.")
            )
        return found


def born(day: str, month: str, year: str) -> tuple[date | None, str]:
    """A date of birth and how much of it is known; raises `ValueError` for what is none.

    >>> born("", "5", "1980"), born("", "", "")
    ((datetime.date(1980, 5, 1), 'month'), (None, 'unknown'))
    """
    typed = [item.strip() for item in (day, month, year)]
    if not any(typed):
        return None, Precision.UNKNOWN.value
    if not typed[2] or (typed[0] and not typed[1]) or len(typed[2]) != 4:
        raise ValueError
    precision = Precision.DAY if typed[0] else Precision.MONTH if typed[1] else Precision.YEAR
    return date(int(typed[2]), int(typed[1] or 1), int(typed[0] or 1)), precision.value


def typed_birth(born_on: date | None, precision: str) -> dict[str, str]:
    """A date of birth as its three fields."""
    known = {"day": 3, "month": 2, "year": 1}.get(precision, 0) if born_on else 0
    parts = (str(born_on.year), str(born_on.month), str(born_on.day)) if born_on else ("", "", "")
    return {
        name: parts[place] if place < known else "" for place, name in enumerate(("year", "month", "day"))
    }


@asked("GET", "POST")
def clients(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, a leaf at a time; or what a search finds. A search is sent in the body: names stand in no address."""
    typed = request.POST.get("text", "").strip()
    page = request.GET.get("leaf", "1")
    found = search(actor=actor, text=typed) if typed else None
    ids = [item.id for item in found] if found is not None else None
    rows = listed(actor=actor, leaf=int(page) if page.isdigit() else 1, ids=ids)
    if ids is not None:
        order = {key: place for place, key in enumerate(ids)}
        rows["rows"].sort(key=lambda row: order.get(row.id, 0))
    name = "parts/client_rows" if "HX-Request" in request.headers else "clients"
    found_as = {item.id: item.found_as for item in found or () if item.found_as}
    return shown(request, name, typed=typed, today=timezone.localdate(), found_as=found_as, **rows)


@asked("GET", "POST")
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new client."""
    actor.need("clinic_records.add_client")
    draft = "client-new"
    if request.method == "GET":
        return _new(request, actor, Details.begun(actor, draft, initial={"sex": "unknown"}))
    form = Details(request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in (*IDENTITY, "born_on", "born_precision")}
        more = {name: form.cleaned_data[name] for name in ("sex", "own_words", "despite_likeness")}
        try:
            client = services.add_client(actor=actor, **given, **more)
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:client", args=(client.pk,))
            return done(request, actor, where, _("The client is on record."), form=draft)
    return _new(request, actor, form, WRONG)


def _new(request: HttpRequest, actor: Actor, form: Details, status: int = 200) -> HttpResponse:
    values = form.data if form.is_bound else form.initial
    return shown(request, "client_new", form=form, alike=_alike(actor, values), status=status)


def _alike(actor: Actor, typed: Any) -> list[Found]:
    try:
        when, precision = born(*(str(typed.get(name, "")) for name in ("day", "month", "year")))
    except ValueError:
        when, precision = None, ""
    said = {name: str(typed.get(name, "")) for name in ("given_name", "family_name", "telephone")}
    if not (said["family_name"].strip() or said["telephone"].strip()):
        return []
    return likely_same(actor=actor, born_on=when if precision == Precision.DAY else None, **said)


@asked("POST")
def likeness(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who on record may be the one who is being typed: a hint that stops nobody."""
    return shown(request, "parts/alike", alike=_alike(actor, request.POST))


@asked("GET", "POST")
def details(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """Who a client is, changed."""
    actor.need("clinic_records.change_identity")
    row, about = whose(actor=actor, client=client)
    identity, draft = identity_of(actor=actor, client=row), "client-details"
    if request.method == "GET":
        form = Known.begun(actor, draft, row.pk, _on_record(row, identity))
        return shown(
            request, "client_details", form=form, whose=about, draft=draft, alert=_alert_form(actor, row.pk)
        )
    form = Known(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        own = form.changes_against(row, ("sex", "own_words"))
        who = form.changes_against(identity, (*IDENTITY, "born_on", "born_precision"))

        def write(actor: Actor) -> None:
            if own:
                services.change_client(
                    actor=part(actor, "client"), client=row.pk, version=found["version"], changes=own
                )
            if who:
                services.change_identity(
                    actor=part(actor, "identity"),
                    client=row.pk,
                    version=found["identity_version"],
                    changes=who,
                )

        try:
            of_one_record(actor, write)
        except InputError as error:
            form.mistaken(error)
        except Conflict:  # what it is not about waits in the form meanwhile
            keep_draft(actor=actor, form=draft, body={"fields": sent_fields(request)}, client=row.pk)
            raise
        else:
            where = reverse("clinic:client", args=(row.pk,))
            return done(request, actor, where, _("The details were kept."), form=draft, client=row.pk)
    alert = _alert_form(actor, row.pk)
    return shown(request, "client_details", form=form, whose=about, draft=draft, alert=alert, status=WRONG)


def keep_rest(actor: Actor, row: Any, kind: str) -> bool:
    """Once two texts of one record (`kind`) are settled: what else waits in the form of details stays there as a draft.

    Returns whether anything does; where nothing differs from what is on record the draft is gone.
    """
    found = draft_of(actor, "client-details", row.pk)
    if found is None:
        return False
    settled = OWN if kind == "client" else WHO
    stands = _on_record(row, identity_of(actor=actor, client=row))
    typed = {name: values for name, values in found.fields.items() if name not in settled}
    kept = any(
        values[-1].strip() != str(stands[name] or "").strip()
        for name, values in typed.items()
        if name in stands and name not in ("version", "identity_version")
    )
    if kept:
        keep_draft(actor=actor, form="client-details", body={"fields": typed}, client=row.pk)
    else:
        drop_draft(actor=actor, form="client-details", client=row.pk)
    return kept


def _on_record(row: Any, identity: Any) -> dict[str, Any]:
    kept = {name: getattr(identity, name) for name in IDENTITY}
    kept |= {"sex": row.sex, "own_words": row.own_words, "version": row.version}
    return {
        **kept,
        "identity_version": identity.version,
        **typed_birth(identity.born_on, identity.born_precision),
    }


class Known(Details):
    """The same of a client on record, with the versions that were read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    identity_version = forms.IntegerField(widget=forms.HiddenInput)


class AlertForm(Clinical):
    """An allergy, condition or medicine."""

    kind = choice(gettext_lazy("About"), Alert.Kind.choices)
    text = text(
        gettext_lazy("What everybody must know"),
        gettext_lazy("Empty means: asked, and none known."),
        most=300,
    )


def _alert_form(actor: Actor, client: UUID) -> AlertForm:
    return AlertForm.begun(actor, "alert", client)


@asked("POST")
def add_alert(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """An alert, or that none is known."""
    row, about = whose(actor=actor, client=client, noted=False)
    form = AlertForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["text"].strip()
        try:
            services.add_alert(
                actor=actor, client=row.pk, kind=form.cleaned_data["kind"], text=words, none_known=not words
            )
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:details", args=(row.pk,)) + "#alerts"
            return done(request, actor, where, _("The alert was kept."), form="alert", client=row.pk)
    identity = identity_of(actor=actor, client=row)
    known = Known.begun(actor, "client-details", row.pk, _on_record(row, identity))
    what = {"form": known, "whose": about, "draft": "client-details", "alert": form}
    return shown(request, "client_details", status=WRONG, **what)


@asked("POST")
def end_alert(request: HttpRequest, actor: Actor, client: UUID, alert: UUID) -> HttpResponse:
    """An alert that holds no longer; it stays on record."""
    version, today = version_of(request), timezone.localdate()
    by = of_version(actor, "end", alert, version, today)
    services.end_alert(actor=by, alert=alert, version=version, ended_on=today)
    where = reverse("clinic:details", args=(client,)) + "#alerts"
    return done(request, actor, where, _("The alert was ended; it stays on record."))
