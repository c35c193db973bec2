"""What was said of a client's courses and what is said now, both as they were kept."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.utils import timezone

from ..models import Forecast, PlanVersion, TrackedForecast
from ..services.act import Actor
from .clients import resolved
from .course_so_far import SoFar, so_far
from .reading import looked, need


def first_promise(version: PlanVersion) -> Forecast | None:
    """What was said of a version before anything else: its own forecast, else the first of the same course."""
    if version.forecast is not None:
        return version.forecast
    rows = Forecast.objects.filter(client=version.plan.client_id).order_by("entered_at")
    course = course_digest(version)
    return rows.filter(inputs_sha256=course).first()


def course_digest(version: PlanVersion) -> str:
    """SHA-256 by which a forecast names the course of a version."""
    from ...audit.record import canonical, digest_of
    from .course_so_far import course_of

    return digest_of(canonical(course_of(version).model_dump(mode="json", exclude_none=True)))


def so_far_now(version: PlanVersion) -> SoFar:
    """The course of a version as it stands today."""
    return so_far(version, timezone.localdate())


def tracked_of(*, actor: Actor, client: UUID) -> list[dict[str, Any]]:
    """Each plan of a client that was forecast: what was said first, what is said now, what it rests on.

    `said` and `now` are answers as kept (`simulate`, `track`); `now` is None before anything was learnt; `behind` tells
    that more is on record than `now` knows. The look is noted.
    """
    need(actor, "clinic_records.view_trackedforecast")
    row = resolved(client)
    looked(actor, "forecast.read", row, row.pk)
    found = []
    for plan in row.plans.select_related("current__forecast").order_by("-entered_at"):  # type: ignore[attr-defined]
        version = plan.current
        if version is None or (said := first_promise(version)) is None:
            continue
        kept = TrackedForecast.objects.filter(plan_version=version).order_by("-entered_at").first()
        stands = so_far_now(version)
        found.append(
            {
                "plan": str(plan.pk),
                "plan_version": str(version.pk),
                "said": _said(said),
                "now": None if kept is None else _now(kept, said),
                "behind": kept is None or kept.known_sha256 != stands.digest,
                "left_out": [[str(one.pk), why] for one, why in stands.left_out],
            }
        )
    return found


def _said(row: Forecast) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "at": row.entered_at.isoformat(),
        "model_number": row.model_number,
        "program_version": row.program_version,
        "answer": json.loads(row.quantiles),
    }


def _now(row: TrackedForecast, said: Forecast) -> dict[str, Any]:
    then = json.loads(said.quantiles)["manifest"]["registry_sha256"]
    return {
        "id": str(row.pk),
        "at": row.entered_at.isoformat(),
        "model_number": row.model_number,
        "program_version": row.program_version,
        "registry_sha256": row.registry_sha256,
        "studies_sha256": row.studies_sha256,
        "same_numbers_as_said": then == row.registry_sha256,
        "answer": json.loads(row.answer),
    }
