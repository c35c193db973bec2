"""The option that all commands of the clinic share."""

from __future__ import annotations

from pathlib import Path

import click

from ..home import Home, home_of

ABOUT = "the folder of the clinic; else that of MICRONEEDLING_CLINIC_HOME, else the usual place"
with_home = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help=ABOUT
)


def chosen(home: Path | None, ending: str = "") -> Home:
    """The home that was named, or the usual one."""
    found = home_of(home)
    return found if home is not None or not ending else Home(found.path.with_name(found.path.name + ending))
