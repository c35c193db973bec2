"""Which consents hold."""

from __future__ import annotations

from ..models import Client, Consent, PlanVersion


def valid_consent(client: Client, kind: str, version: PlanVersion | None = None) -> Consent | None:
    """The newest consent of a kind that was given and not withdrawn; to a version of a plan where one is named."""
    rows = Consent.objects.filter(
        client=client,
        offer__kind=kind,
        decision=Consent.Decision.GIVEN,
        withdrawal__isnull=True,
    )
    if version is not None:
        rows = rows.filter(offer__plan_version=version)
    return rows.select_related("offer").order_by("-happened_at").first()
