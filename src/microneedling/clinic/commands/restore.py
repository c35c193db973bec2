"""`clinic restore`: a backup put back and checked, in a new folder."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from .options import chosen, command
from .verify import told


@command()
@click.argument("source", type=click.Path(path_type=Path))
@click.option("--into", required=True, type=click.Path(path_type=Path, file_okay=False), help="a new folder")
@click.option("--identity", required=True, type=click.Path(path_type=Path), help="the key that opens it")
def run(source: Path, into: Path, identity: Path) -> int:
    """Put SOURCE back into a new folder and check all of it: every file, the audit, its triggers, the signatures."""
    from ..exchange.archive import DUMP
    from ..exchange.restore import restore

    back = restore(source, into.absolute(), identity)
    say(f"{back.home.path}: {back.files} files of {back.made_at}")
    if (dump := back.home.path / DUMP).exists():
        say(
            f"The records are those of PostgreSQL. Put them into a new, empty database: pg_restore -d DATABASE {dump}"
        )
        say("Name it in clinic.toml (database = ...), then check all of it:")
        say(
            f"  microneedling clinic verify --home {back.home.path} --noted {back.entries} {back.last_digest}"
        )
        return 0
    from ..store import migrate, opened

    opened(chosen(back.home.path))
    migrate(back.home)
    from ..wholeness import whole

    return told(whole((back.entries, back.last_digest)))
