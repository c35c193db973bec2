"""Two clients who are one: every row of the one goes over to the other, whatever its table, and can come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from ...audit.lifting import lifting
from ...audit.record import canonical
from ..models import Client, Different, Draft, Merge, Moved
from ..names import alike, may_be_same_day
from ..owners import client_columns, counts
from .act import Actor, one, service
from .rows import added, changed, refused

State = Client.State
# Columns that name a client and are not moved, with the reason.
STAYS = {
    "clinic_records.Client.merged_into": "who was joined before stays joined with the one that goes, and so leads on",
    "clinic_records.Identity.client": "both identities are kept: the old name and number still find the client",
    "clinic_records.Merge.kept": "tells of a merge itself",
    "clinic_records.Merge.gone": "tells of a merge itself",
    "clinic_records.Erasure.client": "tells of the one record; what was erased is not joined",
}
TAKEN = ("sex", "phototype", "photoageing", "smoker", "own_words")


@service("clinic_records.add_merge")
def merge_clients(
    *, actor: Actor, kept: UUID, gone: UUID, reason: str, take: list[str] | None = None
) -> Merge:
    """Join two clients who are one person: all rows of `gone` become those of `kept`, whose id the old one leads to.

    `take` names what is taken over from the one that goes (sex, phototype, photoageing, smoker, own_words); all else
    of a client is left as each has it. Raises `InputError` for two who are known to be different people, and for
    records that rest, were joined or erased. Nothing is deleted; `undo_merge` brings all of it back.
    """
    first, second = one(Client, kept, lock=True), one(Client, gone, lock=True)
    _check(first, second, reason, take or [])
    before = counts([first.pk, second.pk])
    taken = _take(first, second, take or [], actor)
    row = Merge(kept=first, gone=second, reason=reason)
    row.body = canonical({})
    moved, left = [], []
    with lifting("moved"):
        for model, field in client_columns():
            if f"{model._meta.label}.{field}" not in STAYS:
                went, stayed = _moved(model, field, second, first)
                moved += went
                left += stayed
    told = {"rows": _by_table(moved), "left": left, "taken": taken, "state": second.state}
    row.body = canonical(told)
    added(row, actor, "client.merge", first, gone=str(second.pk), rows=len(moved))
    noted_there = {"merge": row, "entered_by": actor.user}
    Moved.objects.bulk_create(
        [
            Moved(**noted_there, kind=item.kind, record=item.record, field=item.field, before=second.pk,
                  after=first.pk, also=canonical(item.also) if item.also else "")
            for item in moved
        ]
    )  # fmt: skip
    Client.objects.filter(pk=second.pk).update(state=State.MERGED, merged_into=first)
    after = counts([first.pk, second.pk])
    own = {
        "clinic_records.Merge": 1,
        "clinic_records.Moved": len(moved),
        "clinic_records.Former": bool(taken),
    }
    lost = {name: n for name, n in before.items() if after[name] != n + own.get(name, 0)}
    if lost:  # no row may be lost on the way, or be counted twice
        raise RuntimeError(f"a merge that would lose rows: {lost}")
    return row


def unlike(*, actor: Actor, kept: UUID, gone: UUID, reason: str, take: list[str] | None = None) -> list[str]:
    """In which words two who would be joined differ much: names, birth dates. Nothing is done.

    Raises `InputError` as `merge_clients` would, `NotAllowed`, `NotFound`.
    """
    actor.need("clinic_records.add_merge")
    first, second = one(Client, kept), one(Client, gone)
    _check(first, second, reason, take or [])
    one_said, other_said = getattr(first, "identity", None), getattr(second, "identity", None)
    if one_said is None or other_said is None:
        return []
    told = []
    if not alike(one_said.folded, other_said.folded):
        told.append("the names are not like one another")
    if not may_be_same_day(
        (one_said.born_on, one_said.born_precision), (other_said.born_on, other_said.born_precision)
    ):
        told.append("the dates of birth differ")
    return told


@dataclass(frozen=True)
class Row:
    """A row that went over: its table, key and column; `also` what else of it had to give way."""

    kind: str
    record: str
    field: str
    also: dict[str, Any]


def _check(first: Client, second: Client, reason: str, take: list[str]) -> None:
    mistakes = [
        (name, f"client {row.number}, who is {row.get_state_display()}", "a client whose records are in use")  # type: ignore[attr-defined]
        for name, row in (("kept", first), ("gone", second))
        if row.state != State.ACTIVE
    ]
    if first.pk == second.pk:
        mistakes.append(("gone", "the same client", "another client"))
    if not reason.strip():
        mistakes.append(("reason", "nothing", "why they are taken for one person"))
    mistakes += [("take", f'"{name[:40]}"', " | ".join(TAKEN)) for name in take if name not in TAKEN]
    pair = Q(one=first, other=second) | Q(one=second, other=first)
    if Different.objects.filter(pair).exists():
        mistakes.append(("gone", "somebody known to be another person", "two records of one person"))
    if mistakes:
        raise refused("merge", *mistakes)


def _take(first: Client, second: Client, names: list[str], actor: Actor) -> dict[str, Any]:
    """What the one that stays takes over: field -> what it was and what it is now."""
    changes = {name: getattr(second, name) for name in names if getattr(second, name) != getattr(first, name)}
    if not changes:
        return {}
    taken = {name: [getattr(first, name), value] for name, value in changes.items()}
    fresh = changed(Client, first.pk, first.version, changes, actor, "client.change")
    first.version = fresh.version
    return taken


def _moved(
    model: type[models.Model], field: str, gone: Client, kept: Client
) -> tuple[list[Row], list[list[str]]]:
    """Move one column's rows; those that may not stand beside one that is there stay where they are, and are told."""
    label = model._meta.label
    rows = model._default_manager.filter(**{field: gone})
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return [], []
    try:
        with transaction.atomic():
            rows.update(**{field: kept})
        return [Row(label, str(key), field, {}) for key in keys], []
    except IntegrityError as error:  # one that must be unique for a client: row by row, then
        _not_frozen(error)
        went, stayed = [], []
        for key in keys:
            row = _moved_alone(model, key, field, kept, gone)
            went += [row] if row else []
            stayed += [] if row else [[label, str(key)]]
        return went, stayed


def _moved_alone(model: type[models.Model], key: Any, field: str, kept: Client, gone: Client) -> Row | None:
    row = model._default_manager.filter(pk=key)
    try:
        with transaction.atomic():
            row.update(**{field: kept})
        return Row(model._meta.label, str(key), field, {})
    except IntegrityError as error:
        _not_frozen(error)
        if model is not Draft:
            return None
    form = str(row.values_list("form", flat=True).get())  # both texts are kept, each under a name of its own
    row.update(**{field: kept}, form=f"{form[:90]} (client {gone.number})")
    return Row(model._meta.label, str(key), field, {"form": form})


def _not_frozen(error: IntegrityError) -> None:
    if "frozen:" in str(error):  # a guard that did not step back: nothing that may be passed over
        raise error


def _by_table(moved: list[Row]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in moved:
        found[f"{row.kind}.{row.field}"] = found.get(f"{row.kind}.{row.field}", 0) + 1
    return found
