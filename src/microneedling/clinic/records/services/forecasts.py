"""Forecasts kept as they were made."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from .... import __version__
from ...audit.record import canonical, digest_of
from ..models import Client, Forecast
from .act import Actor, one, service
from .rows import added


@service("clinic_records.add_forecast")
def keep_forecast(*, actor: Actor, client: UUID, answer: dict[str, Any], seed: int) -> Forecast:
    """Keep the answer of `simulate` (its `to_json()`), whole: course, model number, draws, seed, quantiles, digests."""
    whose = one(Client, client)
    inputs, quantiles = canonical(answer["course"]), canonical(answer)
    manifest = answer["manifest"]
    row = Forecast(client=whose, model_number=answer["model_number"], program_version=__version__, seed=seed)
    row.draws, row.inputs, row.quantiles = manifest["draws"], inputs, quantiles
    row.inputs_sha256 = digest_of(inputs)
    row.sha256 = digest_of("\n".join((inputs, quantiles, str(row.model_number), str(row.draws), str(seed))))
    return added(row, actor, "forecast.add", whose, sha256=row.sha256)


def forecast_holds(row: Forecast) -> bool:
    """Whether a forecast on record still is what was kept."""
    parts = (row.inputs, row.quantiles, str(row.model_number), str(row.draws), str(row.seed))
    return digest_of(row.inputs) == row.inputs_sha256 and digest_of("\n".join(parts)) == row.sha256
