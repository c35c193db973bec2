"""What all commands of the clinic share: where it lies, and words for a disc that is full, read-only or broken."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ...cli import group
from ...errors import InputError
from ...extras import missing
from ...files import placed
from ..home import Home, home_of

# What the extra `clinic` brings, by the names that are imported.
LIBRARIES = (
    *("django", "django_htmx", "ninja", "csp", "whitenoise", "waitress"),
    *("argon2", "axes", "django_otp", "PIL", "pyrage"),
)
ABOUT = "the folder of the clinic; else that of MICRONEEDLING_CLINIC_HOME, else the usual place"
with_home = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", help=ABOUT
)


def chosen(home: Path | None, ending: str = "") -> Home:
    """The home that was named, or the usual one."""
    found = home_of(home)
    return found if home is not None or not ending else Home(found.path.with_name(found.path.name + ending))


def write_private(target: Path, data: bytes, force: bool) -> None:
    """Write a file that holds people's data, whole or not at all, for its owner alone to read."""
    with placed(target, force) as part:
        part.write_bytes(data)
    target.chmod(0o600)


def faults_told(count: int) -> str:
    """How many faults there are."""
    return "1 fault" if count == 1 else f"{count} faults"


def command() -> Callable[[Callable[..., int]], click.Command]:
    """A command as all are, whose database's errors are told in words; Django is loaded by none before its turn."""

    def made(act: Callable[..., int]) -> click.Command:
        @wraps(act)
        def run(*words: Any, **given: Any) -> int:
            if lost := missing("the records of a clinic", "clinic", LIBRARIES):
                raise InputError("clinic", lost)
            try:
                return act(*words, **given)
            except Exception as error:
                if "django.db" not in sys.modules:  # nothing was opened yet
                    raise
                from django.conf import settings
                from django.db.utils import DatabaseError

                from ..store import told

                if isinstance(error, DatabaseError | sqlite3.DatabaseError):
                    raise told(error, settings.HOME.path) from error
                raise

        return group.command()(run)

    return made
