"""`clinic restrict`: a client's records rest, or are used again."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say, tell
from ...errors import InputError, Mistake
from .merge import numbered
from .options import chosen, command, with_home

GROUNDS = ("accuracy", "unlawful", "claim", "objection")


@command()
@click.argument("number", type=int)
@with_home
@click.option("--ground", type=click.Choice(GROUNDS), help="why they are to rest")
@click.option("--reason", default="", metavar="TEXT", help="in words; with --lift, why they are used again")
@click.option("--lift", is_flag=True, help="end it: the records are used again")
def run(number: int, home: Path | None, ground: str | None, reason: str, lift: bool) -> int:
    """Have the records of client NUMBER rest: they are kept, and used for nothing else until it is lifted."""
    from ..store import opened

    if (ground is None) != lift:
        found = "both" if lift else "neither"
        raise InputError("clinic restrict", [Mistake("--ground, --lift", found, "one of the two")])
    opened(chosen(home))
    from ..records.selectors.clients import led_to
    from ..records.services.act import Actor
    from ..records.services.restricting import lift_restriction, resting, restrict_client

    client = led_to(numbered(number, "NUMBER"))
    if ground is not None:
        restrict_client(actor=Actor(), client=client.pk, ground=ground, reason=reason)
        say(f"The records of client {client.number} rest: they are kept, and used for nothing else")
        return 0
    holding = resting(client.pk)
    if not holding:
        found = f"client {client.number}, whose records do not rest"
        raise InputError("clinic restrict", [Mistake("NUMBER", found, "one whose records rest")])
    for row in holding:
        lift_restriction(actor=Actor(), restriction=row.pk, reason=reason)
    say(f"The records of client {client.number} are used again")
    tell("Tell the client that they are: the law asks for it.")
    return 0
