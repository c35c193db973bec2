"""Options of `microneedling validate`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling validate`."""
    command.add_argument("--study", metavar="ID", help="predict one study, arm or row of the tables now")
    command.add_argument(
        "--bench",
        metavar="TABLE",
        nargs="?",
        const="all",
        help="measurements on skin, channels and drugs, predicted now; one table or all (a minute)",
    )
    command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    command.add_argument("--html", metavar="PATH", help="write every study as a page, one HTML file")
    command.add_argument("--force", action="store_true", help="replace an existing page")
    command.add_argument("--refit", action="store_true", help="calibrate and judge everything again (long)")
    command.add_argument(
        "--checkpoints",
        metavar="DIR",
        help="with --refit: where to keep what is done (calibration/checkpoints)",
    )
