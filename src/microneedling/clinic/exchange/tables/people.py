"""Clients as rows of tables name them, found without asking the database for each; and who is like whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from ....errors import InputError, Mistake
from ...records.models import Client, Identity, ImportedRow, Precision
from ...records.names import alike, digits, fold, may_be_one


@dataclass(frozen=True)
class Person:
    """What is compared of a client, or of a row that is to become one (`client` is None, `line` says where)."""

    folded: str
    born: date | None
    call: str
    told: str
    client: UUID | None = None


class People:
    """All clients by number, former number, name and birthday; those of the table are added as they come in."""

    def __init__(self) -> None:
        self.by_number: dict[str, UUID] = {}
        self.by_old: dict[str, set[UUID]] = defaultdict(set)
        self.by_name: dict[tuple[str, date | None], set[UUID]] = defaultdict(set)
        self.names: dict[UUID, str] = {}
        self.gone: dict[UUID, UUID | None] = {}  # joined with another, or erased (None)
        self.near: dict[Any, list[Person]] = defaultdict(list)
        for pk, number, state, into in Client.objects.values_list("pk", "number", "state", "merged_into"):
            self.by_number[str(number)] = pk
            if state == Client.State.ERASED or into is not None:
                self.gone[pk] = into
        for row in Identity.objects.select_related("client").iterator():
            if row.client.pk not in self.gone:
                self.add(row.client, row, f"client {row.client.number}")
            elif (
                self.gone[row.client.pk] is not None
            ):  # the numbers and names of who was joined still lead on
                self._named(row.client, row)
        self.records = dict(ImportedRow.objects.filter(kind="clients").values_list("key", "record"))

    def _near(self, person: Person) -> None:
        for block in _blocks(person):
            self.near[block].append(person)

    def like(self, person: Person) -> list[Person]:
        """Those who may be the same: a like name with the same or no birthday, or with the same telephone.

        It is only told: twins, and a namesake, come in all the same.
        """
        found = {}
        for block in _blocks(person):
            for other in self.near[block]:
                if other.told != person.told and may_be_one(_said(person), _said(other)):
                    found[other.told] = other
        return list(found.values())

    def add(self, client: Client, identity: Identity, told: str) -> None:
        """A client on record, or one who has just come in."""
        self._named(client, identity)
        born = identity.born_on if identity.born_precision == Precision.DAY else None
        self._near(Person(identity.folded, born, identity.dialled, told, client.pk))

    def _named(self, client: Client, identity: Identity) -> None:
        self.by_number[str(client.number)] = client.pk
        self.names[client.pk] = identity.folded
        self.by_name[identity.folded, identity.born_on].add(client.pk)
        if identity.old_number:
            self.by_old[fold(identity.old_number)].add(client.pk)

    def of(self, values: Mapping[str, Any], key_of_record: str) -> UUID:
        """The client whom a row names: by record, number here, former number, or name and birthday.

        Where it names them twice the two must agree. Raises `InputError` for nobody, several, and who was erased.
        """
        asked: list[tuple[str, Iterable[UUID]]] = []
        if record := values.get("client_record"):
            asked.append(("client_record", self._by_record(record, key_of_record)))
        if number := values.get("clinic_number"):
            asked.append(("clinic_number", {pk} if (pk := self.by_number.get(number)) else ()))
        if old := values.get("old_number"):
            asked.append(("old_number", self.by_old.get(fold(old), ())))
        name = fold(f"{values.get('given_name', '')} {values.get('family_name', '')}")
        if not asked:
            born = values["born_on"].day if "born_on" in values else None
            if not name or born is None:
                raise _nobody("client", "neither a number nor a name with a birthday")
            return self._only("client", self.by_name.get((name, born), ()))
        found = {self._only(where, whose) for where, whose in asked}
        if len(found) > 1:
            raise _nobody("client", "numbers of two clients")
        client = found.pop()
        if name and client in self.names and not _of_the_name(name, self.names[client]):
            raise _nobody("client", "the number of one client beside the name of another")
        return client

    def _by_record(self, record: str, key: str) -> set[UUID]:
        try:
            asked = UUID(record)
        except ValueError:
            return set()
        if asked in self.names or asked in self.gone:
            return {asked}
        return {self.records[key]} if key in self.records else set()

    def _only(self, where: str, found: Iterable[UUID]) -> UUID:
        whose = {self._standing(pk) for pk in found}
        if None in whose:
            raise _nobody(where, "a client whose records were erased")
        if len(whose) != 1:
            raise _nobody(where, f"{len(whose)} clients" if whose else "nobody on record")
        return next(pk for pk in whose if pk is not None)

    def _standing(self, pk: UUID) -> UUID | None:
        """The client whom an id leads to: of one that was joined with another that other."""
        into: UUID | None = pk
        while into is not None and into in self.gone:
            into = self.gone[into]
        return into


def person_of(values: Mapping[str, Any], told: str) -> Person:
    """What is compared of a row of clients."""
    name = " ".join(values.get(part, "") for part in ("given_name", "family_name", "known_as"))
    dated = values.get("born_on")
    born = dated.day if dated is not None and dated.precision == "day" else None
    return Person(fold(name), born, digits(values.get("telephone", "")), told)


def _blocks(person: Person) -> list[Any]:
    """Where those are kept who may be like somebody: all who share a birthday, a telephone or the words of the name."""
    blocks: list[Any] = [("words", tuple(sorted(person.folded.split())))]
    if person.born is not None:
        blocks.append(("born", person.born))
    if len(person.call) >= 7:
        blocks.append(("call", person.call))
    if person.born is None:
        blocks.append(("begins", person.folded[:4]))
    return blocks


def _of_the_name(some: str, whole: str) -> bool:
    """Whether a name, or a part of one, is that of somebody."""
    return alike(some, whole) or set(some.split()) <= set(whole.split())


def _said(person: Person) -> tuple[str, date | None, str]:
    return person.folded, person.born, person.call


def _nobody(where: str, found: str) -> InputError:
    return InputError("client", [Mistake(where, found, "one client on record")])
