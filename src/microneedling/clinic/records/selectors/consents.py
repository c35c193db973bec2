"""Which consents hold."""

from __future__ import annotations

from ..models import Client, Consent, ConsentKind, ConsentWithdrawal, PlanVersion


def valid_consent(client: Client, kind: str, version: PlanVersion | None = None) -> Consent | None:
    """The newest consent of a kind that was given and not withdrawn; to a version of a plan where one is named.

    A client who withdrew consent to photographs, or refused it, has none from an earlier day either, not even from a
    record that was joined with theirs since.
    """
    rows = Consent.objects.filter(
        client=client,
        offer__kind=kind,
        decision=Consent.Decision.GIVEN,
        withdrawal__isnull=True,
    )
    if version is not None:
        rows = rows.filter(offer__plan_version=version)
    found = rows.select_related("offer").order_by("-happened_at").first()
    if found is None or kind != ConsentKind.PHOTOGRAPHY:
        return found
    of_kind = {"client": client, "happened_at__gt": found.happened_at}
    refusals = Consent.objects.filter(**of_kind, offer__kind=kind, decision=Consent.Decision.REFUSED)
    withdrawals = ConsentWithdrawal.objects.filter(**of_kind, consent__offer__kind=kind)
    return None if refusals.exists() or withdrawals.exists() else found
