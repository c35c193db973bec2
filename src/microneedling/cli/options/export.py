"""Options of `microneedling export`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling export`."""
    command.add_argument("file", metavar="FILE", nargs="?", help="course file, for --sbml and --netcdf")
    command.add_argument(
        "--sbml", metavar="OUT", help="one tissue as equations, SBML level 3, nominal numbers"
    )
    command.add_argument("--netcdf", metavar="OUT", help="all draws of all tissues and outcomes")
    command.add_argument("--petab", metavar="FOLDER", help="the calibration as a problem in PEtab tables")
    command.add_argument("--arviz", metavar="OUT", help="the calibration's draws and predictions, for ArviZ")
    command.add_argument(
        "--tissue", metavar="NAME", help="--sbml: skin or a lesion (the first lesion, else skin)"
    )
    command.add_argument("--layers", metavar="N", help="--sbml: dermal layers (24)")
    command.add_argument("--draws", metavar="N", help="--netcdf: draws of the uncertain numbers (400)")
    command.add_argument("--seed", metavar="S", help="--netcdf: seed of the draws (1)")
    command.add_argument("--force", action="store_true", help="replace existing files")
    command.add_argument(
        "--despite-stop", action="store_true", help="export although the safety screen says stop; logged"
    )
