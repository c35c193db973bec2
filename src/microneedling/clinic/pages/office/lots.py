"""Lots: what lies on the shelf, what came in, what was counted, thrown away, put right or held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ...records import bar_codes
from ...records.models import Lot
from ...records.selectors.lots import uses_of
from ...records.selectors.office import stock as shelf
from ...records.services import stock as services
from ...records.services.act import Actor
from ..asked import KEY, WRONG, asked, done, part, together
from ..forms import Clinical
from .lot_forms import NEW, Correct, Count, Discard, Hold, Receive, off_the_code
from .typed import office, tried, tried_on_version

DRAFT = "lot-new"


@asked("GET")
def lots(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What lies on the shelf; with `all` what is used up too."""
    today, used_up = timezone.localdate(), bool(request.GET.get("all"))
    rows = shelf.shelf(actor=actor, today=today, used_up=used_up)
    attention = [item for item in rows if item.state != "well"]
    low = sorted({item.row.product.name for item in rows if item.low})
    return office(request, "lots", rows=rows, today=today, used_up=used_up, attention=attention, low=low)


@asked("GET", "POST")
def receive(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Stock that came in: a new lot, or more of one that is there."""
    actor.need("clinic_records.add_lot")
    form = Receive(request.POST) if request.method == "POST" else Receive.begun(actor, DRAFT)
    read, near = _read_off(request, actor), []
    if read is not None:
        form = Receive(initial=read.fields)
        form.sent = read.fields.get(KEY, "") or form.sent
    known = shelf.products(actor=actor)
    form.fields["product"].choices = [  # type: ignore[attr-defined]
        ("", "–"),
        *((str(row.pk), f"{row.name}, {row.get_kind_display()}") for row in known),  # type: ignore[attr-defined]
        (NEW, _("a new product")),
    ]
    if form.is_bound and form.is_valid():
        near = _spelt_like(actor, form)
        if near and not form.cleaned_data["another"]:
            form.add_error(
                "number", _("Look again: there is a lot that is spelt like it. Is it the same one?")
            )
        elif (lot := tried(form, lambda: together(actor, lambda: _received(actor, form)))) is not None:
            where = reverse("clinic:office-lot", args=(lot.pk,))
            return done(request, actor, where, _("It is on the shelf."), form=DRAFT)
    what = {"form": form, "near": near, "new": NEW, "draft": DRAFT, "read": read}
    return office(request, "lot_new", status=WRONG if form.is_bound else 200, **what)


@dataclass(frozen=True)
class Read:
    """A form after its bar code was read: all fields, and how it went: read, over (expired by it) or unread."""

    fields: dict[str, str]
    how: str


def _read_off(request: HttpRequest, actor: Actor) -> Read | None:
    """The form with what its bar code says, where that was asked for or something was left to it; None elsewhere."""
    typed = {name: str(value) for name, value in request.POST.items()}
    if (code := bar_codes.read(typed.get("udi", ""))) is None:
        return Read(typed, "unread") if "read" in typed else None
    fresh = off_the_code(code, typed, lambda number: shelf.product_of_code(actor=actor, code=number))
    if not fresh and "read" not in typed:
        return None
    over = code.last_day is not None and code.last_day < timezone.localdate()
    return Read({**typed, **fresh}, "over" if over else "read")


def _spelt_like(actor: Actor, form: Receive) -> list[Lot]:
    found = form.cleaned_data
    if found["product"] == NEW:
        return []
    return shelf.spelt_like(actor=actor, product=UUID(found["product"]), number=found["number"])


def _received(actor: Actor, form: Receive) -> Lot:
    """The lot, with its product where that is new: both or neither."""
    found = form.cleaned_data
    product = found["product"]
    if product == NEW:
        made = services.add_product(
            actor=part(actor, "product"),
            name=found["name"],
            kind=found["kind"],
            unit=found["unit"] or "piece",
            low_at=found["low_at"] or None,
        )
        product = made.pk
    given = {name: found[name] for name in ("number", "quantity", "expires_on", "supplier", "udi")}
    return services.receive_lot(actor=part(actor, "lot"), product=UUID(str(product)), **given)


@asked("GET")
def lot(request: HttpRequest, actor: Actor, lot: UUID) -> HttpResponse:
    """One lot."""
    return _page(request, actor, lot)


def _page(request: HttpRequest, actor: Actor, lot: UUID, **bound: Clinical) -> HttpResponse:
    """One lot with its forms; those that were sent with mistakes as they were sent."""
    found = shelf.lot_page(actor=actor, lot=lot)
    row = found["lot"]
    uses = uses_of(actor=actor, lot=lot) if actor.may("clinic_records.view_lotuse") else None
    stands = {
        "number": row.number, "expires_on": row.expires_on or "", "supplier": row.supplier, "udi": row.udi,
        "version": row.version,
    }  # fmt: skip
    fresh: dict[str, Any] = {
        "count": Count(auto_id="count_%s"),
        "discard": Discard(auto_id="discard_%s"),
        "correct": Correct(initial=stands, auto_id="correct_%s"),
        "hold": Hold(initial={"version": row.version}, auto_id="hold_%s"),
    }
    for form in bound.values():
        if "version" in form.fields:
            form.data = {**form.data.dict(), "version": row.version}  # type: ignore[attr-defined]
    today = timezone.localdate()
    what = {**found, "uses": uses, "today": today, "sent": next(iter(bound), ""), **fresh, **bound}
    return office(request, "lot", status=WRONG if bound else 200, **what)


def _back(request: HttpRequest, actor: Actor, lot: UUID, words: str) -> HttpResponse:
    return done(request, actor, reverse("clinic:office-lot", args=(lot,)), words)


@asked("POST")
def count(request: HttpRequest, actor: Actor, lot: UUID) -> HttpResponse:
    """Set what is left to what was counted."""
    form = Count(request.POST, auto_id="count_%s")
    if tried(form, lambda: services.count_lot(actor=actor, lot=lot, **_of(form, "counted", "reason"))):
        return _back(request, actor, lot, _("The count was kept."))
    return _page(request, actor, lot, count=form)


@asked("POST")
def discard(request: HttpRequest, actor: Actor, lot: UUID) -> HttpResponse:
    """Throw some away."""
    form = Discard(request.POST, auto_id="discard_%s")
    if tried(form, lambda: services.discard_lot(actor=actor, lot=lot, **_of(form, "quantity", "reason"))):
        return _back(request, actor, lot, _("What was thrown away is off the shelf."))
    return _page(request, actor, lot, discard=form)


@asked("POST")
def correct(request: HttpRequest, actor: Actor, lot: UUID) -> HttpResponse:
    """Put right what was read wrongly."""
    form = Correct(request.POST, auto_id="correct_%s")

    def act() -> Lot:
        changes = _of(form, "number", "expires_on", "supplier", "udi")
        about = _of(form, "version", "reason")
        return services.correct_lot(actor=actor, lot=lot, changes=changes, **about)

    if tried_on_version(actor, form, act):
        return _back(request, actor, lot, _("It was put right; what it was before stays on record."))
    return _page(request, actor, lot, correct=form)


@asked("POST")
def hold(request: HttpRequest, actor: Actor, lot: UUID) -> HttpResponse:
    """Hold a lot back, or let it be used again."""
    form, free = Hold(request.POST, auto_id="hold_%s"), bool(request.POST.get("free"))

    def act() -> Lot:
        words = form.cleaned_data["hold_reason"].strip()
        reason = _("may be used again") if free else words
        changes = {"hold_reason": "" if free else words}
        version = form.cleaned_data["version"]
        return services.correct_lot(actor=actor, lot=lot, version=version, changes=changes, reason=reason)

    if tried_on_version(actor, form, act):
        return _back(request, actor, lot, _("It may be used again.") if free else _("Nobody can use it now."))
    return _page(request, actor, lot, hold=form)


def _of(form: Clinical, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}
