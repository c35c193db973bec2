"""What a client was told and asked for: the three consents, each for itself, and what of each holds."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F

from ..answers import SHEET
from ..models import Client, Consent, ConsentKind, ConsentOffer, ConsentText, Forecast, Plan, PlanVersion
from ..services.act import Actor, NotFound, one
from ..services.forecasts import forecast_holds
from .consents import valid_consent
from .reading import looked, need
from .tracked import course_digest
from .treating import agreed

ENDED = (Plan.State.FINISHED, Plan.State.STOPPED)


@dataclass(frozen=True)
class Asked:
    """One consent: for treatment to the version of a plan that stands, for photographs to their use.

    `offer` is what was laid before the client last, `holds` the consent that counts now, `before` the last one that was
    given to an earlier version of the plan.
    """

    kind: str
    plan: Any = None
    offer: Any = None
    holds: Any = None
    before: Any = None
    texts: list[Any] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The kind in words."""
        return str(ConsentKind(self.kind).label)

    @property
    def state(self) -> str:
        """`holds`, `waits` for a decision, `refused`, `withdrawn`, asked for `again`, or `never` asked for."""
        if self.holds is not None:
            return "holds"
        decided = getattr(self.offer, "consent", None)
        if self.offer is not None and decided is None:
            return "waits"
        if decided is not None:
            return "refused" if decided.decision == Consent.Decision.REFUSED else "withdrawn"
        return "again" if self.before is not None else "never"


def offers_of(client: Client) -> list[Any]:
    """All that was laid before a client, the newest first, each with its decision and withdrawal."""
    rows = ConsentOffer.objects.filter(client=client).select_related(
        "text", "plan_version__plan", "forecast", "consent__withdrawal", "consent__taken_by"
    )
    return list(rows.order_by("-happened_at"))


def consenting(*, actor: Actor, client: Client) -> dict[str, Any]:
    """The consents of a client (`asked`), and all that was ever laid before them (`offers`)."""
    need(actor, "clinic_records.view_consent")
    offers, texts = offers_of(client), newest_texts()
    plans = Plan.objects.filter(client=client, current__isnull=False).exclude(state__in=ENDED)
    plans = list(plans.select_related("current", "client").order_by("-entered_at"))
    held = agreed(plans)
    found = [_of_plan(plan, held.get(plan.pk), offers, texts) for plan in plans]
    for kind in (ConsentKind.PHOTOGRAPHY, ConsentKind.PUBLICATION):
        mine = [row for row in offers if row.kind == kind]
        holds = valid_consent(client, kind)
        found.append(Asked(kind, offer=mine[0] if mine else None, holds=holds, texts=texts.get(kind, [])))
    return {"asked": found, "offers": offers}


def _of_plan(plan: Any, holds: Any, offers: list[Any], texts: dict[str, list[Any]]) -> Asked:
    mine = [row for row in offers if row.plan_version is not None and row.plan_version.plan_id == plan.pk]
    now = [row for row in mine if row.plan_version_id == plan.current_id]
    given = [row.consent for row in mine if _given(row) and row.plan_version_id != plan.current_id]
    kind = ConsentKind.TREATMENT
    return Asked(kind, plan, now[0] if now else None, holds, given[0] if given else None, texts.get(kind, []))


def _given(offer: Any) -> bool:
    said = getattr(offer, "consent", None)
    return said is not None and said.decision == Consent.Decision.GIVEN and not hasattr(said, "withdrawal")


def newest_texts() -> dict[str, list[ConsentText]]:
    """By kind, the texts that may be laid before somebody: of each title and language the newest, with its number."""
    found: dict[str, dict[tuple[str, str], Any]] = {}
    for row in numbered_texts():
        found.setdefault(str(row.kind), {})[row.language, row.title] = row
    return {kind: sorted(rows.values(), key=lambda row: row.title) for kind, rows in found.items()}


def numbered_texts() -> list[Any]:
    """All texts from the oldest, each with its `number` among those of one kind, language and title."""
    count: dict[tuple[str, str, str], int] = {}
    rows = list(ConsentText.objects.annotate(writer=F("entered_by__username")).order_by("entered_at"))
    for row in rows:
        key = (row.kind, row.language, row.title)
        row.number = count[key] = count.get(key, 0) + 1  # type: ignore[attr-defined]
    return rows


def one_offer(*, actor: Actor, offer: UUID) -> ConsentOffer:
    """What was laid before a client, with its decision; the look is noted."""
    need(actor, "clinic_records.view_consent")
    rows = ConsentOffer.objects.select_related(
        "client", "text", "plan_version__plan", "forecast", "consent__withdrawal", "consent__taken_by"
    )
    row = rows.filter(pk=offer).first()
    if row is None:
        raise NotFound("no such consent")
    looked(actor, "consent.read", row, row.client.pk)
    return row


def one_version(*, actor: Actor, version: UUID) -> PlanVersion:
    """A version of a plan with its plan and client; the look is noted."""
    need(actor, "clinic_records.view_forecast")
    row = one(PlanVersion, version)
    looked(actor, "sheet.read", row, row.plan.client_id)
    return row


def sheet_of(version: PlanVersion) -> Forecast | None:
    """The forecast whose sheet a client is shown: the version's own, else the newest of the very same course."""
    own = version.forecast
    if own is not None and sheet_in(own):
        return own
    rows = Forecast.objects.filter(client=version.plan.client_id, inputs_sha256=course_digest(version))
    return next((row for row in rows.order_by("-entered_at")[:8] if sheet_in(row)), None)


def sheet_in(forecast: Forecast | None) -> str:
    """The client's sheet as it was kept with a forecast; empty where none was, or where it is not what was kept."""
    if forecast is None or not forecast_holds(forecast):
        return ""
    return str(json.loads(forecast.quantiles).get(SHEET, ""))
