"""`clinic withdraw`: a client takes one of the three consents back."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from .merge import numbered
from .options import chosen, command, with_home

KINDS = ("treatment", "photography", "publication")


@command()
@click.argument("number", type=int)
@click.argument("kind", type=click.Choice(KINDS))
@with_home
@click.option("--reason", default="", metavar="TEXT", help="in the client's words, where they gave one")
def run(number: int, kind: str, home: Path | None, reason: str) -> int:
    """Note that client NUMBER takes the consent of KIND back, however often it was given; the other two hold."""
    from ..store import opened

    opened(chosen(home))
    from ..records.services.act import Actor
    from ..records.services.restricting import withdraw_kind

    client = numbered(number, "NUMBER")
    withdraw_kind(actor=Actor(), client=client.pk, kind=kind, reason=reason)
    say(
        f"Client {client.number}: the consent to {kind} holds no longer; what was done under it stays on record"
    )
    return 0
