"""`clinic export-clinic`: everything, readable without the program."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say, tell
from .options import chosen, command, with_home


@command()
@click.argument("folder", type=click.Path(path_type=Path))
@with_home
def run(folder: Path, home: Path | None) -> int:
    """Write all records, photographs and the audit into a new FOLDER: CSV, JSON, pictures, a page to explain them."""
    from ..store import opened

    place = chosen(home)
    opened(place)
    from ..exchange.whole import export_clinic
    from ..records.services.act import Actor

    out = export_clinic(actor=Actor(), home=place, target=folder)
    say(f"{out.path}: {out.files} files, {sum(out.rows.values())} rows in {len(out.rows)} tables")
    say(f"Audit: {out.entries} entries, the last one {out.last_digest}")
    tell("It is not encrypted: keep it as safe as the clinic. start-here.html says what lies in it.")
    return 0
