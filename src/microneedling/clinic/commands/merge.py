"""`clinic merge`: two clients who are one; undone with --undo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...cli.output import say
from ...errors import InputError, Mistake
from .options import chosen, command, with_home

if TYPE_CHECKING:
    from ..records.models import Client


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
def run(kept: int, gone: int, home: Path | None, reason: str, take: tuple[str, ...], undo: bool) -> int:
    """Join client number GONE with client number KEPT: all records of the one become the other's."""
    from ..store import opened

    if undo and take:
        raise InputError("clinic merge", [Mistake("--take", "--undo beside it", "one of the two")])
    opened(chosen(home))
    from ..records.models import Merge
    from ..records.services.act import Actor
    from ..records.services.merging import merge_clients
    from ..records.services.unmerging import undo_merge

    one, other = numbered(kept, "KEPT"), numbered(gone, "GONE")
    if not undo:
        done = merge_clients(actor=Actor(), kept=one.pk, gone=other.pk, reason=reason, take=list(take))
        told = json.loads(done.body)
        for table, count in sorted(told["rows"].items()):
            say(f"  {table.split('.', 1)[1]:32} {count}")
        say(f"Client {gone} is client {kept} now: {sum(told['rows'].values())} records. Undo: --undo")
        return 0
    merge = Merge.objects.filter(kept=one, gone=other, undone=None).first()
    if merge is None:
        found = f"client {gone}, who was not joined with client {kept}"
        raise InputError("clinic merge", [Mistake("GONE", found, "a pair that was joined")])
    undo_merge(actor=Actor(), merge=merge.pk, reason=reason)
    say(f"Client {gone} and client {kept} are two again")
    return 0


def numbered(number: int, where: str) -> Client:
    """The client of a number, as commands are given it; raises `InputError` where there is none."""
    from ..records.models import Client

    row = Client.objects.filter(number=number).first()
    if row is None:
        raise InputError(
            "clinic", [Mistake(where, f"{number}, which no client has", "the number of a client")]
        )
    return row
