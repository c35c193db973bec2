"""`clinic import-clinic`: a clinic from an export, on SQLite or PostgreSQL."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ...cli.output import say, tell
from ..home import DATABASE
from .options import command
from .verify import told


@command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path, file_okay=False), help="a new folder")
@click.option(
    "--database",
    default="",
    metavar="ADDRESS",
    help="an empty database of PostgreSQL for the records; left out, they lie in the folder",
)
def run(folder: Path, into: Path, database: str) -> int:
    """Make a clinic from what export-clinic wrote into FOLDER; every row and picture is compared with it."""
    if os.environ.pop(DATABASE, None):  # it would have the records go to the clinic at work instead
        tell(f"{DATABASE} is set here and is passed over: --database says where the records go.")
    from ..exchange.whole_in import import_clinic

    back = import_clinic(folder, into.absolute(), database)
    from ..register import sync_register
    from ..wholeness import whole

    sync_register(back.home)
    say(
        f"{back.home.path}: {sum(back.rows.values())} rows in {len(back.rows)} tables, {back.photographs} photographs"
    )
    code = told(whole((back.entries, back.last_digest)))
    tell("Nobody can sign in before a new password is set: microneedling clinic user NAME --password")
    return code
