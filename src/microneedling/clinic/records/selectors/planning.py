"""A plan on record with its versions, its steps, and the consent that its next step needs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F

from ..models import Client, Plan, PlanVersion
from ..services.act import Actor, one
from .consents import valid_consent
from .reading import looked, need
from .withheld import as_allowed


def plans_of(*, actor: Actor, client: Client) -> list[Any]:
    """The plans of a client, newest first."""
    need(actor, "clinic_records.view_plan")
    rows = Plan.objects.filter(client=client).select_related("current").order_by("-entered_at")
    return as_allowed(actor, rows)


def plan_on_record(*, actor: Actor, plan: UUID) -> dict[str, Any]:
    """A plan with all its versions and steps, newest first; `consent`: to the version that stands, if it holds."""
    need(actor, "clinic_records.view_plan")
    row = one(Plan, plan)
    looked(actor, "plan.read", row, row.client_id)
    versions = PlanVersion.objects.filter(plan=row).select_related("forecast", "entered_by")
    consent = None
    if row.current is not None and actor.may("clinic_records.view_consent"):
        consent = valid_consent(row.client, "treatment", row.current)
    (shown,) = as_allowed(actor, [row])
    return {
        "plan": shown,
        "versions": list(versions.order_by("-number")),
        "steps": list(row.steps.annotate(by=F("entered_by__username")).order_by("-entered_at")),
        "consent": consent,
    }
