"""One record as it stands, for who changes it: a client's details, a note, and the row that two people wrote on."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from ..models import (
    Alert,
    Appointment,
    Client,
    Draft,
    Former,
    Identity,
    Indication,
    Note,
    Session,
    SessionZone,
)
from ..services.act import Actor, NotFound, one
from .reading import need
from .withheld import FREE, as_allowed

KINDS: dict[str, tuple[Any, str]] = {
    "client": (Client, "clinic_records.view_client"),
    "identity": (Identity, "clinic_records.view_identity"),
    "note": (Note, "clinic_records.view_note"),
    "session": (Session, "clinic_records.view_session"),
    "sessionzone": (SessionZone, "clinic_records.view_sessionzone"),
    "alert": (Alert, "clinic_records.view_alert"),
    "indication": (Indication, "clinic_records.view_indication"),
    "appointment": (Appointment, "clinic_records.view_appointment"),
}


def record_now(*, actor: Actor, kind: str, record: UUID) -> Any:
    """The row as it stands now; raises `NotFound` for a kind that is not changed by hand."""
    if kind not in KINDS:
        raise NotFound("no such record")
    model, permission = KINDS[kind]
    need(actor, permission)
    return as_allowed(actor, [one(model, record)])[0] if kind in FREE else one(model, record)


def identity_of(*, actor: Actor, client: Client) -> Identity:
    """Who a client is; raises `NotAllowed`, `NotFound`."""
    need(actor, "clinic_records.view_identity")
    row = Identity.objects.filter(client=client).first()
    if row is None:
        raise NotFound("no such client")
    return row


def both_texts(*, actor: Actor, kind: str, record: UUID) -> dict[str, Any] | None:
    """What the actor wanted to write when somebody else had written before, None where nothing waits.

    Theirs alone: `mine`, `theirs` (as it stood then), `base`, and `earlier`, other texts of theirs that wait.
    """
    form = f"conflict {kind} {record}"
    row = Draft.objects.filter(user=actor.user, client=None, form=form, expires_at__gt=timezone.now()).first()
    return None if row is None else json.loads(row.body)


def written_last_by(*, actor: Actor, kind: str, record: UUID) -> bool:
    """Whether the actor wrote the record last, in another tab perhaps: then nobody else is to be blamed."""
    last = Former.objects.filter(kind=kind, record=record).order_by("-version").first()
    return last is not None and actor.user is not None and last.entered_by == actor.user


def addenda_of(*, actor: Actor, row: Any) -> list[Any]:
    """What was added to a signed record, oldest first, each with who wrote it; none for who may not read it."""
    if not actor.may("clinic_records.view_addendum"):
        return []
    return list(row.addenda.annotate(writer=F("entered_by__username")).order_by("entered_at"))
