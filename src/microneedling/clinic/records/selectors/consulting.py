"""What a consultation and a follow-up show: the concerns that go on, their scales and their scores to start from."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ..models import Client, Indication, Measurement, SessionZone
from ..services.act import Actor
from .reading import need


def consulting(*, actor: Actor, client: Client) -> dict[str, Any]:
    """Concerns that go on, the readings to start from of each (`starts`), the scale used last (`used`).

    `treated` are the zones that a session on record has treated: nothing there can be a start any more.
    """
    need(actor, "clinic_records.view_indication")
    rows = list(Indication.objects.filter(client=client, ended_on__isnull=True).order_by("entered_at"))
    readings = Measurement.objects.filter(client=client, replaced_by__isnull=True, scale__gt="").order_by(
        "happened_at"
    )
    starts: dict[UUID, list[Any]] = {}
    used: dict[UUID, str] = {}
    may = actor.may("clinic_records.view_measurement")
    for reading in readings.filter(indication__in=rows) if may else ():
        used[reading.indication_id] = reading.scale  # type: ignore[attr-defined]
        if reading.baseline:
            starts.setdefault(reading.indication_id, []).append(reading)  # type: ignore[attr-defined]
    treated = set(_counted(client.pk).values_list("zone", flat=True))
    return {"indications": rows, "starts": starts, "used": used, "treated": treated}


def treated_before(client: UUID, zone: str, at: datetime) -> bool:
    """Whether a session that counts treated a zone of a client before an instant."""
    return _counted(client).filter(zone=zone, session__happened_at__lt=at).exists()


def _counted(client: UUID) -> Any:
    return SessionZone.objects.filter(session__client=client, session__voided__isnull=True)
