"""Two clients who turned out to be one: that they were joined, which rows went over, and that it was undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from .base import Record
from .client import Client

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models.fields.related_descriptors import RelatedManager


class Merge(Record):
    """That `gone` was found to be `kept`. Frozen; the id that is gone leads to the one that is kept."""

    moves: RelatedManager[Any]
    undone: MergeUndone
    kept_id: UUID
    gone_id: UUID

    kept = models.ForeignKey(Client, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Client, models.PROTECT, related_name="merged")
    reason = models.CharField(max_length=300)
    body = models.TextField()  # canonical JSON: rows that went over by table, those that stayed, fields taken

    class Meta:
        """Django's options."""

        constraints = (
            models.CheckConstraint(condition=~models.Q(kept=models.F("gone")), name="two_are_joined"),
        )


class Moved(Record):
    """One row that went from one client to another, by a merge or by its undoing. Frozen."""

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="moves")
    kind = models.CharField(max_length=80)  # label of the table
    record = models.CharField(max_length=40, db_index=True)
    field = models.CharField(max_length=60)  # which of its columns names the client
    before = models.UUIDField()
    after = models.UUIDField()
    also = models.TextField(blank=True)  # other columns that had to give way, as they were; canonical JSON

    class Meta:
        """Django's options."""

        verbose_name_plural = "moved rows"
        default_permissions = ("view",)


class MergeUndone(Record):
    """That a merge was a mistake: its rows went back. Frozen."""

    merge = models.OneToOneField(Merge, models.PROTECT, related_name="undone")
    reason = models.CharField(max_length=300)

    class Meta:
        """Django's options."""

        verbose_name = "undone merge"
