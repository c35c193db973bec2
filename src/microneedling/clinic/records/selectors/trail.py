"""Who looked at and wrote a client's records."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ...audit.models import Entry
from ..models import Client
from ..owners import family
from ..services.act import Actor, one
from .clients import led_to
from .reading import looked, need


def trail_of(*, actor: Actor, client: UUID) -> list[dict[str, Any]]:
    """The audit of one client and of who was joined with them, oldest first; this look is in it the next time."""
    need(actor, "clinic_audit.view_entry")
    row = led_to(one(Client, client))
    entries = Entry.objects.filter(client__in=map(str, family(row))).order_by("sequence")
    found = list(entries.values("sequence", "at", "who", "action", "subject"))
    looked(actor, "trail.read", row, row.pk, entries=len(found))
    return found
