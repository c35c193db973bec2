"""`clinic export-person`: all that is kept of one client, to be handed to them."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say, tell
from .merge import numbered
from .options import chosen, command, with_home


@command()
@click.argument("number", type=int)
@click.argument("folder", type=click.Path(path_type=Path))
@with_home
def run(number: int, folder: Path, home: Path | None) -> int:
    """Write all that is kept of client NUMBER into a new FOLDER: tables, photographs, forecasts, who looked."""
    from ..store import opened

    opened(chosen(home))
    from ..exchange.person import export_person
    from ..records.services.act import Actor

    out = export_person(actor=Actor(), client=numbered(number, "NUMBER").pk, target=folder)
    say(f"{folder}: {out.files} files, {sum(out.rows.values())} rows in {len(out.rows)} tables")
    for key, why in out.held_back:
        say(f"  not in it: photograph {key}, hidden: {why}")
    tell("Look through it before it is handed out: free text may speak of others. It is not encrypted.")
    return 0
