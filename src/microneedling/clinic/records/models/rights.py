"""What a client may ask for: that their records rest, or are erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record, Versioned, person
from .client import Client

if TYPE_CHECKING:
    from uuid import UUID


class Restriction(Versioned):
    """That a client's records are kept and used for nothing else, from when, why, and until when."""

    class Ground(models.TextChoices):
        """Why they rest."""

        ACCURACY = "accuracy", _("the client says that something in them is wrong")
        UNLAWFUL = "unlawful", _("they should not be used, and the client wants them kept")
        CLAIM = "claim", _("the clinic needs them no more, the client does, for a claim")
        OBJECTION = "objection", _("the client objects, and it is not decided yet")
        ERASED = "erased", _("erased but for what has to be kept")

    client_id: UUID

    client = models.ForeignKey(Client, models.PROTECT, related_name="restrictions")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    reason = models.CharField(max_length=300, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)
    lifted_by = person(null=True, editable=False)
    lifted_reason = models.CharField(max_length=300, blank=True, editable=False)


class Erasure(Record):
    """That a client's records were erased, all or in part: what went, what stays until when and why. Frozen for good.

    It holds counts, names of tables and random names of files, never what was erased.
    """

    class Stage(models.TextChoices):
        """How far it went."""

        PART = "part", _("all that nothing obliges to keep")
        WHOLE = "whole", _("everything")

    class Ground(models.TextChoices):
        """Why it was done."""

        ASKED = "asked", _("the client asked for it")
        RETENTION = "retention", _("the time for which records are kept is over")
        AGAIN = "again", _("it had been erased before this store was restored from a backup")

    client_id: UUID
    files: ErasedFiles

    client = models.ForeignKey(Client, models.PROTECT, related_name="erasures")
    stage = models.CharField(max_length=5, choices=Stage.choices)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    kept_until = models.DateField(null=True, blank=True)
    body = models.TextField()  # canonical JSON
    left_sha256 = models.CharField(max_length=64, blank=True)  # of the rows that stay, where all else went


class ErasedFiles(Record):
    """That the files of an erasure are gone from the disc: said once they are, not before. Frozen for good."""

    erasure = models.OneToOneField(Erasure, models.PROTECT, related_name="files")
    count = models.PositiveIntegerField()

    class Meta:
        """Django's options."""

        verbose_name_plural = "erased files"
        default_permissions = ("view",)
