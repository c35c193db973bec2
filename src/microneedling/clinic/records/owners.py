"""Whose each row is, read off the tables themselves: a table that is added later is among them by itself.

Merging, erasing and exporting go by this, so none of them can forget a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from .models import Client


@dataclass(frozen=True)
class Owned:
    """A table whose rows belong to clients.

    `direct` are its own columns that name a client, `parents` those that name a row of another such table, and `paths`
    the ways, in Django's words, that say whose a row is.
    """

    model: type[models.Model]
    direct: tuple[str, ...]
    parents: tuple[str, ...]
    paths: tuple[str, ...]

    def of(self, clients: Iterable[UUID]) -> models.QuerySet[Any]:
        """The rows of some clients."""
        wanted = list(clients)
        asked = models.Q()
        for path in self.paths:
            asked |= models.Q(**{f"{path}__in": wanted})
        rows = self.model._default_manager.filter(asked)
        return rows.distinct() if any("__" in path for path in self.paths) else rows


def tables() -> list[type[models.Model]]:
    """Every table of the clinic's own packages."""
    ours = [config for config in apps.get_app_configs() if config.name.startswith("microneedling.clinic.")]
    return [model for config in ours for model in config.get_models()]


@cache
def owned() -> dict[type[models.Model], Owned]:
    """Table -> whose its rows are, for all that belong to clients; a table stands after those that it refers to."""
    links = {model: _links(model) for model in tables() if model is not Client}
    found: dict[type[models.Model], Owned] = {}
    waiting = dict(links)
    known = {model for model, there in links.items() if any(to is Client for _, to in there)}
    while more := {m for m, there in links.items() if m not in known and any(to in known for _, to in there)}:
        known |= more
    while waiting:
        ready = [
            m for m, there in waiting.items() if not any(to in waiting and to is not m for _, to in there)
        ]
        for model in ready or [_in_a_circle(waiting)]:
            there = waiting.pop(model)
            if model in known:
                found[model] = _owned(model, there, known, found)
    return found


def _in_a_circle(
    waiting: dict[type[models.Model], list[tuple[str, type[models.Model]]]],
) -> type[models.Model]:
    """The table to begin with where some name one another: one that can do without the reference at first."""
    for model, there in waiting.items():
        reached: set[type[models.Model]] = set()
        new = {to for _, to in there if to in waiting}
        while new:
            reached |= new
            new = {to for one in new for _, to in waiting[one] if to in waiting} - reached
        needed = [name for name, to in there if to in waiting and not model._meta.get_field(name).null]
        if model in reached and not needed:
            return model
    return next(iter(waiting))


def _links(model: type[models.Model]) -> list[tuple[str, type[models.Model]]]:
    return [
        (field.name, field.related_model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type)
    ]


def _owned(
    model: type[models.Model],
    links: list[tuple[str, type[models.Model]]],
    known: set[type[models.Model]],
    found: dict[type[models.Model], Owned],
) -> Owned:
    direct = tuple(name for name, to in links if to is Client)
    parents = tuple(name for name, to in links if to in known and to is not model)
    targets = dict(links)
    sure = [name for name in parents if not model._meta.get_field(name).null]
    through = tuple(
        f"{name}__{path}"
        for name in (sure or parents)
        for path in (found[targets[name]].paths if targets[name] in found else ())
    )
    if any(not model._meta.get_field(name).null for name in direct):
        return Owned(model, direct, parents, direct)
    return Owned(model, direct, parents, direct + through)


def client_columns() -> list[tuple[type[models.Model], str]]:
    """Every column of every table that names a client."""
    own = [(Client, name) for name, to in _links(Client) if to is Client]
    return own + [(model, name) for model, there in owned().items() for name in there.direct]


def family(client: Client) -> list[UUID]:
    """A client with all who were joined with them, and those with these."""
    found, new = [client.pk], [client.pk]
    while new:
        new = list(
            Client.objects.filter(merged_into__in=new).exclude(pk__in=found).values_list("pk", flat=True)
        )
        found += new
    return found


def counts(clients: Iterable[UUID]) -> dict[str, int]:
    """Table -> how many rows of it belong to some clients."""
    wanted = list(clients)
    return {model._meta.label: there.of(wanted).count() for model, there in owned().items()}
