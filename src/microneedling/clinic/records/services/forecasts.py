"""Forecasts kept as they were made."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from .... import __version__
from ...audit.record import canonical, digest_of
from ..models import Client, Forecast
from .act import Actor, one, service
from .rows import added


@service("clinic_records.add_forecast")
def keep_forecast(
    *, actor: Actor, client: UUID, answer: dict[str, Any], seed: int, as_if: datetime | None = None
) -> Forecast:
    """Keep the answer of `simulate` (its `to_json()`), whole: course, model number, draws, seed, quantiles, digests.

    `as_if`: when an invented client of the demonstration would have had it; the audit tells that it was set back.
    """
    whose = one(Client, client)
    inputs, quantiles = canonical(answer["course"]), canonical(answer)
    manifest = answer["manifest"]
    row = Forecast(client=whose, model_number=answer["model_number"], program_version=__version__, seed=seed)
    row.draws, row.inputs, row.quantiles = manifest["draws"], inputs, quantiles
    row.inputs_sha256 = digest_of(inputs)
    row.sha256 = digest_of("\n".join((inputs, quantiles, str(row.model_number), str(row.draws), str(seed))))
    return added(row, actor, "forecast.add", whose, sha256=row.sha256, **set_back(row, as_if))


def set_back(row: Any, as_if: datetime | None) -> dict[str, str]:
    """Give a row an earlier day; what its entry in the audit says of that."""
    if as_if is None:
        return {}
    row.entered_at = min(as_if, timezone.now())
    return {"set_back_to": row.entered_at.isoformat()}


def forecast_holds(row: Forecast) -> bool:
    """Whether a forecast on record still is what was kept."""
    parts = (row.inputs, row.quantiles, str(row.model_number), str(row.draws), str(row.seed))
    return digest_of(row.inputs) == row.inputs_sha256 and digest_of("\n".join(parts)) == row.sha256
