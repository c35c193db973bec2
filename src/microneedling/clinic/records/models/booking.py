"""What is to come: appointments by the clock on the wall; and drafts of what is being typed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record, Versioned, person
from .client import Client
from .plan import Plan


class Appointment(Versioned):
    """A booking. What counts is the wall time and its zone; the instants beside it are worked out from them."""

    class State(models.TextChoices):
        """What became of it."""

        BOOKED = "booked", _("booked")
        ARRIVED = "arrived", _("arrived")
        DONE = "done", _("done")
        CANCELLED = "cancelled", _("cancelled")
        MISSED = "missed", _("did not come")

    AHEAD = (State.BOOKED, State.ARRIVED)  # nobody has said yet what became of it

    client = models.ForeignKey(Client, models.PROTECT, related_name="appointments")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="appointments")
    purpose = models.CharField(max_length=80)
    practitioner = person(null=True)
    room = models.CharField(max_length=40, blank=True)
    on_day = models.DateField(db_index=True)
    at_time = models.TimeField()
    time_zone = models.CharField(max_length=64)
    minutes = models.PositiveIntegerField()
    starts_at = models.DateTimeField(editable=False, db_index=True)
    ends_at = models.DateTimeField(editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    reason = models.CharField(max_length=300, blank=True)
    double_booked_reason = models.CharField(max_length=300, blank=True)


class Draft(Record):
    """What somebody was typing: theirs alone, for one client and form, until it is sent or old."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="clinic_drafts")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="drafts")
    form = models.CharField(max_length=120)
    body = models.TextField()
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """Django's options."""

        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("user", "client", "form"), name="one_draft_a_client_and_form"),
            models.UniqueConstraint(
                fields=("user", "form"), condition=models.Q(client__isnull=True), name="one_draft_a_form"
            ),
        )
