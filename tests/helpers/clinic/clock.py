"""The clinic's clock set to another day: what is entered then is entered then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest import mock

from django.apps import apps
from django.utils import timezone

NOW = timezone.now  # as the fields were made with


@contextmanager
def clock_at(when: datetime) -> Iterator[datetime]:
    """All that asks for the time, defaults of fields included, gets `when`."""
    models = [
        model for app in ("clinic_records", "clinic_work") for model in apps.get_app_config(app).get_models()
    ]
    fields = [field for model in models for field in model._meta.fields if field.default is NOW]
    patches = [mock.patch.dict(field.__dict__, {"_get_default": lambda: when}) for field in fields]
    for patch in [*patches, mock.patch.object(timezone, "now", return_value=when)]:
        patch.start()
    try:
        yield when
    finally:
        mock.patch.stopall()
