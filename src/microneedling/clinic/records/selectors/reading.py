"""How records are read: allowed to whom, and noted, for a client may ask who looked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models, transaction

from ...audit.record import record
from ..services.act import Actor, NotAllowed, note_refusal


def looked(
    actor: Actor, action: str, row: models.Model | None = None, client: UUID | None = None, **detail: Any
) -> None:
    """The audit entry of a look at a record, or at a list of them (`detail` says how many)."""
    subject = f"{row._meta.model_name}:{row.pk}" if row is not None else "list"
    with transaction.atomic():
        record(actor.name, action, subject, str(client or ""), {"where": actor.where, **detail})


def need(actor: Actor, permission: str) -> None:
    """Raise `NotAllowed` unless the permission is held; a refusal is noted."""
    try:
        actor.need(permission)
    except NotAllowed:
        note_refusal(actor, permission)
        raise
