"""A client erased: at once what nothing obliges to keep, all of it once nothing does.

What is said of an erasure is what was done: rows in its transaction, files once they are gone from the disc.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from ....errors import InputError
from ...audit.lifting import lifting
from ...audit.record import canonical, in_turn
from ...register import Register, sync_register
from ...tray import empty
from ..models import Client, ErasedFiles, Erasure, Merge, Restriction
from ..owners import counts, family
from ..retention import kept_until, why
from ..selectors.clients import led_to
from .act import Actor, noted, one, service
from .erased_rows import blank_all, blank_at_once, delete, files_of, going, left_digest, traces
from .photographs import home
from .rows import checked, refused
from .unmerging import undo_merge

Stage, State = Erasure.Stage, Client.State


@dataclass(frozen=True)
class Outlook:
    """What an erasure would do: rows that go by table, rows that stay with the reason, until when."""

    clients: tuple[UUID, ...]
    whole: bool
    kept_until: date | None
    goes: dict[str, int]
    stays: dict[str, tuple[int, str]]
    files: int


def outlook(*, actor: Actor, client: UUID) -> Outlook:
    """What erasing a client would do today; nothing is done."""
    actor.need("clinic_records.add_erasure")
    people = family(led_to(one(Client, client)))
    until = kept_until(people)
    return _outlook(people, until, whole=until is None or until < timezone.localdate())


def _outlook(people: list[UUID], until: date | None, whole: bool) -> Outlook:
    keys = going(people, whole)
    goes = {model._meta.label: len(some) for model, some in keys.items()}
    left = {name: n - goes.get(name, 0) for name, n in counts(people).items()}
    left["clinic_records.Client"] = len(people)
    stays = {name: (n, why(name)) for name, n in left.items() if n}
    return Outlook(tuple(people), whole, None if whole else until, goes, stays, len(files_of(keys)))


@service("clinic_records.add_erasure")
def erase_client(*, actor: Actor, client: UUID, ground: str = "asked", whole: bool = False) -> Erasure:
    """Erase a client and who was joined with them: all of it, or, while their record of care is kept, all but that.

    The records that stay rest: they are kept and used for nothing else. `whole` is for what had been erased as a whole
    before a restore. Files go once this is committed; that they are gone is said then (`ErasedFiles`), not before.
    Raises `InputError` for one of whom nothing more can be erased today.
    """
    row = led_to(one(Client, client, lock=True))
    people = family(row)
    until = kept_until(people)
    whole = whole or until is None or until < timezone.localdate()
    _check(row, whole, until)
    keys = going(people, whole)
    files = files_of(keys)
    spoke = traces(people, keys)
    told = _outlook(people, until, whole)
    with lifting("erased"):
        (blank_all if whole else blank_at_once)(people)  # first: what is left lets go of what goes
        deleted = delete(spoke) + delete(keys)
    if whole:
        Client.objects.filter(pk__in=people).update(state=State.ERASED)
    else:
        _rest(row, people, actor)
    body = {
        "goes": told.goes,
        "stays": {name: [n, reason] for name, (n, reason) in told.stays.items()},
        "spoke_of_them": {model._meta.label: len(some) for model, some in spoke.items() if some},
        "with": [str(other) for other in people[1:]],
        "files": files,
    }
    stage = Stage.WHOLE if whole else Stage.PART
    made = Erasure(client=row, stage=stage, ground=ground, kept_until=told.kept_until, body=canonical(body))
    made.left_sha256 = left_digest(people) if whole else ""
    made.entered_by = actor.user
    checked(made).save(force_insert=True)
    noted(actor, "client.erase", made, row, stage=stage, rows=deleted, files_due=len(files), ground=ground)
    transaction.on_commit(lambda: finish_erasures(actor=actor))
    return made


def _check(row: Client, whole: bool, until: date | None) -> None:
    if row.state == State.ERASED:
        raise refused("erasure", ("client", "one whose records were erased", "one who is on record"))
    if not whole and Erasure.objects.filter(client=row, stage=Stage.PART).exists():
        found = "one of whom everything was erased that nothing obliges to keep"
        raise refused("erasure", ("client", found, f"to wait until {until}: then the rest goes"))


def _rest(row: Client, people: list[UUID], actor: Actor) -> None:
    rest = Restriction(client=row, ground=Restriction.Ground.ERASED, entered_by=actor.user)
    checked(rest).save(force_insert=True)
    Client.objects.filter(pk=row.pk).update(state=State.RESTRICTED)


def due(today: date | None = None) -> list[Erasure]:
    """Erasures of a part whose time of keeping is over, and whose rest was not erased yet."""
    over = Erasure.objects.filter(stage=Stage.PART, kept_until__lt=today or timezone.localdate())
    return [row for row in over.exclude(client__state=State.ERASED).select_related("client")]


def finish_erasures(*, actor: Actor) -> list[ErasedFiles]:
    """Take the files of erasures off the disc, and say so for each whose files are all gone.

    Done after the erasure is committed, at every start, and by `check --repair`: one that broke off is gone on with.
    """
    done = []
    for row in Erasure.objects.filter(files=None).order_by("entered_at"):
        names = json.loads(row.body)["files"]
        for name in names:
            (home().photographs / name).unlink(missing_ok=True)
        with transaction.atomic():
            in_turn()
            if ErasedFiles.objects.filter(erasure=row).exists():
                continue
            said = ErasedFiles.objects.create(erasure=row, count=len(names), entered_by=actor.user)
            noted(actor, "client.erase.files", said, row.client_id, files=len(names))
        done.append(said)
    if done:
        sync_register(home())
        empty()
    if done and connection.vendor == "sqlite" and not connection.in_atomic_block:
        with (
            connection.cursor() as cursor
        ):  # pages that were overwritten leave the log beside the records too
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return done


def erase_again(*, actor: Actor, register: Register) -> tuple[list[Erasure], list[int]]:
    """Erase whoever a register says had been erased before this store came back from an older backup.

    Who was joined then with somebody whom the register does not name is told apart first, for a merge may have been
    undone meanwhile. Returns what was erased, and the numbers of clients whom nothing but a person can tell apart.
    """
    done, left = [], []
    for key, entry in register.items():
        row = Client.objects.filter(pk=key).first()
        if row is None:
            continue
        if not _alone(row, register, actor):
            left.append(row.number)
            continue
        row = led_to(one(Client, row.pk))
        whole = entry["stage"] == Stage.WHOLE
        if row.state == State.ERASED or (not whole and row.erasures.exists()):  # type: ignore[attr-defined]
            continue
        done.append(erase_client(actor=actor, client=row.pk, ground=Erasure.Ground.AGAIN, whole=whole))
    return done, left


def _alone(row: Client, register: Register, actor: Actor) -> bool:
    """Undo merges, the last one first, until a client's records are those of clients in the register alone."""
    while not {str(key) for key in family(led_to(row))} <= set(register):
        people = family(led_to(row))
        merges = Merge.objects.filter(kept__in=people, gone__in=people, undone=None)
        last = merges.order_by("entered_at").last()
        if last is None:
            return False
        try:
            undo_merge(
                actor=actor, merge=last.pk, reason="one of the two was erased after this backup was made"
            )
        except InputError:
            return False
        row.refresh_from_db()
    return True
