"""Options of `microneedling schema`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling schema`."""
    what = ("course", "study", "trial")
    command.add_argument("what", metavar="|".join(what), nargs="?", default=what[0], choices=what)
    command.add_argument("--output", metavar="PATH", help="write it to a file")
    command.add_argument("--force", action="store_true", help="replace an existing file")
