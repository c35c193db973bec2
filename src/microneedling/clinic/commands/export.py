"""`clinic export`: records as tables, bookings as a calendar, reminders as a table for letters."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from .options import chosen, command, with_home, write_private

KINDS = ("clients", "lots", "sessions", "measurements")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}


@command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("target", type=click.Path(path_type=Path))
@with_home
@click.option("--separator", type=click.Choice(tuple(SEPARATORS)), default="comma", show_default=True)
@click.option("--force", is_flag=True, help="replace a file of that name")
def run(kind: str, target: Path, home: Path | None, separator: str, force: bool) -> int:
    """Write all records of KIND to TARGET as CSV, which no spreadsheet takes for formulas and `import` reads back."""
    from ..store import opened

    opened(chosen(home))
    from ...files import check_target
    from ..exchange.tables.exporting import table_of
    from ..records.services.act import Actor

    check_target(target, force)
    data = table_of(actor=Actor(), kind=kind, separator=SEPARATORS[separator])
    write_private(target, data, force)
    say(f"{target}: {len(data) / 1e6:.2f} MB. It holds people's data: keep it as you keep the records.")
    return 0
