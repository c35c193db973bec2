"""Rows written and changed: checked as a whole, with every mistake told; a second writer's text is never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from ....errors import InputError, Mistake, did_you_mean
from ...audit.record import canonical
from ...time_zones import unknown
from ..models import Client, Former
from .act import Actor, noted, one
from .conflict import as_it_is, conflict_of
from .standing import check_standing

M = TypeVar("M", bound=models.Model)
PERSONAL = {  # never repeated in a message
    "given_name",
    "family_name",
    "known_as",
    "born_on",
    "telephone",
    "email",
    "address",
    "emergency_contact",
    "old_number",
    "dialled",
}
EARLY = timedelta(minutes=5)  # clocks of two machines may differ by so much


def refused(where: str, *mistakes: tuple[str, str, str]) -> InputError:
    """An error of a few mistakes, each its place, what was found, what is allowed."""
    return InputError(where, [Mistake(*mistake) for mistake in mistakes])


def all_checked(*rows: models.Model, without: tuple[str, ...] = (), alone: bool = False) -> None:
    """Raise `InputError` with the mistakes of several rows at once, some fields of them left out.

    `alone`: each by itself, without asking the database for what must be unique.
    """
    mistakes: list[Mistake] = []
    for row in rows:
        try:
            checked(row, without, alone=alone)
        except InputError as error:
            mistakes += error.mistakes
    if mistakes:
        raise InputError(str(rows[0]._meta.verbose_name), mistakes)


def checked(row: M, without: tuple[str, ...] = (), *, alone: bool = False) -> M:
    """The row, if every field and constraint of it holds; raises `InputError` with all that do not."""
    unique = {name for item in row._meta.constraints for name in getattr(item, "fields", ())}
    linked = [field.name for field in row._meta.concrete_fields if field.is_relation and not field.unique]
    # that these are there was seen when they were read, and the database looks after it
    filled = [name for name in linked if name not in unique and getattr(row, f"{name}_id") is not None]
    try:
        row.full_clean(exclude=[*filled, *without], validate_unique=not alone, validate_constraints=not alone)
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        mistakes = [_mistake(row, field, message) for field, told in found.items() for message in told]
        raise InputError(str(row._meta.verbose_name), mistakes) from None
    return row


def _mistake(row: models.Model, field: str, message: str) -> Mistake:
    if field in ("__all__", ""):
        return Mistake("record", "fields that do not fit together", message)
    choices = [str(key) for key, _ in getattr(row._meta.get_field(field), "choices", None) or ()]
    value = getattr(row, field, None)
    found = "what was typed" if field in PERSONAL else _shown(value)
    if choices:
        return Mistake(field, found, " | ".join(choices), did_you_mean(str(value), choices))
    return Mistake(field, found, message.rstrip("."))


def _shown(value: Any) -> str:
    return "nothing" if value in (None, "") else f'"{str(value)[:40]}"'


def added(row: M, actor: Actor, action: str, client: Any = None, **detail: Any) -> M:
    """A new row, checked, written and noted; raises `InputError` where the client's records may not be written to."""
    if isinstance(client, Client):
        check_standing(client, action)
    if hasattr(row, "entered_by_id"):
        row.entered_by = actor.user  # type: ignore[attr-defined]
    checked(row).save(force_insert=True)
    noted(actor, action, row, client, **detail)
    return row


def happened(at: datetime | None, zone: str = "") -> dict[str, Any]:
    """When something happened, now unless said; raises `InputError` for the future and for unknown zones.

    A time without a zone is read on the wall of `zone`, that of the clinic unless said.
    """
    zone = zone or settings.TIME_ZONE
    if mistakes := unknown(zone):
        raise InputError("time", mistakes)
    if at is not None and timezone.is_naive(at):
        at = at.replace(tzinfo=ZoneInfo(zone))
    if at is not None and at > timezone.now() + EARLY:
        raise refused("time", ("happened_at", "a time to come", "now or before"))
    return {"happened_at": at or timezone.now(), "time_zone": zone}


def changed(
    model: type[M], key: Any, version: int, changes: Mapping[str, Any], actor: Actor, action: str, **more: Any
) -> M:
    """A versioned row with some fields changed, in the transaction of the service that calls.

    The version is compared while the row is held. Where it moved on, the text goes into a draft of its writer's, and
    `Conflict` brings back both. The row as it was is kept in `Former`; the audit names the fields, not their contents.
    """
    row = one(model, key, lock=True)
    unknown = [name for name in changes if name not in {field.name for field in row._meta.concrete_fields}]
    if unknown:
        raise refused(action, *((name, "no such field", "a field of the record") for name in unknown))
    if row.version != version:  # type: ignore[attr-defined]
        raise conflict_of(row, version, changes)
    owner = client_of(row)
    if owner is not None:
        check_standing(owner, action)
    before = as_it_is(row)
    for name, value in changes.items():
        setattr(row, name, value)
    checked(row)
    after = as_it_is(row)
    different = sorted(name for name in after if after[name] != before[name])
    if not different:
        return row
    kept = {"kind": row._meta.model_name, "record": row.pk, "version": version, "client": owner}
    Former.objects.create(**kept, body=canonical(before), entered_by=actor.user)
    row.version = version + 1  # type: ignore[attr-defined]
    row.save(force_update=True)
    noted(actor, action, row, owner, fields=different, version=version + 1, **more)
    return row


def client_of(row: models.Model) -> Client | None:
    """Whose record a row is, None for stock and devices."""
    if isinstance(row, Client):
        return row
    if (owner := getattr(row, "client", None)) is not None:
        return owner
    whole = getattr(row, "session", None) or getattr(row, "screening", None) or getattr(row, "event", None)
    return None if whole is None else client_of(whole)
