"""Two people changed one record: both texts side by side, each field decided on, neither lost before that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ...errors import InputError
from ..records.models import Client
from ..records.selectors.banner import whose
from ..records.selectors.writing import both_texts, record_now, written_last_by
from ..records.services import assessments, bookings, clients, events, sessions
from ..records.services.act import Actor, NotFound, one
from ..records.services.bookings import drop_draft
from ..records.services.conflict import as_it_is
from .asked import WRONG, asked, done, shown, version_of
from .clients import keep_rest
from .mistakes import in_words

SILENT = ("folded", "dialled", "version")  # worked out from the others


@dataclass(frozen=True)
class Field:
    """One field that both changed, or that only one of them did."""

    name: str
    label: str
    mine: str
    theirs: str
    long: bool
    earlier: tuple[str, ...] = ()
    taken: str = ""
    error: str = ""


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _write(kind: str, actor: Actor, row: Any, version: int, changes: dict[str, Any]) -> Any:
    """The change through the service that the record belongs to."""
    if kind == "note":
        return events.change_note(
            actor=actor, note=row.pk, version=version, text=changes.get("text", row.text)
        )
    acts: dict[str, Callable[..., Any]] = {
        "client": lambda: clients.change_client(actor=actor, client=row.pk, version=version, changes=changes),
        "identity": lambda: clients.change_identity(
            actor=actor, client=row.client_id, version=version, changes=changes
        ),
        "session": lambda: sessions.change_session(
            actor=actor, session=row.pk, version=version, changes=changes
        ),
        "sessionzone": lambda: sessions.change_zone(
            actor=actor, zone=row.pk, version=version, changes=changes
        ),
        "alert": lambda: clients.end_alert(actor=actor, alert=row.pk, version=version, **changes),
        "indication": lambda: assessments.end_indication(
            actor=actor, indication=row.pk, version=version, **changes
        ),
        "appointment": lambda: bookings.settle_appointment(
            actor=actor, appointment=row.pk, version=version, state=changes.get("state", row.state)
        ),
    }
    return acts[kind]()


def _places(kind: str, row: Any) -> tuple[UUID, str]:
    """Whose record it is, and where it is shown."""
    if kind == "client":
        return row.pk, reverse("clinic:details", args=(row.pk,))
    if kind == "identity":
        return row.client_id, reverse("clinic:details", args=(row.client_id,))
    if kind == "note":
        return row.client_id, reverse("clinic:note", args=(row.pk,))
    if kind == "session":
        return row.client_id, reverse("clinic:session", args=(row.pk,))
    if kind == "sessionzone":
        return row.session.client_id, reverse("clinic:session", args=(row.session_id,))
    return row.client_id, reverse("clinic:client", args=(row.client_id,))


def _fields(row: Any, held: dict[str, Any], typed: Any) -> list[Field]:
    """The fields to decide on; as they were sent where they were (`typed`)."""
    now, mine, found = as_it_is(row), held["mine"], []
    names = dict.fromkeys(name for text in (mine, *held.get("earlier", ())) for name in text)
    for name in names:
        if name in SILENT:
            continue
        stands = _text(now.get(name))
        own = _text(mine.get(name, now.get(name)))
        others = [_text(text[name]) for text in held.get("earlier", ()) if name in text]
        earlier = tuple(dict.fromkeys(text for text in others if text not in (own, stands, "")))
        if own == stands and not earlier:
            continue
        label = str(row._meta.get_field(name).verbose_name)
        taken = typed.get(f"take-{name}", "")
        error = "" if taken or not typed else _("Decide: what is on record, or yours.")
        own = typed.get(name, own)
        found.append(Field(name, label, own, stands, _long(row, name), earlier, taken, error))
    return found


def _long(row: Any, name: str) -> bool:
    return row._meta.get_field(name).get_internal_type() == "TextField"


@asked("GET", "POST")
def conflict(request: HttpRequest, actor: Actor, kind: str, record: UUID) -> HttpResponse:
    """Both texts of a record; sent, what was decided on is written on top of the newest version."""
    held = both_texts(actor=actor, kind=kind, record=record)
    if held is None:
        raise NotFound("nothing waits here")
    row = record_now(actor=actor, kind=kind, record=record)
    client, where = _places(kind, row)
    _row, about = whose(actor=actor, client=client)
    fields, form = _fields(row, held, request.POST), f"conflict {kind} {record}"
    errors = [f"{item.label.capitalize()}: {item.error}" for item in fields if item.error]
    if request.method == "POST" and not errors:
        changes = {
            item.name: _typed_like(held["mine"].get(item.name), item.mine)
            for item in fields
            if item.taken == "mine"
        }
        try:
            if changes:
                _write(kind, actor, row, version_of(request), changes)
        except InputError as error:
            errors = [in_words(item) for item in error.mistakes]
        else:
            drop_draft(actor=actor, form=f"{kind} {record}", client=client)
            words = _("Settled: what you decided on is on record.")
            if kind in ("client", "identity") and keep_rest(actor, one(Client, client), kind):
                words = _("Settled. What else you typed is back in the form below: keep it too.")
            return done(request, actor, where, words, form=form)
    what = {"whose": about, "fields": fields, "version": row.version, "errors": errors, "back": where}
    what["own"] = written_last_by(actor=actor, kind=kind, record=record)
    return shown(request, "conflict", status=WRONG if errors else 200, **what)


def _typed_like(kept: Any, typed: str) -> Any:
    """What was typed, in the kind that was to be written."""
    if not typed and kept is None:
        return None
    if isinstance(kept, bool):
        return typed == "True"
    if isinstance(kept, int | float):
        return float(typed.replace(",", ".")) if typed else None
    return typed
