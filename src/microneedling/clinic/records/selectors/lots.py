"""From a lot to all it touched."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from ..models import Lot, LotUse, StockMove, VoidedSession
from ..services.act import Actor, one
from .reading import looked, need


def uses_of(*, actor: Actor, lot: UUID) -> list[dict[str, Any]]:
    """Every use of a lot: session, zone, client, whether it was voided; for a recall. The look is noted."""
    need(actor, "clinic_records.view_lotuse")
    row = one(Lot, lot)
    returned = StockMove.objects.filter(use=OuterRef("pk"), kind=StockMove.Kind.RETURNED)
    voided = VoidedSession.objects.filter(session=OuterRef("session"))
    found = list(
        LotUse.objects.filter(lot=row)
        .annotate(
            use=F("pk"),
            client=F("session__client"),
            number=F("session__client__number"),
            happened_at=F("session__happened_at"),
            voided=Exists(voided) | Exists(returned),
        )
        .order_by("happened_at")
        .values("use", "session", "client", "number", "happened_at", "zone", "quantity", "voided")
    )
    looked(actor, "lot.trace", row, uses=len(found))
    return found
