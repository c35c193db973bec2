"""A merge undone: every row that went over goes back, and those that hang on them go with them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from ...audit.lifting import lifting
from ..models import Client, Former, Merge, MergeUndone, Moved
from ..owners import owned
from .act import Actor, one, service
from .merging import STAYS
from .rows import added, changed, refused

State = Client.State
Key = tuple[str, str]  # label of a table, key of a row


@service("clinic_records.add_mergeundone")
def undo_merge(*, actor: Actor, merge: UUID, reason: str) -> MergeUndone:
    """Two clients who were joined by mistake are two again: every row goes back that went over.

    What was added since goes with what it hangs on (a session on its plan, a photograph on its consent), and else stays
    with the one that was kept. Raises `InputError` where something new hangs on rows of both, where a later merge
    would have to be undone first, and where records were erased since.
    """
    of = one(Merge, merge, lock=True)
    kept, gone = one(Client, of.kept_id, lock=True), one(Client, of.gone_id, lock=True)
    _check(of, kept, gone, reason)
    back = list(Moved.objects.filter(merge=of))
    moved = {(row.kind, row.record): row for row in back}
    with_them = _followers(of, kept, set(moved))
    journal = []
    Client.objects.filter(pk=gone.pk).update(state=json.loads(of.body)["state"], merged_into=None)
    with lifting("moved"):
        for (kind, record), field, also in [
            *(((row.kind, row.record), row.field, row.also) for row in back),
            *((key, name, "") for key in with_them for name in _columns(key[0])),
        ]:
            rows = apps.get_model(kind)._default_manager.filter(pk=record, **{field: kept})
            if rows.update(**{field: gone}, **(json.loads(also) if also else {})):
                journal.append((kind, record, field))
    _give_back(of, kept, actor)
    entry = {"merge": of, "entered_by": actor.user, "before": kept.pk, "after": gone.pk}
    Moved.objects.bulk_create([Moved(**entry, kind=k, record=r, field=f) for k, r, f in journal])
    row = MergeUndone(merge=of, reason=reason)
    return added(row, actor, "client.unmerge", kept, gone=str(gone.pk), rows=len(journal))


def _check(of: Merge, kept: Client, gone: Client, reason: str) -> None:
    mistakes = []
    if hasattr(of, "undone"):
        mistakes.append(("merge", "one that was undone", "one that holds"))
    elif gone.state == State.ERASED or kept.state == State.ERASED:
        mistakes.append(("merge", "one of records that were erased", "one whose records are there"))
    elif kept.state == State.MERGED:
        mistakes.append(
            ("merge", f"one whose client {kept.number} was joined on", "the later merge undone first")
        )
    elif kept.state == State.RESTRICTED:
        mistakes.append(("merge", "one whose records rest", "the restriction lifted first"))
    if not reason.strip():
        mistakes.append(("reason", "nothing", "why they are two people after all"))
    if mistakes:
        raise refused("merge", *mistakes)


def _columns(kind: str) -> list[str]:
    there = owned()[apps.get_model(kind)]
    return [name for name in there.direct if f"{kind}.{name}" not in STAYS]


def _give_back(of: Merge, kept: Client, actor: Actor) -> None:
    """What was taken over from the one that goes is as it was, unless it was changed since."""
    taken = json.loads(of.body)["taken"]
    changes = {name: was for name, (was, now) in taken.items() if getattr(kept, name) == now}
    if changes:
        changed(Client, kept.pk, kept.version, changes, actor, "client.change")


def _followers(of: Merge, kept: Client, moved: set[Key]) -> list[Key]:
    """Rows added since the merge that hang on rows that go back, through however many others."""
    rows, links = _web(kept)
    direct = {model._meta.label for model, there in owned().items() if there.direct}
    theirs = {
        key
        for key, at in rows.items()
        if key[0] in direct and key not in moved and at is not None and at <= of.entered_at
    }
    side: dict[Key, str] = {**dict.fromkeys(theirs, "kept"), **dict.fromkeys(moved & rows.keys(), "gone")}
    waiting = list(side)
    torn: set[Key] = set()
    while waiting:
        key = waiting.pop()
        for near in links[key]:
            if near not in side:
                side[near] = side[key]
                waiting.append(near)
            elif side[near] != side[key]:
                torn |= {near if near not in moved and near not in theirs else key}
    if torn:
        found = ", ".join(sorted(f"{kind.split('.')[-1]} {record}" for kind, record in torn)[:5])
        allowed = "records that each hang on one of the two alone"
        raise refused("merge", ("merge", f"added since, on records of both: {found}", allowed))
    return [key for key, at in side.items() if at == "gone" and key not in moved and key[0] in direct]


def _web(kept: Client) -> tuple[dict[Key, Any], dict[Key, set[Key]]]:
    """All rows of a client with when they were entered, and which of them name one another."""
    rows: dict[Key, Any] = {}
    links: dict[Key, set[Key]] = defaultdict(set)
    waiting: list[tuple[Key, Key]] = []
    for model, there in owned().items():
        label = model._meta.label
        if label.rsplit(".", 1)[-1] in ("Merge", "Moved", "MergeUndone"):
            continue
        fields = {field.name for field in model._meta.concrete_fields}
        own = [field for field in model._meta.concrete_fields if _inside(field)]
        names = ["pk", *(field.name for field in own), *({"entered_at", "made_at"} & fields)]
        for found in there.of([kept.pk]).values(*names):
            key = (label, str(found["pk"]))
            rows[key] = found.get("entered_at", found.get("made_at"))
            for field in own:
                if found[field.name] is not None:
                    to = field.related_model._meta.label  # type: ignore[union-attr]
                    waiting.append((key, (to, str(found[field.name]))))
    names = {model._meta.model_name: model._meta.label for model in owned()}
    for former in Former.objects.filter(client=kept):
        waiting.append(
            (("clinic_records.Former", str(former.pk)), (names.get(former.kind, ""), str(former.record)))
        )
    for one_of, other in waiting:
        if one_of in rows and other in rows:
            links[one_of].add(other)
            links[other].add(one_of)
    return rows, links


def _inside(field: models.Field) -> bool:
    return isinstance(field, models.ForeignKey) and field.related_model in owned()
