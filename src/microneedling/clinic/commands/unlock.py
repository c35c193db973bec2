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
    from django.contrib.auth.models import User

    from ..access.users import let_in_again
    from ..records.services.act import Actor
    from .user import known

    count = let_in_again(actor=Actor(), name=name)
    if not count and not User.objects.filter(username=name).exists():
        allowed = "somebody who works here"
        raise InputError(
            "clinic unlock", [Mistake("NAME", f'"{name}", whom nobody knows', allowed, known(name))]
        )
    say(f"{name}: {count} wrong {'try' if count == 1 else 'tries'} forgotten")
    return 0
