"""What records have in common: an id that says nothing, when and by whom they were entered; some have a version."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


def person(name: str = "+", **options: Any) -> models.ForeignKey:
    """A reference to who works here; nobody who did something can be deleted."""
    options.setdefault("blank", bool(options.get("null")))
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name=name, **options)


class Record(models.Model):
    """A row with a random id, known outside by it, and with who entered it when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    entered_by = person(null=True, editable=False)

    class Meta:
        """Django's options."""

        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name}:{self.pk}"  # never a name: this text reaches logs and errors


class Versioned(Record):
    """A record that several people may change: who writes on an old version is told, and loses nothing."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        """Django's options."""

        abstract = True


class Happened(models.Model):
    """When it happened, beside when it was entered: the instant, and the zone whose clock hung on the wall."""

    happened_at = models.DateTimeField(db_index=True)
    time_zone = models.CharField(max_length=64)

    class Meta:
        """Django's options."""

        abstract = True


class Signed(models.Model):
    """Frozen once signed; the database itself refuses changes from then on."""

    signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    signed_by = person(null=True, editable=False)
    signed_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        """Django's options."""

        abstract = True


class Former(Record):
    """A record as it was before a change, as JSON: so that a change can be told, and a conflict shown on its base."""

    kind = models.CharField(max_length=60)
    record = models.UUIDField(db_index=True)
    client = models.ForeignKey("Client", models.PROTECT, null=True, related_name="former")
    version = models.PositiveIntegerField()
    body = models.TextField()

    class Meta:
        """Django's options."""

        verbose_name_plural = "former versions"
        default_permissions = ("view",)
        constraints = (
            models.UniqueConstraint(fields=("kind", "record", "version"), name="one_former_version"),
        )


class Once(models.Model):
    """What a form or a program asked for with a key of its own: asked again, the first answer comes back."""

    user = person()
    key = models.CharField(max_length=80)
    action = models.CharField(max_length=60)
    asked = models.CharField(max_length=64)  # digest of what was asked for
    kind = models.CharField(max_length=60)
    record = models.UUIDField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        """Django's options."""

        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="one_answer_a_key"),)
