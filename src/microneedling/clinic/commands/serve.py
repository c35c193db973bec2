"""`clinic serve`: the clinic in a browser on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say
from .options import chosen, command, with_home


@command()
@with_home
@click.option("--address", default="127.0.0.1", show_default=True, help="where to answer")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any that is free"
)
@click.option("--demo", is_flag=True, help="a clinic of 40 invented clients, in a folder of its own")
def run(home: Path | None, address: str, port: int, demo: bool) -> int:
    """Make the clinic where there is none, and start it."""
    from ..serve import serve

    place = chosen(home, "-demo" if demo else "")
    return serve(place, address=address, port=port, told=say, filled=_filled if demo else None)


def _filled() -> None:
    from ..demo import fill  # once the clinic is open, not before

    fill(say)
