"""Options of `microneedling calibrate`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling calibrate`."""
    command.add_argument("--particles", metavar="N", default="400", help="draws of each seed (400)")
    command.add_argument("--seeds", metavar="S,S,...", default="1,2", help="seeds, run one by one (1,2)")
    command.add_argument(
        "--checkpoints",
        metavar="DIR",
        default="calibration/checkpoints",
        help="where to keep what is done, and go on from (calibration/checkpoints)",
    )
    command.add_argument(
        "--out", metavar="DIR", default="calibration", help="where to write the results (calibration)"
    )
