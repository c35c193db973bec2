"""Options of `microneedling simulate`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling simulate`."""
    command.add_argument("file", metavar="FILE")
    command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    command.add_argument("--report", metavar="PATH", help="write the report, one HTML file")
    command.add_argument("--draws", metavar="N", default="400", help="draws of the uncertain numbers (400)")
    command.add_argument("--seed", metavar="S", default="1", help="seed of the draws (1)")
    command.add_argument("--days", metavar="D,D,...", help="days to report, counted from the first session")
    command.add_argument("--force", action="store_true", help="replace an existing report")
    command.add_argument(
        "--despite-stop", action="store_true", help="forecast although the safety screen says stop; logged"
    )
