"""Forecasts that learnt, kept beside the first promise as they were made."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from .... import __version__
from ...audit.record import canonical, digest_of
from ..models import Forecast, PlanVersion, TrackedForecast
from .act import Actor, one, service
from .forecasts import set_back
from .rows import added, refused


@service("clinic_records.add_trackedforecast")
def keep_tracked(
    *,
    actor: Actor,
    plan_version: UUID,
    first: UUID,
    known: str,
    answer: dict[str, Any],
    promises: list[dict[str, Any]],
    studies_sha256: str,
    as_if: datetime | None = None,
) -> TrackedForecast:
    """Keep the answer of `track` (its `to_json()`), whole, with what it promises; the first promise stays as it was.

    The same knowledge under the same numbers is kept once: what was promised earlier counts from then. `as_if` is that
    of `keep_forecast`. Raises
    `InputError` for a first promise of another client.
    """
    version, said = one(PlanVersion, plan_version), one(Forecast, first)
    if said.client_id != version.plan.client_id:
        raise refused("tracked forecast", ("first", "one of another client", "one of this client"))
    manifest = answer["manifest"]
    row = TrackedForecast(plan_version=version, first=said, client=said.client, known=known)
    row.known_sha256 = digest_of(known)
    row.model_number, row.program_version = answer["model_number"], __version__
    row.registry_sha256, row.studies_sha256 = manifest["registry_sha256"], studies_sha256
    row.draws, row.seed = manifest["draws"], manifest["seed"]
    row.answer, row.promises = canonical(answer), canonical(promises)
    row.sha256 = _digest(row)
    if (before := kept_already(said, row.known_sha256, row.registry_sha256, row.draws)) is not None:
        return before
    return added(row, actor, "forecast.track", said.client, sha256=row.sha256, **set_back(row, as_if))


def kept_already(
    first: Forecast, known_sha256: str, registry_sha256: str, draws: int
) -> TrackedForecast | None:
    """What was learnt before from the same knowledge under the same numbers; None where nothing was."""
    same = TrackedForecast.objects.filter(first=first, known_sha256=known_sha256, seed=first.seed)
    return same.filter(registry_sha256=registry_sha256, draws=draws).order_by("entered_at").first()


def tracked_holds(row: TrackedForecast) -> bool:
    """Whether a forecast that learnt still is what was kept."""
    return digest_of(row.known) == row.known_sha256 and _digest(row) == row.sha256


def _digest(row: TrackedForecast) -> str:
    parts = (row.known, row.answer, row.promises, row.registry_sha256, row.studies_sha256)
    return digest_of("\n".join((*parts, str(row.model_number), str(row.draws), str(row.seed))))
