"""`clinic init`: a clinic made, nothing started."""

from __future__ import annotations

from pathlib import Path

import click

from ...cli.output import say, tell
from .options import chosen, command, with_home


@command()
@with_home
@click.option(
    "--no-warm-up", is_flag=True, help="do not get the simulator ready; the first forecast waits for it"
)
def run(home: Path | None, no_warm_up: bool) -> int:
    """Make a clinic: its folder, its tables. One that is there is brought to this version."""
    from ..store import migrate, opened

    place = chosen(home)
    fresh = not place.exists()
    opened(place, make=True)
    done = migrate(place)
    say(
        f"{'Made a clinic in' if fresh else 'The clinic lies in'} {place.path} ({len(done)} changes of tables)"
    )
    if not no_warm_up:
        tell("Getting the simulator ready; once, some ten seconds ...")
        _warm_up()
    say("Next: microneedling clinic user NAME --group owner, then: microneedling clinic")
    return 0


def _warm_up() -> None:
    from ...course.reading import course_from_tables
    from ...course.simulate import simulate
    from ..demo_course import course_of

    simulate(course_from_tables(course_of("fine lines", "cheek", 40, "III", 0.5), "course", ""), draws=16)
