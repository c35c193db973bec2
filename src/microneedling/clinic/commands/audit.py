"""`clinic audit`: results beside what was promised of them, as the table that `microneedling audit` reads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...cli import options
from ...cli.output import say
from ...cli.together import Together
from ...errors import InputError, Mistake
from ...phrases import plural
from .options import chosen, command, with_home

if TYPE_CHECKING:
    from ..records.selectors.audit_table import AuditTable


@command()
@click.argument("table", metavar="TABLE.CSV", type=click.Path(dir_okay=False))
@with_home
@click.option(
    "--learnt",
    is_flag=True,
    help="beside the forecasts that had learnt of each client, not the first promises",
)
@options.force()
def run(table: str, home: Path | None, learnt: bool, force: bool) -> int:
    """Write every result that was promised before it was seen, one vote a client; tell what was left out and why."""
    from ...files import write_whole
    from ..store import opened

    gathered = Together("clinic audit")
    gathered.place("TABLE.CSV", table, force, "table")
    gathered.refuse()
    opened(chosen(home))
    from ..records.selectors.audit_table import ALL, START, audit_table
    from ..records.services.act import Actor

    found = audit_table(actor=Actor(), knows=ALL if learnt else START)
    for line in told(found):
        say(line)
    if not found.rows:
        hint = "Forecast a plan before it begins, and enter what is measured afterwards."
        raise InputError(
            "clinic audit", [Mistake("results", "none that was promised before", "one or more", hint)]
        )
    write_whole(table, found.text(), force=force)
    say(f"Written: {table}. Look at it with: microneedling audit {table}")
    return 0


def told(found: AuditTable) -> list[str]:
    """What is in the table and what is not."""
    clients = len({row["client"] for row in found.rows})
    lines = [f"Results: {len(found.rows)}, of {plural(clients, 'client')}"]
    lines += [f"  promised by {by}: {count}" for by, count in sorted(found.promises.items())]
    left = sum(found.left_out.values())
    lines += [f"Left out: {left}"] if left else []
    return lines + [f"  {count}: {why}" for why, count in sorted(found.left_out.items())]
