"""`clinic unlock`: wrong passwords forgiven."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from ...errors import InputError, Mistake
from .options import chosen, command, with_home


@command()
@click.argument("name")
@with_home
def run(name: str, home: Path | None) -> int:
    """Let NAME try again at once."""
    from ..store import opened

    opened(chosen(home))
    from axes.utils import reset
    from django.contrib.auth.models import User
    from django.db import transaction

    from ..audit.record import record
    from .user import known

    with transaction.atomic():
        count = reset(username=name)
        if not count and not User.objects.filter(username=name).exists():
            allowed = "somebody who works here"
            raise InputError(
                "clinic unlock", [Mistake("NAME", f'"{name}", whom nobody knows', allowed, known(name))]
            )
        record("command line", "user.unlock", "user", detail={"attempts": count})
    say(f"{name}: {count} wrong {'try' if count == 1 else 'tries'} forgotten")
    return 0
