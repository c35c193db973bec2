"""One entry of the audit. What counts is `body`, the very bytes that are hashed; the columns beside it find entries."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """An act: who, when, what, on which record, of which client. Written once; a trigger forbids any change.

    `body` is canonical JSON with the digest of the entry before; `digest` is the SHA-256 of `body`. A database may
    turn numbers and times into others (`jsonb`, a dump), so nothing is hashed but this one text.
    """

    sequence = models.BigIntegerField(primary_key=True)
    body = models.TextField()
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)
    who = models.CharField(max_length=150, db_index=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)
    client = models.CharField(max_length=36, blank=True, db_index=True)

    class Meta:
        """Django's options."""

        verbose_name_plural = "entries"
        ordering = ("sequence",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"


class Lifted(models.Model):
    """That guards step back for an act; there only while its transaction runs, so that nobody else ever sees one."""

    kind = models.CharField(max_length=10)

    class Meta:
        """Django's options."""

        verbose_name_plural = "lifted guards"
        default_permissions = ()

    def __str__(self) -> str:
        return self.kind
