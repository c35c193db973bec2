"""Notes of what was said or seen outside a session."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Happened, Signed, Versioned
from .client import Client


class Note(Happened, Signed, Versioned):
    """What was said or seen outside a session: a consultation, a telephone call, a follow-up."""

    class Kind(models.TextChoices):
        """On what occasion."""

        CONSULTATION = "consultation", _("consultation")
        FOLLOW_UP = "follow-up", _("follow-up")
        TELEPHONE = "telephone", _("telephone")
        OTHER = "other", _("other")

    client = models.ForeignKey(Client, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.TextField()

    class Meta:
        """Django's options."""

        permissions = (("sign_note", "Can sign notes"),)
