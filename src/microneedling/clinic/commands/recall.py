"""`clinic recall`: all that a lot or device touched, and letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...cli.output import say, tell
from ...files import check_target, write_whole
from .options import chosen, command, with_home, write_private

if TYPE_CHECKING:
    from ..records.selectors.recall import Recall


@command()
@click.argument("lot")
@with_home
@click.option("--letters", type=click.Path(path_type=Path), metavar="FILE", help="a page of letters to print")
@click.option("--why", default="", metavar="TEXT", help="in the letters: why it is recalled")
@click.option("--please", default="", metavar="TEXT", help="in the letters: what the client is to do")
@click.option("--csv", "table", type=click.Path(path_type=Path), metavar="FILE", help="the list as a table")
@click.option("--force", is_flag=True, help="replace files of those names")
def run(
    lot: str, home: Path | None, letters: Path | None, why: str, please: str, table: Path | None, force: bool
) -> int:
    """Say every session, zone, photograph and client that LOT touched: the number of a lot or device."""
    from ..store import opened

    opened(chosen(home))
    from ..exchange.recall_table import recall_table
    from ..pages.letters import contact, letters_file
    from ..records.names import isolated
    from ..records.selectors.recall import recall
    from ..records.services.act import Actor

    for path in (letters, table):
        if path is not None:
            check_target(path, force)
    found = recall(actor=Actor(), text=lot)
    _told(found)
    if letters is not None:
        text, count, without = letters_file(actor=Actor(), found=found, why=why, please=please)
        letters = write_whole(letters, text, force)
        letters.chmod(0o600)
        tell(f"{letters}: {count} letters")
        for number, name, reason in without:
            tell(f"  client {number}{f'  {isolated(name)}' if name else ''}: {reason}")
        if not contact():
            tell("The letters carry no address or telephone of the clinic: say it as contact in clinic.toml.")
    if table is not None:
        write_private(table, recall_table(found), force)
        tell(f"{table}: {len(found.uses)} rows")
    return 0


def _told(found: Recall) -> None:
    from ..records.names import isolated

    for item in found.items:
        say(item.words)
    counted = sum(use.counts for use in found.uses)
    say(f"Uses: {len(found.uses)}, of which {counted} count, on {found.clients} clients")
    for use in found.uses:
        zones = ", ".join(use.zones) or "zone not recorded"
        pictures = f", {len(use.photographs)} photographs" if use.photographs else ""
        say(f"  {use.day}  client {use.number}  {isolated(use.name)}  {zones}{pictures}")
        for words in use.told:
            say(f"      {words}")
    for event in found.events:
        whose, what = event["client__number"], f"{event['kind']}, {event['severity']}"
        say(f"  unwanted effect {event['onset_on']}: {what}, client {whose}")
    for item in found.near:
        say(f"Spelt like it, and not in the list: {item.words}")
