"""From a lot to all it touched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ..models import Lot, LotUse
from ..services.act import Actor, one
from .reading import looked


def uses_of(*, actor: Actor, lot: UUID) -> list[dict[str, Any]]:
    """Every use of a lot: session, zone, client, whether it was voided; for a recall. The look is noted."""
    actor.need("clinic_records.view_lotuse")
    row = one(Lot, lot)
    uses = (
        LotUse.objects.filter(lot=row)
        .select_related("session__client", "session__voided")
        .prefetch_related("moves")
        .order_by("session__happened_at")
    )
    found = [
        {
            "use": use.pk,
            "session": use.session.pk,
            "client": use.session.client.pk,
            "number": use.session.client.number,
            "happened_at": use.session.happened_at,
            "zone": use.zone,
            "quantity": use.quantity,
            "voided": hasattr(use.session, "voided") or any(m.kind == "returned" for m in use.moves.all()),
        }
        for use in uses
    ]
    looked(actor, "lot.trace", row, uses=len(found))
    return found
