"""A session begun, logged zone by zone while it is going on, signed; each part is kept as soon as it is entered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....errors import InputError
from ...records.called import purpose_in_words
from ...records.selectors.banner import whose
from ...records.selectors.treating import (
    agreed,
    booked_for,
    devices_in_use,
    last_settings,
    lots_to_take,
    open_today,
    running_plans,
    session_log,
)
from ...records.selectors.writing import addenda_of
from ...records.services import bookings, photographs, uses
from ...records.services import sessions as services
from ...records.services.act import Actor
from ..asked import WRONG, asked, done, of_one_record, part, see, shown
from ..forms import Clinical, choice, text
from ..language.numbers import spelt
from ..notes import Added
from .meanwhile import addendum_of, save_words, told
from .proposed import proposed
from .session_forms import AFTERCARE, LotForm, NumbingForm, Shot, Story, ZoneForm, scanned_lot
from .session_forms import numbers as typed_numbers
from .warnings import (
    depth_warnings,
    interval_warnings,
    lot_warnings,
    numbing_warnings,
    scanned_warning,
    typed_number,
)


class Begin(Clinical):
    """What a session rests on."""

    plan = choice(gettext_lazy("Plan"), [])
    device = choice(gettext_lazy("Device"), [])
    appointment = choice(gettext_lazy("Booking"), [])
    reason = text(
        gettext_lazy("Reason to treat without consent"),
        gettext_lazy(
            "Only where no consent to the plan's present version holds; it needs the right to, and is kept."
        ),
        most=300,
    )
    names = (
        ("plan_version", "plan"),
        ("consent", "reason"),
        ("without_consent_reason", "reason"),
    )


@asked("GET", "POST")
def begin(request: HttpRequest, actor: Actor, client: UUID) -> HttpResponse:
    """Begin a session: with its plan and the consent it rests on."""
    actor.need("clinic_records.add_session")
    row, about = whose(actor=actor, client=client)
    plans, today = running_plans(row.pk), timezone.localdate()
    going_on = open_today(row.pk, today)
    if going_on and request.method == "POST" and not request.POST.get("another"):
        messages.info(request, _("%(session)s is open: go on with it.") % {"session": called(going_on[0])})
        return see(request, reverse("clinic:session", args=(going_on[0].pk,)))
    consents = agreed(plans)
    booked, devices = booked_for(row.pk, today), devices_in_use(today)
    first = {
        "plan": str(plans[0].current.pk) if plans and plans[0].current else "",
        "device": str(devices[0].pk) if devices else "",
        "appointment": str(booked[0].pk) if booked else "",
    }
    form = (
        Begin(request.POST) if request.method == "POST" else Begin.begun(actor, "session-new", row.pk, first)
    )
    form.fields["plan"].choices = [  # type: ignore[attr-defined]
        *((str(plan.current.pk), plan.name) for plan in plans if plan.current),
        ("", _("none")),
    ]
    form.fields["device"].choices = [*((str(item.pk), item.name) for item in devices), ("", _("none"))]  # type: ignore[attr-defined]
    shown_bookings = [
        (str(item.pk), f"{item.at_time:%H:%M}, {purpose_in_words(item.purpose)}") for item in booked
    ]
    form.fields["appointment"].choices = [*shown_bookings, ("", _("none"))]  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        found = form.cleaned_data
        try:
            session = services.open_session(
                actor=actor,
                client=row.pk,
                plan_version=_id(found["plan"]),
                device=_id(found["device"]),
                appointment=_id(found["appointment"]),
                without_consent_reason=found["reason"],
            )
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:session", args=(session.pk,))
            return done(request, actor, where, _("The session is open."), form="session-new", client=row.pk)
    what = {"whose": about, "form": form, "plans": [(plan, consents.get(plan.pk)) for plan in plans]}
    what["going_on"] = [(called(item), item) for item in going_on]
    what["all_agreed"] = bool(plans) and len(consents) == len(plans)
    what["may_without"] = actor.may("clinic_records.treat_without_consent")
    return shown(request, "session_new", status=WRONG if form.is_bound else 200, **what)


def called(session: Any) -> str:
    """What a session is called on pages."""
    return _("Session %(n)s") % {"n": session.number} if session.number else _("A session")


def _id(text: str) -> UUID | None:
    return UUID(text) if text else None


@asked("GET")
def session(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """The log of a session; a signed one to read, with what was added to it."""
    return _page(request, actor, session)


def _page(request: HttpRequest, actor: Actor, session: UUID, status: int = 200, **given: Any) -> HttpResponse:
    row = session_log(actor=actor, session=session)
    client, about = whose(actor=actor, client=row.client_id)
    closed = row.signed_at is not None or hasattr(row, "voided")
    what: dict[str, Any] = {"session": row, "whose": about}
    if closed:
        sent = next(iter(given.values()), None)
        kept = save_words(actor, row, client.pk, sent)
        if kept or sent is not None:
            what["meanwhile"] = told(kept, hasattr(row, "voided"))
        draft = addendum_of(row.pk)
        added = Added.begun(actor, draft, client.pk)
        what |= {"form": added, "draft": draft, "addenda": addenda_of(actor=actor, row=row)}
        return shown(request, "session_signed", status=status, **what)
    before = last_settings(row)
    logged = {zone.zone for zone in row.zones.all()}
    copied = [zone for name, zone in before.items() if name not in logged]
    planned = [item for item in proposed(row) if item["zone"] not in logged]
    first = planned[0] if planned else ZoneForm.copied(copied)
    draft = f"session {row.pk}"
    story = {"version": row.version, "note": row.note, "reaction": row.reaction}
    story |= {
        "aftercare": row.aftercare or str(AFTERCARE),
        "pain": "" if row.pain is None else spelt(row.pain),
    }
    lots = lots_to_take(actor=actor)
    what |= {
        "before": before,
        "copied": bool(copied) and not planned,
        "planned": bool(planned),
        "zone": given.get("zone") or ZoneForm.begun(actor, f"{draft} zone", client.pk, first),
        "numbing": given.get("numbing") or NumbingForm.begun(actor, f"{draft} numbing", client.pk),
        "lot": given.get("lot") or LotForm.begun(actor, f"{draft} lot", client.pk),
        "story": given.get("story") or Story.begun(actor, draft, client.pk, story),
        "shot": given.get("shot") or Shot(),
        "draft": draft,
    }
    writes = actor.may("clinic_records.change_session")  # who may not sees what is on record, and no form
    what["told"] = [words for words in (row.note, row.reaction, row.aftercare) if words]
    what["ticks"] = _ticks(row, what["story"] if writes else Story())
    what["lot"].offer(lots, [zone.zone for zone in row.zones.all()])
    return shown(request, "session", status=status, **what)


def _ticks(row: Any, story: Story) -> list[tuple[str, bool, str]]:
    """What a session should have before it is signed; what stands in the form is kept with the signature."""
    typed = {name: bool(str(story[name].value() or "").strip()) for name in ("note", "reaction", "aftercare")}
    seen, told_them = bool(row.note or row.reaction), bool(row.aftercare)
    ticks = [
        (_("consent to the plan, or a reason"), bool(row.plan_version_id or row.without_consent_reason)),
        (_("at least one zone"), bool(row.zones.all())),
        (_("the lots that were used"), bool(row.uses.all())),
        (_("a photograph"), bool(row.photographs.all())),
        (_("what was seen"), seen or typed["note"] or typed["reaction"]),
        (_("aftercare told"), told_them or typed["aftercare"]),
    ]
    waits = [False, False, False, False, not seen, not told_them]
    said = [
        (_("above, kept as you sign") if wait else _("there")) if there else _("missing")
        for (_words, there), wait in zip(ticks, waits, strict=True)
    ]
    return [(*tick, chip) for tick, chip in zip(ticks, said, strict=True)]


def _back(session: UUID, place: str = "") -> str:
    return reverse("clinic:session", args=(session,)) + (f"#{place}" if place else "")


@asked("POST")
def warn(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """What is to be said about the part that is being typed."""
    row, typed = session_log(actor=actor, session=session), request.POST
    found: list[Any] = []
    if "depth" in typed:
        before = last_settings(row).get(typed.get("zone", ""))
        found += depth_warnings(row, typed.get("zone", ""), typed_number(typed["depth"]))
        found += interval_warnings(row, before)
    if "lot" in typed:
        lots = lots_to_take(actor=actor)
        lot = next((item for item in lots if str(item.pk) == typed["lot"]), None)
        if typed.get("scanned", "").strip():
            scanned, wrong = scanned_lot(typed["scanned"], lots)
            found.append(scanned_warning(scanned, wrong))
            lot = scanned or lot
        used = lot is not None and any(use.lot_id == lot.pk for use in row.uses.all())  # type: ignore[attr-defined]
        found += lot_warnings(lot, timezone.localdate(row.happened_at), used)
    if "strength_percent" in typed:
        found += numbing_warnings(typed.dict())
    return shown(request, "parts/warnings", found=found)


@asked("POST")
def add_zone(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """A zone of an open session."""
    form = ZoneForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        try:
            row = services.log_zone(
                actor=actor,
                session=session,
                zone=found["zone"],
                depth=found["depth"],
                end_point=found["end_point"],
                reaction=found["reaction"],
                over_label_reason=found["over_label_reason"],
                **typed_numbers(found, "passes", "density_per_cm2", "area_cm2"),
            )
        except InputError as error:
            form.mistaken(error)
        else:
            client = row.session.client_id
            draft = f"session {session} zone"
            return done(
                request, actor, _back(session, "zones"), _("The zone was kept."), form=draft, client=client
            )
    return _page(request, actor, session, WRONG, zone=form)


@asked("POST")
def add_numbing(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """Numbing cream as it was put on."""
    form = NumbingForm(request.POST)
    if form.is_valid():
        found = form.cleaned_data
        try:
            row = services.log_numbing(
                actor=actor,
                session=session,
                product=found["product"],
                under_film=found["under_film"],
                **typed_numbers(found, "strength_percent", "grams", "area_cm2", "minutes"),
            )
        except InputError as error:
            form.mistaken(error)
        else:
            draft, client = f"session {session} numbing", row.session.client_id  # type: ignore[attr-defined]
            where = _back(session, "numbing")
            return done(request, actor, where, _("The numbing was kept."), form=draft, client=client)
    return _page(request, actor, session, WRONG, numbing=form)


@asked("POST")
def add_lot(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """Something of a lot that was used."""
    form = LotForm(request.POST)
    form.offer(lots_to_take(actor=actor), None)
    if form.is_valid():
        found = form.cleaned_data
        try:
            quantity = typed_numbers(found, "quantity")["quantity"]
            row = uses.use_lot(
                actor=actor,
                session=session,
                lot=UUID(found["lot"]),
                quantity=Decimal(1) if quantity is None else Decimal(str(quantity)),
                zone=found["lot_zone"],
                expired_reason=found["expired_reason"],
            )
        except InputError as error:
            form.mistaken(error)
        else:
            draft, client = f"session {session} lot", row.session.client_id  # type: ignore[attr-defined]
            return done(
                request, actor, _back(session, "lots"), _("The lot was kept."), form=draft, client=client
            )
    return _page(request, actor, session, WRONG, lot=form)


@asked("POST")
def add_shot(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """A photograph of the session."""
    row = session_log(actor=actor, session=session)
    form = Shot(request.POST, files=request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["picture"]
        try:
            photographs.add_photograph(
                actor=actor,
                client=row.client_id,
                session=session,
                zone=form.cleaned_data["shot_zone"],
                view=form.cleaned_data["view"],
                upload=upload,
                size=upload.size,
            )
        except InputError as error:
            form.mistaken(error)
        else:
            messages.success(request, _("The photograph was kept."))
            return see(request, _back(session, "photographs"))
    return _page(request, actor, session, WRONG, shot=form)


@asked("POST")
def save(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """What was seen and told; and the signature where it was asked for."""
    row = session_log(actor=actor, session=session)
    form = Story(request.POST)
    sign = bool(request.POST.get("sign"))
    if form.is_valid():
        found = form.cleaned_data
        changes = {name: found[name] for name in ("note", "reaction", "aftercare")}

        def write(actor: Actor) -> None:
            pain = typed_numbers(found, "pain")["pain"]
            kept = services.change_session(
                actor=part(actor, "story"),
                session=session,
                version=found["version"],
                changes={**changes, "pain": pain},
            )
            if sign and kept.signed_at is None:  # else a second click's: what the first one did stands
                services.sign_session(actor=part(actor, "sign"), session=session, version=kept.version)
                booking = row.appointment
                if booking is not None and booking.state in booking.AHEAD:
                    bookings.settle_appointment(
                        actor=part(actor, "booking"),
                        appointment=booking.pk,
                        version=booking.version,
                        state="done",
                    )

        try:
            of_one_record(actor, write)
        except InputError as error:
            form.mistaken(error)
        else:
            words = _("Signed. The session is closed.") if sign else _("Kept.")
            where = reverse("clinic:client", args=(row.client_id,)) if sign else _back(session)
            return done(request, actor, where, words, form=f"session {session}", client=row.client_id)
    return _page(request, actor, session, WRONG, story=form)


class Void(Clinical):
    """Why a session must not count."""

    reason = text(gettext_lazy("Why it must not count"), most=300)
    confirmed = forms.BooleanField(required=False)


@asked("GET", "POST")
def void(request: HttpRequest, actor: Actor, session: UUID) -> HttpResponse:
    """A session that must not count; it stays on record, and what it took comes back into stock."""
    actor.need("clinic_records.add_voidedsession")
    row = session_log(actor=actor, session=session)
    _client, about = whose(actor=actor, client=row.client_id)
    form = Void(request.POST) if request.method == "POST" else Void()
    if form.is_bound and form.is_valid():
        try:
            services.void_session(actor=actor, session=session, reason=form.cleaned_data["reason"])
        except InputError as error:
            form.mistaken(error)
        else:
            where = reverse("clinic:client", args=(row.client_id,))
            return done(request, actor, where, _("The session does not count any more; it stays on record."))
    status = WRONG if form.is_bound else 200
    return shown(request, "session_void", session=row, whose=about, form=form, status=status)
