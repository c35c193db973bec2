"""Consents written: texts, offers, decisions, withdrawals. Each of the three kinds for itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from ...audit.record import canonical, digest_of
from ..models import (
    Client,
    Consent,
    ConsentKind,
    ConsentOffer,
    ConsentText,
    ConsentWithdrawal,
    Forecast,
    PlanVersion,
)
from .act import Actor, one, service
from .rows import added, happened, refused


@service("clinic_records.add_consenttext")
def add_consent_text(*, actor: Actor, kind: str, title: str, body: str, language: str = "en") -> ConsentText:
    """The words of a consent; the same words twice are one text."""
    digest = digest_of(canonical([kind, language, title, body]))
    if (known := ConsentText.objects.filter(sha256=digest).first()) is not None:
        return known
    row = ConsentText(kind=kind, title=title, body=body, language=language, sha256=digest)
    return added(row, actor, "consent.text", sha256=digest)


@service("clinic_records.add_consentoffer")
def offer_consent(
    *,
    actor: Actor,
    client: UUID,
    text: UUID,
    plan_version: UUID | None = None,
    forecast: UUID | None = None,
    purpose: str = "",
    earliest_on: date | None = None,
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> ConsentOffer:
    """Lay a text before a client, for treatment with the version of a plan and the forecast shown.

    The earliest day of a decision is so many days later as the clinic's settings say, or later where asked.
    """
    whose, words = one(Client, client), one(ConsentText, text)
    when = happened(happened_at, time_zone)
    version = None if plan_version is None else one(PlanVersion, plan_version)
    seen = None if forecast is None else one(Forecast, forecast)
    if version is not None and seen is None:
        seen = version.forecast
    mistakes = []
    if version is not None and version.plan.client_id != whose.pk:
        mistakes.append(("plan_version", "one of another client", "one of this client"))
    if seen is not None and seen.client_id != whose.pk:
        mistakes.append(("forecast", "one of another client", "one of this client"))
    if words.kind == ConsentKind.TREATMENT and version is None:
        mistakes.append(("plan_version", "nothing", "the version of the plan that is agreed to"))
    if words.kind == ConsentKind.PUBLICATION and not purpose.strip():
        mistakes.append(("purpose", "nothing", "what the photographs are to be shown for"))
    if mistakes:
        raise refused("consent", *mistakes)
    wait = settings.CONSENT_WAIT_DAYS if words.kind == ConsentKind.TREATMENT else 0
    local = when["happened_at"].astimezone(ZoneInfo(when["time_zone"])).date()
    first = max(earliest_on or local, local + timedelta(days=wait))
    row = ConsentOffer(client=whose, kind=words.kind, text=words, text_sha256=words.sha256, **when)
    row.plan_version, row.forecast, row.purpose, row.earliest_on = version, seen, purpose, first
    row.forecast_sha256 = seen.sha256 if seen is not None else ""
    return added(row, actor, "consent.offer", whose, kind=words.kind)


@service("clinic_records.add_consent")
def decide_consent(
    *,
    actor: Actor,
    offer: UUID,
    decision: str,
    signature: str = "",
    signed_as: str = "",
    early_reason: str = "",
    happened_at: datetime | None = None,
    time_zone: str = "",
) -> Consent:
    """What the client decided on an offer, with their signature where it was given.

    Before the earliest day it needs `early_reason`; raises `InputError` for a second decision on one offer.
    """
    of = one(ConsentOffer, offer, lock=True)
    when = happened(happened_at, time_zone)
    day = when["happened_at"].astimezone(ZoneInfo(when["time_zone"])).date()
    mistakes = []
    if hasattr(of, "consent"):
        mistakes.append(("offer", "one that was decided on", "a new offer"))
    if when["happened_at"] < of.happened_at:
        mistakes.append(("happened_at", "before the offer", "after the offer"))
    if decision == Consent.Decision.GIVEN:
        if not signature.strip() or not signed_as.strip():
            mistakes.append(("signature", "nothing", "the signature, and the name as signed"))
        if day < of.earliest_on and not early_reason.strip():
            allowed = f"{of.earliest_on} or later, or a reason in early_reason"
            mistakes.append(("happened_at", f"{day}, too early", allowed))
    if mistakes:
        raise refused("consent", *mistakes)
    row = Consent(offer=of, client=of.client, decision=decision, signed_as=signed_as, **when)
    row.signature, row.early_reason, row.taken_by = signature, early_reason, actor.user
    row.signature_sha256 = digest_of(signature) if signature else ""
    detail = {"kind": of.kind, "decision": decision, "early": day < of.earliest_on}
    return added(row, actor, "consent.decide", of.client, **detail, text=of.text_sha256)


@service("clinic_records.add_consentwithdrawal")
def withdraw_consent(
    *, actor: Actor, consent: UUID, reason: str = "", happened_at: datetime | None = None, time_zone: str = ""
) -> ConsentWithdrawal:
    """A consent that holds no longer; what was done under it stays on record."""
    of = one(Consent, consent)
    row = ConsentWithdrawal(consent=of, client=of.client, reason=reason, **happened(happened_at, time_zone))
    return added(row, actor, "consent.withdraw", of.client, kind=of.offer.kind)
