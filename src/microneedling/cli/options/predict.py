"""Options of `microneedling predict`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling predict`."""
    command.add_argument("files", metavar="FILE", nargs="+", help="study files; several give a list")
    command.add_argument("--json", action="store_true", help="print JSON and nothing else")
    command.add_argument("--draws", metavar="N", default="400", help="draws of the uncertain numbers (400)")
    command.add_argument("--seed", metavar="S", default="1", help="seed of the draws (1)")
