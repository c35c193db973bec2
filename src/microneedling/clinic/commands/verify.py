"""`clinic verify`: is everything what it was?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...cli.output import say
from .options import chosen, command, faults_told, with_home

if TYPE_CHECKING:
    from ..wholeness import Wholeness

NOT_WHOLE = 4


@command()
@with_home
@click.option(
    "--noted", nargs=2, type=(int, str), metavar="NUMBER DIGEST", help="an audit entry noted elsewhere"
)
def run(home: Path | None, noted: tuple[int, str] | None) -> int:
    """Check the audit, its triggers, signatures, forecasts and every photograph; exit code 4 where one is amiss."""
    from ..store import opened

    opened(chosen(home))
    from ..wholeness import whole

    return told(whole(noted))


def told(found: Wholeness) -> int:
    """Say what was found; the exit code."""
    say(f"Audit: {found.entries} entries, the last one {found.last_digest}")
    say(f"Signed records: {found.signed}; forecasts: {found.forecasts}; photographs: {found.photographs}")
    for fault in found.faults:
        say(f"  {fault}")
    say("Whole: nothing was changed." if not found.faults else faults_told(len(found.faults)))
    return NOT_WHOLE if found.faults else 0
