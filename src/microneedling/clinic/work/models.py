"""Jobs: what is worked out outside a request, and how far it is."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work. Its inputs decide its result, so that doing it twice does no harm."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    inputs = models.TextField()  # canonical JSON
    digest = models.CharField(max_length=64, db_index=True)
    client = models.ForeignKey(
        "clinic_records.Client", models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING, db_index=True)
    progress = models.FloatField(default=0.0)
    cancel = models.BooleanField(default=False)
    tries = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=40, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # last sign of life
    made_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    told = models.TextField(blank=True)  # why it failed, in words

    class Meta:
        """Django's options."""

        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"job:{self.pk}"
