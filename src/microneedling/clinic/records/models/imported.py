"""What came in as tables: each import with how its columns were read, and which rows have come in before."""

from __future__ import annotations

from django.db import models

from .base import Record


class ImportRun(Record):
    """One import that was done: of what, how its columns were read, and the count of its rows.

    `columns_sha256` is of the set of column names: a table with the same names is read in the same way unless told.
    """

    kind = models.CharField(max_length=20)
    content_sha256 = models.CharField(max_length=64)
    columns_sha256 = models.CharField(max_length=64, db_index=True)
    reading = models.TextField()  # columns, orders of dates, decimal signs; canonical JSON, nobody's data
    rows = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    known = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()


class ImportedRow(Record):
    """A row that came in, by the digest of what it said: the same row again adds nothing, whatever became of it."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    record = models.UUIDField(db_index=True)

    class Meta:
        """Django's options."""

        default_permissions = ("view",)
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_import_a_row"),)
