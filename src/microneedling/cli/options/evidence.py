"""Options of `microneedling evidence`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling evidence`."""
    command.add_argument(
        "what",
        metavar="show|check|FILE",
        help="show a number or a group, check every entry, or rank what the forecast of a course file rests on",
    )
    command.add_argument("name", metavar="KEY|GROUP", nargs="?", help="after show; left out: all groups")
    command.add_argument("--json", action="store_true", help="FILE: print one JSON object and nothing else")
    command.add_argument("--draws", metavar="N", default="300", help="FILE: draws of the numbers (300)")
    command.add_argument("--seed", metavar="S", default="1", help="FILE: seed of the draws (1)")
    command.add_argument(
        "--sensitivity", choices=("morris", "sobol"), help="FILE: screen every number as well (a minute)"
    )
    command.add_argument(
        "--despite-stop", action="store_true", help="FILE: although the safety screen says stop; logged"
    )
