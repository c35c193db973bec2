"""The store of a test emptied inside its transaction, as a new clinic is: what went out can come back in."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import connection

from microneedling.clinic.audit.triggers import install, remove
from microneedling.clinic.records.owners import tables


def empty_the_store() -> None:
    """Delete every row of every table of the clinic, and who works there; the guards step aside meanwhile."""
    remove()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys=ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in [*tables(), User.groups.through, User]:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    install()
