"""Signing: what stands is digested, dated and frozen; what comes later is an addendum."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils import timezone

from ...audit.record import canonical, digest_of
from ..models import Addendum, AdverseEvent, Moved, Note, Screening, Session
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
    """SHA-256 of a record with all its parts, signature apart: what the signature stands for.

    Where the client was joined with another since, it is of the record as it was signed, for the one they were then.
    """
    whole = [{name: value for name, value in as_it_is(row).items() if name not in UNSIGNED}]
    if row.signed_at is not None and (whose := client_then(row, row.signed_at)) is not None:
        whole[0]["client"] = str(whose)
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


def client_then(row: models.Model, at: datetime) -> UUID | None:
    """Whose a row was at some time, where it went over to another client later; None where it did not."""
    later = Moved.objects.filter(record=str(row.pk), kind=row._meta.label, entered_at__gte=at)
    return later.order_by("entered_at").values_list("before", flat=True).first()


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
