"""What records said before they were put right: every old value, with when and by whom it was changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ..models import Client, Former
from ..owners import family, tables
from ..services.act import Actor, one
from ..services.conflict import as_it_is
from .clients import led_to
from .reading import looked, need

QUIET = {"dialled", "version", "folded"}  # they change with what they belong to


@dataclass(frozen=True)
class Change:
    """One value that was another before."""

    kind: str
    record: str
    field: str
    before: Any
    after: Any
    at: datetime
    by: str


def changes_of(*, actor: Actor, client: UUID) -> list[Change]:
    """Every value of a client's records that was changed, oldest first; the look is noted."""
    need(actor, "clinic_records.view_former")
    row = led_to(one(Client, client))
    people = family(row)
    found = changes(people)
    looked(actor, "history.read", row, row.pk, changes=len(found))
    return found


def changes(people: list[UUID]) -> list[Change]:
    """The same of some clients, unasked and not noted."""
    formers = Former.objects.filter(client__in=people).select_related("entered_by").order_by("entered_at")
    rows: dict[tuple[str, str], list[Former]] = {}
    for former in formers:
        rows.setdefault((former.kind, str(former.record)), []).append(former)
    found = [
        change for (kind, record), versions in rows.items() for change in _between(kind, record, versions)
    ]
    return sorted(found, key=lambda change: change.at)


def _between(kind: str, record: str, versions: list[Former]) -> list[Change]:
    bodies = [json.loads(former.body) for former in versions]
    bodies.append(_now(kind, record))
    return [
        Change(kind, record, name, before.get(name), after.get(name), former.entered_at, _who(former))
        for former, before, after in zip(versions, bodies, bodies[1:], strict=False)
        for name in before
        if name not in QUIET and after and before[name] != after.get(name)
    ]


def _now(kind: str, record: str) -> dict[str, Any]:
    models = {model._meta.model_name: model for model in tables()}
    row = models[kind]._default_manager.filter(pk=record).first() if kind in models else None
    return as_it_is(row) if row is not None else {}


def _who(former: Former) -> str:
    user = former.entered_by
    return user.get_username() if user is not None else "command line"
