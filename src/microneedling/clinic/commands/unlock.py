"""`clinic unlock`: wrong passwords forgiven."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from .options import chosen, command, with_home


@command()
@click.argument("name")
@with_home
def run(name: str, home: Path | None) -> int:
    """Let NAME try again at once."""
    from ..store import opened

    opened(chosen(home))
    from axes.utils import reset
    from django.db import transaction

    from ..audit.record import record

    with transaction.atomic():
        count = reset(username=name)
        record("command line", "user.unlock", "user", detail={"attempts": count})
    say(f"{name}: {count} wrong {'try' if count == 1 else 'tries'} forgotten")
    return 0
