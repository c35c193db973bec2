"""Options of `microneedling new`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling new`."""
    command.add_argument("file", metavar="FILE")
    command.add_argument(
        "--example", metavar="NAME", default="acne_scars_cheek", help='which one; "list" names them'
    )
    command.add_argument("--force", action="store_true", help="replace an existing file")
