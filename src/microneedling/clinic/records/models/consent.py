"""What a client was told and agreed to: the exact words, the exact forecast, the exact version of a plan."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Happened, Record, person
from .client import Client
from .plan import Forecast, PlanVersion


class ConsentKind(models.TextChoices):
    """Three consents, never bundled: refusing one leaves the others."""

    TREATMENT = "treatment", _("treatment")
    PHOTOGRAPHY = "photography", _("photographs for the records")
    PUBLICATION = "publication", _("photographs shown to others")


class ConsentText(Record):
    """The words of a consent in one language. Frozen: other words are another text."""

    kind = models.CharField(max_length=12, choices=ConsentKind.choices)
    language = models.CharField(max_length=12, default="en")
    title = models.CharField(max_length=200)
    body = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)


class ConsentOffer(Happened, Record):
    """What was laid before a client, and the earliest day on which they may decide. Frozen."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="consent_offers")
    kind = models.CharField(max_length=12, choices=ConsentKind.choices)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="offers")
    text_sha256 = models.CharField(max_length=64)
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="consent_offers"
    )
    forecast = models.ForeignKey(
        Forecast, models.PROTECT, null=True, blank=True, related_name="consent_offers"
    )
    forecast_sha256 = models.CharField(max_length=64, blank=True)
    earliest_on = models.DateField()
    purpose = models.CharField(max_length=300, blank=True)  # publication names its purpose

    class Meta:
        """Django's options."""

        constraints = (
            models.CheckConstraint(
                condition=~models.Q(kind="treatment") | models.Q(plan_version__isnull=False),
                name="treatment_consent_names_a_plan",
            ),
        )


class Consent(Happened, Record):
    """The decision on an offer, with the signature. Frozen; a withdrawal stands beside it."""

    class Decision(models.TextChoices):
        """What the client said."""

        GIVEN = "given", _("given")
        REFUSED = "refused", _("refused")

    offer = models.OneToOneField(ConsentOffer, models.PROTECT, related_name="consent")
    client = models.ForeignKey(Client, models.PROTECT, related_name="consents")
    decision = models.CharField(max_length=8, choices=Decision.choices)
    signature = models.TextField(blank=True)  # strokes as typed or drawn
    signature_sha256 = models.CharField(max_length=64, blank=True)
    signed_as = models.CharField(max_length=200, blank=True)
    early_reason = models.CharField(max_length=300, blank=True)
    taken_by = person(null=True)


class ConsentWithdrawal(Happened, Record):
    """That a consent holds no longer, from when, and in whose words. Frozen."""

    consent = models.OneToOneField(Consent, models.PROTECT, related_name="withdrawal")
    client = models.ForeignKey(Client, models.PROTECT, related_name="consent_withdrawals")
    reason = models.TextField(blank=True)
