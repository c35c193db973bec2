"""What was done: a session, its zones, what was put on and used, its signature, its addenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from .base import Happened, Record, Signed, Versioned, person
from .client import Client
from .plan import Plan, PlanVersion
from .stock import Device, Lot

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models.fields.related_descriptors import RelatedManager


class Session(Happened, Signed, Versioned):
    """One treatment. Open until it is signed; frozen from then on, its parts too."""

    numbing: RelatedManager[Numbing]
    uses: RelatedManager[LotUse]
    zones: RelatedManager[SessionZone]
    client_id: UUID

    client = models.ForeignKey(Client, models.PROTECT, related_name="sessions")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="sessions")
    plan_version = models.ForeignKey(
        PlanVersion, models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    number = models.PositiveIntegerField(null=True, blank=True)  # which of the plan
    appointment = models.OneToOneField(
        "Appointment", models.PROTECT, null=True, blank=True, related_name="session"
    )
    practitioner = person(null=True)
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="sessions")
    note = models.TextField(blank=True)
    reaction = models.TextField(blank=True)
    pain = models.FloatField(null=True, blank=True)  # 0 to 10
    aftercare = models.TextField(blank=True)
    without_consent_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Django's options."""

        permissions = (
            ("sign_session", "Can sign sessions"),
            ("treat_without_consent", "Can open a session without consent, with a reason"),
        )
        indexes = (models.Index(fields=("client", "happened_at"), name="session_by_client"),)


class SessionZone(Versioned):
    """One zone of a session: what was set, what was seen. `typed_depth` is what was typed, with its unit."""

    session_id: UUID

    session = models.ForeignKey(Session, models.PROTECT, related_name="zones")
    zone = models.CharField(max_length=40)
    depth_mm = models.FloatField()
    typed_depth = models.CharField(max_length=24, blank=True)
    density_per_cm2 = models.FloatField(null=True, blank=True)
    passes = models.FloatField(null=True, blank=True)
    area_cm2 = models.FloatField(null=True, blank=True)
    settings = models.TextField(blank=True)  # of the device, canonical JSON
    end_point = models.CharField(max_length=60, blank=True)
    reaction = models.CharField(max_length=300, blank=True)
    pain = models.FloatField(null=True, blank=True)
    over_label_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Django's options."""

        constraints = (models.UniqueConstraint(fields=("session", "zone"), name="one_row_a_zone"),)


class Numbing(Record):
    """Numbing cream as it was put on: what a dose is judged by, and what an inquiry asks for."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="numbing")
    product = models.CharField(max_length=120)
    strength_percent = models.FloatField(null=True, blank=True)
    grams = models.FloatField(null=True, blank=True)
    area_cm2 = models.FloatField(null=True, blank=True)
    minutes = models.FloatField(null=True, blank=True)
    under_film = models.BooleanField(null=True, blank=True)
    applied_by_client = models.BooleanField(default=False)

    class Meta:
        """Django's options."""

        verbose_name_plural = "numbing"


class LotUse(Record):
    """So much of a lot, on this client, in this session and zone."""

    moves: RelatedManager[Any]

    session = models.ForeignKey(Session, models.PROTECT, related_name="uses")
    zone = models.CharField(max_length=40, blank=True)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="uses")
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    expired_reason = models.CharField(max_length=300, blank=True)


class VoidedSession(Record):
    """That a session must not count, and why: entered for the wrong client, never took place. Frozen."""

    session = models.OneToOneField(Session, models.PROTECT, related_name="voided")
    reason = models.CharField(max_length=300)
