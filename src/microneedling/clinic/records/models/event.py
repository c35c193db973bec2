"""What went wrong, with the fields that a report on a device asks for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Happened, Record, Signed, Versioned
from .client import Client, Precision
from .session import Session
from .stock import Device, Lot


class AdverseEvent(Happened, Signed, Versioned):
    """An unwanted effect. What happened next is told in addenda; where it was reported, in reports."""

    class Severity(models.TextChoices):
        """How strong."""

        MILD = "mild", _("mild")
        MODERATE = "moderate", _("moderate")
        SEVERE = "severe", _("severe")

    class Outcome(models.TextChoices):
        """What became of it."""

        ONGOING = "ongoing", _("going on")
        RESOLVED = "resolved", _("resolved")
        SEQUELAE = "resolved with sequelae", _("resolved, something is left")
        DEATH = "death", _("death")
        UNKNOWN = "unknown", _("not known")

    class Related(models.TextChoices):
        """Whether the treatment caused it, in the judgement of who reports."""

        CERTAIN = "certain", _("certain")
        PROBABLE = "probable", _("probable")
        POSSIBLE = "possible", _("possible")
        UNLIKELY = "unlikely", _("unlikely")
        UNKNOWN = "unknown", _("cannot be judged")

    client = models.ForeignKey(Client, models.PROTECT, related_name="events")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=80)
    zone = models.CharField(max_length=40, blank=True)
    description = models.TextField()
    onset_on = models.DateField()
    onset_precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    serious = models.BooleanField(default=False)
    serious_because = models.CharField(max_length=200, blank=True)
    related = models.CharField(max_length=10, choices=Related.choices, default=Related.UNKNOWN)
    expected = models.BooleanField(null=True, blank=True)
    action_taken = models.TextField(blank=True)
    outcome = models.CharField(max_length=24, choices=Outcome.choices, default=Outcome.ONGOING)
    resolved_on = models.DateField(null=True, blank=True)
    # as a report on a device asks for them, copied when it is entered: devices and lots may be renamed later
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="events")
    device_name = models.CharField(max_length=160, blank=True)
    device_maker = models.CharField(max_length=120, blank=True)
    device_model = models.CharField(max_length=120, blank=True)
    device_serial = models.CharField(max_length=80, blank=True)
    device_udi = models.CharField(max_length=160, blank=True)
    device_kept = models.BooleanField(null=True, blank=True)  # whether it can still be examined
    device_problem = models.TextField(blank=True)
    operator = models.CharField(max_length=60, blank=True)  # health professional, lay user, client

    class Meta:
        """Django's options."""

        constraints = (
            models.CheckConstraint(
                condition=models.Q(serious=False) | ~models.Q(serious_because=""), name="serious_says_why"
            ),
        )


class EventLot(Record):
    """A lot that may have to do with an adverse event, its number and expiry as they stood then. Frozen."""

    event = models.ForeignKey(AdverseEvent, models.PROTECT, related_name="lots")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="events")
    product_name = models.CharField(max_length=160)
    number = models.CharField(max_length=80)
    expires_on = models.DateField(null=True, blank=True)


class EventReport(Record):
    """That an adverse event was reported: to whom, when, under which number. Frozen."""

    event = models.ForeignKey(AdverseEvent, models.PROTECT, related_name="reports")
    reported_to = models.CharField(max_length=160)
    reported_on = models.DateField()
    reference = models.CharField(max_length=120, blank=True)
