"""`clinic restore`: a backup put back and checked, in a new folder."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ...cli.output import say, tell
from ..home import DATABASE
from .options import chosen, command
from .verify import told


@command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path, file_okay=False), help="a new folder")
@click.option("--identity", required=True, type=click.Path(path_type=Path), help="the key that opens it")
@click.option(
    "--database",
    default="",
    metavar="ADDRESS",
    help="an empty database, for records of PostgreSQL; a password may come from PGPASSWORD",
)
def run(source: Path, into: Path, identity: Path, database: str) -> int:
    """Put SOURCE back into a new folder and check all of it: every file, the audit, its triggers, the signatures."""
    from ..exchange.restore import restore

    back = restore(source, into.absolute(), identity, database)
    say(f"{back.home.path}: {back.files} files of {back.made_at}")
    if os.environ.pop(DATABASE, None):  # it would have the records of the clinic at work looked at instead
        tell(f"{DATABASE} is set here and names other records: unset it before you open this folder.")
    from ..store import migrate, opened

    opened(chosen(back.home.path))
    migrate(back.home)
    from ..wholeness import whole

    return told(whole((back.entries, back.last_digest)))
