"""Rows of a client deleted or blanked, whatever their table: the mechanics of an erasure, found from the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db import models

from ...audit.record import canonical, digest_of
from ..models import Client, Draft, Identity, Merge, MergeUndone, Once, Photograph, Session
from ..names import fold
from ..owners import owned
from ..retention import BLANKED_AT_ONCE, GOES_AT_ONCE, LEFT, TELLS
from .conflict import as_it_is

ANY_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
AT_ONCE = 500
Keys = dict[type[models.Model], list[Any]]


def going(people: list[UUID], whole: bool) -> Keys:
    """Table -> keys of the rows that are deleted; children before what they belong to."""
    found: Keys = {}
    for model, there in reversed(owned().items()):
        label = model._meta.label
        rows = there.of(people)
        if not whole and label not in GOES_AT_ONCE:
            continue
        if whole and (label in LEFT or model.__name__ in TELLS):
            continue
        rows = rows if whole else rows.filter(GOES_AT_ONCE[label])
        found[model] = list(rows.values_list("pk", flat=True))
    if not whole:  # bookings that stay are those of a session; what hangs on what goes, goes
        for model, there in reversed(owned().items()):
            for parent in there.parents:
                to = model._meta.get_field(parent).related_model
                needed = not model._meta.get_field(parent).null
                if needed and found.get(to):  # type: ignore[call-overload]
                    hanging = model._default_manager.filter(**{f"{parent}__in": found[to]})  # type: ignore[index]
                    more = set(hanging.values_list("pk", flat=True)) - set(found.get(model, ()))
                    found[model] = [*found.get(model, ()), *more]
    order = [model for model in reversed(owned()) if found.get(model)]
    return {model: found[model] for model in order}


def traces(people: list[UUID], keys: Keys) -> Keys:
    """Rows that belong to no client and yet speak of these: drafts of a conflict, jobs, answers kept for a key."""
    ids = {str(key) for some in keys.values() for key in some} | {str(key) for key in people}
    ids |= {str(row) for row in Identity.objects.filter(client__in=people).values_list("pk", flat=True)}

    def speaks(*texts: str) -> bool:
        return any(found in ids for text in texts for found in ANY_ID.findall(text))

    job: Any = apps.get_model("clinic_work.Job")
    drafts = Draft.objects.filter(client=None).values_list("pk", "form", "body")
    jobs = job.objects.filter(client=None).values_list("pk", "inputs", "result")
    once = Once.objects.values_list("pk", "record")
    return {
        Draft: [pk for pk, *texts in drafts if speaks(*texts)],
        job: [pk for pk, *texts in jobs if speaks(*texts)],
        Once: [pk for pk, record in once if str(record) in ids],
    }


def files_of(keys: Keys) -> list[str]:
    """The names of the files that go with photographs."""
    return [
        name
        for some in _in_parts(keys.get(Photograph, ()))
        for name in Photograph.objects.filter(pk__in=some).values_list("file", flat=True)
    ]


def delete(keys: Keys) -> int:
    """Delete rows; references that go round in a circle are let go first. How many went."""
    for model, some in keys.items():
        if loose := _loose(model):
            for part in _in_parts(some):
                model._default_manager.filter(pk__in=part).update(**dict.fromkeys(loose))
    count = 0
    for model, some in keys.items():
        for part in _in_parts(some):
            count += model._default_manager.filter(pk__in=part).delete()[0]
    return count


def _loose(model: type[models.Model]) -> list[str]:
    """References of a row to one of its own table, or to one that goes before it: two tables that name each other."""
    order = {one: place for place, one in enumerate(owned())}
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.null and field.related_model in order and model in order
        and order[field.related_model] >= order[model]  # type: ignore[index]
    ]  # fmt: skip


def blank_at_once(people: list[UUID]) -> None:
    """Identities without anything but name and date of birth."""
    for row in Identity.objects.filter(client__in=people):
        for name in BLANKED_AT_ONCE:
            setattr(row, name, "")
        row.folded = fold(f"{row.given_name} {row.family_name}")[:400]
        row.version += 1
        row.save()


def blank_all(people: list[UUID]) -> None:
    """What is left of everything: clients without a word on them, sessions of a day with their lots."""
    for model, there in owned().items():
        if columns := LEFT.get(model._meta.label):
            blank = {
                field.name: _nothing(field)
                for field in model._meta.concrete_fields
                if field.name not in columns
            }
            for part in _in_parts(there.of(people).values_list("pk", flat=True)):
                model._default_manager.filter(pk__in=part).update(**blank)
    for row in Session.objects.filter(client__in=people):  # the day is needed for a recall, the hour is not
        local = row.happened_at.astimezone(ZoneInfo(row.time_zone))
        day = datetime.combine(local.date(), datetime.min.time(), local.tzinfo)
        Session.objects.filter(pk=row.pk).update(happened_at=day)
    for tells in (Merge, MergeUndone):
        tells.objects.filter(pk__in=list(owned()[tells].of(people).values_list("pk", flat=True))).update(
            reason="erased"
        )
    kept = {"id", "entered_at", "entered_by", "version", "number", "state", "merged_into"}
    whose: type[models.Model] = Client
    columns = whose._meta.concrete_fields
    nothing = {field.name: _nothing(field) for field in columns if field.name not in kept}
    Client.objects.filter(pk__in=people).update(**nothing, state=Client.State.ERASED)


def _nothing(field: models.Field) -> Any:
    """What a column holds that says nothing; raises `TypeError` where there is no such value."""
    if field.null:
        return None
    if field.has_default():
        return field.get_default()
    if field.get_internal_type() in ("CharField", "TextField", "EmailField"):
        return ""
    raise TypeError(f"{field}: nothing that says nothing; name it in LEFT")


def left_digest(people: list[UUID]) -> str:
    """SHA-256 of what is left of clients of whom everything was erased: their signatures hold no longer, this does."""
    rows = [
        as_it_is(row)
        for model, there in owned().items()
        if model._meta.label in LEFT
        for row in there.of(people)
    ]
    return digest_of(canonical(sorted(rows, key=lambda row: row["id"])))


def _in_parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(keys)
    while part := list(islice(waiting, AT_ONCE)):
        yield part
