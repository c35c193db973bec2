"""`clinic check`: the place, the tables, the settings."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from .options import chosen, command, faults_told, with_home

AMISS = 4


@command()
@with_home
@click.option(
    "--repair", is_flag=True, help="put right what can be: rights of files, triggers, files left over"
)
def run(home: Path | None, repair: bool) -> int:
    """Check who may read the files, the version of the tables, and all that Django checks for deployment."""
    from ..store import opened

    place = chosen(home)
    opened(place)
    from ..repair import faults, put_right

    if repair:
        for line in put_right(place):
            say(line)
    found = faults(place)
    for line in found:
        say(f"  {line}")
    say("Nothing amiss." if not found else faults_told(len(found)))
    return AMISS if found else 0
