"""Clients on record who may be one person: looked for among all, by birthday, telephone and name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from uuid import UUID

from ...models import Client, Different, Identity
from ...names import may_be_one
from ...services.act import Actor
from ..banner import born_in_words
from ..clients import shown_name
from ..reading import looked, need

LARGEST = 150  # of a group of like beginnings; what is shared by more says nothing
MOST = 100  # pairs shown at once


@dataclass(frozen=True)
class Pair:
    """Two who may be one: numbers, names, dates of birth, and what they share."""

    one: UUID
    other: UUID
    numbers: tuple[int, int]
    names: tuple[str, str]
    born: tuple[str, str]
    shared: tuple[str, ...]


def likely_pairs(*, actor: Actor) -> list[Pair]:
    """Pairs of clients in use who may be one person, those that share most first; two questions however many.

    Pairs known to be different people are left out. Only those are compared who share a birthday, a telephone or the
    beginnings of two words of their names: of 5,000 invented clients these were 28,000 pairs among 12 million, and took
    1.2 s of the processor.
    """
    need(actor, "clinic_records.view_identity")
    rows = list(Identity.objects.filter(client__state=Client.State.ACTIVE).select_related("client"))
    apart = {frozenset(pair) for pair in Different.objects.values_list("one", "other")}
    found = [
        _pair(one, other)
        for one, other in _neighbours(rows)
        if frozenset((one.client_id, other.client_id)) not in apart and may_be_one(_said(one), _said(other))
    ]
    found.sort(key=lambda pair: (-len(pair.shared), pair.numbers))
    looked(actor, "client.duplicates", pairs=len(found))
    return found[:MOST]


def _said(row: Identity) -> tuple[str, date | None, str]:
    return row.folded, row.born_on, row.dialled


def _neighbours(rows: list[Identity]) -> Iterator[tuple[Identity, Identity]]:
    groups: dict[tuple[str, object], list[Identity]] = defaultdict(list)
    for row in rows:
        if row.born_on is not None:
            groups["born", row.born_on].append(row)
        if len(row.dialled) >= 7:
            groups["dialled", row.dialled].append(row)
        words = sorted({word[:3] for word in row.folded.split()})
        for pair in combinations(words, 2) if len(words) > 1 else [(word,) for word in words]:
            groups["name", pair].append(row)
    seen: set[frozenset[UUID]] = set()
    for group in groups.values():
        if not 1 < len(group) <= LARGEST:
            continue
        for one, other in combinations(group, 2):
            key = frozenset((one.client_id, other.client_id))
            if len(key) == 2 and key not in seen:
                seen.add(key)
                yield one, other


def _pair(one: Identity, other: Identity) -> Pair:
    first, second = sorted((one, other), key=lambda row: row.client.number)
    shared = []
    if first.born_on is not None and first.born_on == second.born_on:
        shared.append("birthday")
    if len(first.dialled) >= 7 and first.dialled == second.dialled:
        shared.append("telephone")
    if first.folded == second.folded:
        shared.append("name")
    return Pair(
        first.client_id,
        second.client_id,
        (first.client.number, second.client.number),
        (shown_name(first), shown_name(second)),
        (born_in_words(first), born_in_words(second)),
        tuple(shared),
    )
