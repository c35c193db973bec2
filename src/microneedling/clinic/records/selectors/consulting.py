"""What a consultation and a follow-up show: the concerns that go on, their scales and their scores to start from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ..models import Client, Indication, Measurement
from ..services.act import Actor
from .reading import need


def consulting(*, actor: Actor, client: Client) -> dict[str, Any]:
    """Concerns that go on, the readings to start from of each (`starts`), and the scale used last (`used`)."""
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
    return {"indications": rows, "starts": starts, "used": used}
