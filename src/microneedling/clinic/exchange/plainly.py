"""Rows as plain values and back, to the last digit: what JSON can say, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from ..audit.record import canonical


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table, in their order."""
    return list(model._meta.concrete_fields)


def plain(row: models.Model) -> dict[str, Any]:
    """A row as JSON can say it: times in UTC to the microsecond, numbers with decimals as text."""
    return {field.attname: value_of(getattr(row, field.attname)) for field in columns_of(type(row))}


def value_of(value: Any) -> Any:
    """One value as JSON can say it; raises `TypeError` for what has no such form."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def line_of(row: models.Model) -> str:
    """A row as one line of JSON in its one form."""
    return canonical(plain(row))


def row_from(model: type[models.Model], line: str) -> models.Model:
    """The row of a line; raises `ValueError` where it is not one of this table."""
    said = json.loads(line)
    fields = {field.attname: field for field in columns_of(model)}
    if not isinstance(said, dict) or set(said) != set(fields):
        raise ValueError(f"{model._meta.model_name}: other columns than this version has")
    try:
        return model(**{name: _back(fields[name], value) for name, value in said.items()})
    except Exception as error:
        raise ValueError(f"{model._meta.model_name}: {type(error).__name__}") from error


def _back(field: models.Field, value: Any) -> Any:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)


def cell(value: Any) -> str:
    """A plain value as the cell of a table."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
