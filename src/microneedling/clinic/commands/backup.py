"""`clinic backup`: one encrypted file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ...cli.output import say, tell
from ...files import check_target
from .options import chosen, command, with_home


@command()
@click.argument("target", required=False, type=click.Path(path_type=Path))
@with_home
@click.option(
    "--new-key", type=click.Path(path_type=Path), metavar="FILE", help="make the key that opens backups, once"
)
@click.option("--force", is_flag=True, help="replace a file of that name")
def run(target: Path | None, home: Path | None, new_key: Path | None, force: bool) -> int:
    """Write a backup to TARGET (left out: into the clinic's folder of backups). The clinic may go on meanwhile."""
    from ..store import opened

    place = chosen(home)
    opened(place)
    from ..exchange.backup import backup
    from ..exchange.backup import new_key as make_key
    from ..home import BACKUP_ENDING

    path = target or place.backups / f"clinic-{datetime.now():%Y%m%d-%H%M%S}{BACKUP_ENDING}"
    check_target(path, force)  # before a key is made for nothing
    if new_key is not None:
        make_key(new_key, place)
        tell(f"The key lies in {new_key}. Without it no backup can be read: keep it away from this machine.")
    written = backup(place, path, force=force)
    say(f"{written.path}: {written.files} files, {written.size / 1e6:.1f} MB")
    say(f"Audit: {written.entries} entries, the last one {written.last_digest}")
    tell("Note the last line elsewhere: it shows whether the end of the audit is cut off one day.")
    return 0
