"""The store of a test emptied inside its transaction, as a new clinic is: what went out can come back in."""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model

from microneedling.clinic.audit.triggers import install, remove
from microneedling.clinic.records.owners import tables


def empty_the_store() -> None:
    """Delete every row of every table of the clinic, and who works there; the guards step aside meanwhile."""
    _emptied([*tables(), User.groups.through, User])


def empty_the_records() -> None:
    """Delete every row of the records; who works there and the audit stay."""
    _emptied(apps.get_app_config("clinic_records").get_models())


def _emptied(models: Iterable[type[Model]]) -> None:
    remove()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys=ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for model in models:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    install()
