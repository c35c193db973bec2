"""Options of `microneedling cite`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling cite`."""
    command.add_argument("file", metavar="FILE|RESULT.json")
    command.add_argument("--json", action="store_true", help="print one JSON object")
