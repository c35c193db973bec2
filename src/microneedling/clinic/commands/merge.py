"""`clinic merge`: two clients who are one; undone with --undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...cli.output import say
from ...errors import InputError, Mistake
from ...phrases import plural
from .options import chosen, command, with_home

if TYPE_CHECKING:
    from ..records.models import Client

TYPED = {"kept": "KEPT", "gone": "GONE", "reason": "--reason", "take": "--take"}


@command()
@click.argument("kept", type=int)
@click.argument("gone", type=int)
@with_home
@click.option("--reason", required=True, help="why they are one person; with --undo, why they are not")
@click.option(
    "--take", multiple=True, metavar="FIELD",
    help="take this over from GONE: sex, phototype, photoageing, smoker, own_words",
)  # fmt: skip
@click.option("--undo", is_flag=True, help="tell the two apart again")
@click.option("--yes", is_flag=True, help="do it; without this it is only told who would be joined")
def run(
    kept: int, gone: int, home: Path | None, reason: str, take: tuple[str, ...], undo: bool, yes: bool
) -> int:
    """Join client number GONE with client number KEPT: all records of the one become the other's."""
    from ..store import opened

    if undo and take:
        raise InputError("clinic merge", [Mistake("--take", "--undo beside it", "one of the two")])
    opened(chosen(home))
    one, other = numbered(kept, "KEPT"), numbered(gone, "GONE")
    from ..records.selectors.reading import looked
    from ..records.services.act import Actor

    for word, client in (("KEPT", one), ("GONE", other)):
        say(f"  {word}  {_named(client)}")
        looked(Actor(), "client.read", client, client.pk)
    if undo:
        return _undone(one, other, reason)
    _as_typed(lambda: _told(one, other, reason, list(take)))
    if not yes:
        say("Nothing was done yet: --yes joins them, and --undo tells them apart again")
        return 0
    _as_typed(lambda: _joined(one, other, reason, list(take)))
    return 0


def _named(client: Client) -> str:
    """Who a client is: number, name, date of birth as far as it is known."""
    from ..exchange.tables.dates import told
    from ..records.names import isolated
    from ..records.selectors.clients import shown_name

    identity = getattr(client, "identity", None)
    if identity is None:
        return f"client {client.number}, without a name"
    born = identity.born_on
    day = "date of birth not known" if born is None else f"born {told(born, identity.born_precision)}"
    return f"client {client.number}, {isolated(shown_name(identity))}, {day}"


def _told(one: Client, other: Client, reason: str, take: list[str]) -> None:
    from ..records.services.act import Actor
    from ..records.services.merging import unlike

    differ = unlike(actor=Actor(), kept=one.pk, gone=other.pk, reason=reason, take=take)
    if differ:
        say(f"  LOOK AGAIN: {' and '.join(differ)}. Are they one person?")


def _joined(one: Client, other: Client, reason: str, take: list[str]) -> None:
    from ..records.services.act import Actor
    from ..records.services.merging import merge_clients

    done = merge_clients(actor=Actor(), kept=one.pk, gone=other.pk, reason=reason, take=take)
    told = json.loads(done.body)
    for table, count in sorted(told["rows"].items()):
        say(f"  {table.split('.', 1)[1]:32} {count}")
    moved = plural(sum(told["rows"].values()), "record")
    say(f"Client {other.number} is client {one.number} now: {moved}. Undo: --undo")


def _undone(one: Client, other: Client, reason: str) -> int:
    from ..records.models import Merge
    from ..records.services.act import Actor
    from ..records.services.unmerging import undo_merge

    merge = Merge.objects.filter(kept=one, gone=other, undone=None).first()
    if merge is None:
        found = f"client {other.number}, who was not joined with client {one.number}"
        raise InputError("clinic merge", [Mistake("GONE", found, "a pair that was joined")])
    undo_merge(actor=Actor(), merge=merge.pk, reason=reason)
    say(f"Client {other.number} and client {one.number} are two again")
    return 0


def _as_typed(act: Callable[[], None]) -> None:
    """Do it; what the service calls `gone` is told as the command spells it."""
    try:
        act()
    except InputError as error:
        mistakes = [replace(item, path=TYPED.get(item.path, item.path)) for item in error.mistakes]
        raise InputError("clinic merge", mistakes) from None


def numbered(number: int, where: str) -> Client:
    """The client of a number, as commands are given it; raises `InputError` where there is none."""
    from ..records.models import Client

    row = Client.objects.filter(number=number).first()
    if row is None:
        raise InputError(
            "clinic", [Mistake(where, f"{number}, which no client has", "the number of a client")]
        )
    return row
