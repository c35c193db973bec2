"""`clinic erase`: what an erasure would do; with --yes it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...cli.output import say, tell
from ...errors import InputError, Mistake
from .merge import numbered
from .options import chosen, command, with_home

if TYPE_CHECKING:
    from ..home import Home
    from ..records.services.erasing import Outlook


@command()
@click.argument("number", type=int, required=False)
@with_home
@click.option("--yes", is_flag=True, help="do it; without this it is only told what would be done")
@click.option("--due", is_flag=True, help="all whose time of keeping is over, instead of NUMBER")
def run(number: int | None, home: Path | None, yes: bool, due: bool) -> int:
    """Erase client NUMBER: all that nothing obliges to keep, told with what stays, until when and why."""
    from ..store import opened

    if (number is None) != due:
        raise InputError("clinic erase", [Mistake("NUMBER", "both or neither", "a number, or --due")])
    place = chosen(home)
    opened(place)
    from ..records.services.act import Actor
    from ..records.services.erasing import due as over
    from ..records.services.erasing import erase_client, finish_erasures, outlook

    clients = [numbered(number, "NUMBER")] if number is not None else [row.client for row in over()]
    if not clients:
        say("Nobody's time of keeping is over")
    for client in clients:
        say(f"Client {client.number}")
        _told(outlook(actor=Actor(), client=client.pk))
        if yes:
            ground = "retention" if due else "asked"
            made = erase_client(actor=Actor(), client=client.pk, ground=ground)
            finish_erasures(actor=Actor())
            made.refresh_from_db()
            say(f"  Done: {made.files.count} files are gone from the disc")
    if clients and not yes:
        say("Nothing was done yet: --yes does it, and nothing brings it back")
    if clients and yes:
        _backups(place)
    return 0


def _told(found: Outlook) -> None:
    for name, count in sorted(found.goes.items()):
        say(f"  goes   {count:6}  {name.split('.', 1)[1]}")
    for name, (count, reason) in sorted(found.stays.items()):
        say(f"  stays  {count:6}  {name.split('.', 1)[1]}: {reason}")
    say(f"  files of photographs that go: {found.files}")
    if found.whole:
        say("  Everything: what stays says that a lot was used on a day, on nobody who can be told")
    else:
        say(f"  The rest is kept until {found.kept_until} and used for nothing else; then: erase --due")


def _backups(home: Home) -> None:
    old = sorted(path.name for path in home.backups.glob("*")) if home.backups.exists() else []
    if old:
        tell(f"Older backups hold the records still; delete them when you can: {', '.join(old[:10])}")
    tell(f"A restore from one erases again whom {home.erased} names: keep a copy of that file with the key.")
