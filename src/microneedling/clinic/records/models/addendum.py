"""What is added to records that are signed."""

from __future__ import annotations

from django.db import models

from .assessment import Screening
from .base import Record
from .client import Client
from .event import AdverseEvent
from .note import Note
from .session import Session

KINDS = ("session", "note", "screening", "event")


def _to_one_of(kinds: tuple[str, ...]) -> models.Q:
    """Exactly one of the references is there."""
    found = models.Q()
    for kept in kinds:
        found |= models.Q(**{f"{kind}__isnull": kind != kept for kind in kinds})
    return found


class Addendum(Record):
    """What is added to a signed record; shown and printed with it. Frozen."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="addenda")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="addenda")
    note = models.ForeignKey(Note, models.PROTECT, null=True, blank=True, related_name="addenda")
    screening = models.ForeignKey(Screening, models.PROTECT, null=True, blank=True, related_name="addenda")
    event = models.ForeignKey(AdverseEvent, models.PROTECT, null=True, blank=True, related_name="addenda")
    text = models.TextField()

    class Meta:
        """Django's options."""

        verbose_name_plural = "addenda"
        constraints = (models.CheckConstraint(condition=_to_one_of(KINDS), name="addendum_to_one_record"),)
