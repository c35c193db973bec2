"""`clinic restore`: a backup put back and checked, in a new folder."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ...cli.output import say, tell
from ..home import DATABASE
from .options import chosen, command
from .verify import NOT_WHOLE, told


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
@click.option(
    "--erased",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="the register of erasures; left out, that of the clinic at work (erased.json of its folder)",
)
def run(source: Path, into: Path, identity: Path, database: str, erased: Path | None) -> int:
    """Put SOURCE back into a new folder and check all of it: every file, the audit, its triggers, the signatures.

    Whoever was erased after SOURCE was made is erased again.
    """
    from ..exchange.restore import erased_since, restore
    from ..register import read_register

    at_work = chosen(None).erased
    registers = [path for path in (erased, at_work) if path is not None and path.exists()]
    for path in registers:
        read_register(path)  # before anything is put back

    back = restore(source, into.absolute(), identity, database)
    say(f"{back.home.path}: {back.files} files of {back.made_at}")
    if os.environ.pop(DATABASE, None):  # it would have the records of the clinic at work looked at instead
        tell(f"{DATABASE} is set here and names other records: unset it before you open this folder.")
    from ..store import migrate, opened

    opened(chosen(back.home.path))
    migrate(back.home)
    from ..wholeness import whole

    code = told(whole((back.entries, back.last_digest)))
    again, left = erased_since(back.home, registers)
    for number in left:
        say(
            f"  client {number} was erased, and is joined here with somebody who was not: tell them apart by hand"
        )
    if again:
        say(f"Erased again, for they were erased after this backup: {again} (see {back.home.erased})")
    if not registers:
        tell(
            "No register of erasures was found (erased.json of the clinic at work; --erased FILE): "
            "who was erased after this backup is back in it"
        )
    if again:
        code = max(code, told(whole((back.entries, back.last_digest))))
    return NOT_WHOLE if left else code
