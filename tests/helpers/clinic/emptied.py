"""All records of a clinic taken away, which outside of a test nobody can."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from microneedling.clinic.audit.triggers import install, remove


def empty_the_records() -> None:
    """Empty every table of records; who works there and the audit stay."""
    remove()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for model in apps.get_app_config("clinic_records").get_models():
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    install()
