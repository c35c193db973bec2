"""`clinic anonymise`: a table of clients for `trial`, which names nobody."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say, tell
from ...files import check_target, placed
from .options import chosen, command, with_home


@command()
@click.argument("file", type=click.Path(path_type=Path))
@with_home
@click.option(
    "--k", default=5, show_default=True, type=int, help="rows that anybody's may be one of, at least"
)
@click.option("--scale", default="", metavar="NAME", help="a column baseline: the first score on this scale")
@click.option("--smoker", is_flag=True, help="a column for whether they smoke")
@click.option("--force", is_flag=True, help="replace a file of that name")
def run(file: Path, home: Path | None, k: int, scale: str, smoker: bool, force: bool) -> int:
    """Write a table of age, sex and phototype that names nobody to FILE (CSV); `[people] table` of a trial reads it."""
    from ..store import opened

    check_target(file, force)
    opened(chosen(home))
    from ..exchange.anonymous import anonymous_table
    from ..records.services.act import Actor

    data, told = anonymous_table(actor=Actor(), k=k, scale=scale, smoker=smoker)
    with placed(file, force) as part:
        part.write_bytes(data)
    say(f"{file}: {told.rows} rows; whoever knows age, sex and phototype finds at least {told.smallest}")
    say(f"  ages are means of {told.bands} bands")
    for words in told.joined:
        say(f"  {words}")
    for reason, number in told.left_out.items():
        say(f"  not in it: {number} {reason}")
    tell(
        "Like scores within a band still say something, and two tables of two days compared say more: hand out one."
    )
    return 0
