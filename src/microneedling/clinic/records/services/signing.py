"""Signing: what stands is digested, dated and frozen; what comes later is an addendum."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from ...audit.record import canonical, digest_of
from ..models import Addendum, AdverseEvent, Note, Screening, Session
from .act import Actor, noted, one, service
from .conflict import as_it_is
from .rows import added, refused

S = TypeVar("S", bound=models.Model)
PARTS = {
    "session": ("zones", "numbing", "uses"),
    "screening": ("answers",),
    "adverseevent": ("lots",),
    "note": (),
}
UNSIGNED = ("signed_at", "signed_by", "signed_digest")
SIGNABLE = {"session": Session, "note": Note, "screening": Screening, "event": AdverseEvent}


def content_digest(row: Any) -> str:
    """SHA-256 of a record with all its parts, signature apart: what the signature stands for."""
    whole = [{name: value for name, value in as_it_is(row).items() if name not in UNSIGNED}]
    for part in PARTS[row._meta.model_name]:
        whole += sorted((as_it_is(item) for item in getattr(row, part).all()), key=lambda item: item["id"])
    return digest_of(canonical(whole))


def signed(row: Any, actor: Actor) -> Any:
    """The row, signed by the actor and frozen from now on; raises `InputError` for one that was signed before."""
    if row.signed_at is not None:
        raise refused(str(row._meta.verbose_name), ("signature", "signed already", "an addendum"))
    row.refresh_from_db()  # so that the digest is of what the database holds
    row.signed_digest = content_digest(row)
    row.signed_at, row.signed_by = timezone.now(), actor.user
    row.save(update_fields=UNSIGNED)
    noted(actor, f"{row._meta.model_name}.sign", row, row.client, digest=row.signed_digest)
    return row


def signature_holds(row: Any) -> bool:
    """Whether a signed record still is what was signed."""
    return row.signed_at is not None and content_digest(row) == row.signed_digest


@service("clinic_records.add_addendum")
def add_addendum(*, actor: Actor, kind: str, record: UUID, text: str) -> Addendum:
    """Add to a signed session, note, screening or event; shown and printed with it from then on."""
    if kind not in SIGNABLE:
        raise refused("addendum", ("kind", f'"{kind[:20]}"', " | ".join(SIGNABLE)))
    if not text.strip():
        raise refused("addendum", ("text", "nothing", "what is to be added"))
    row: Any = one(SIGNABLE[kind], record)
    if row.signed_at is None:
        raise refused("addendum", (kind, "one that is not signed", "a signed one; change the record itself"))
    addendum = Addendum(client=row.client, text=text)
    setattr(addendum, kind, row)
    return added(addendum, actor, f"{kind}.addendum", row.client)
