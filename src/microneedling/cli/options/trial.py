"""Options of `microneedling trial`."""

from __future__ import annotations

from argparse import ArgumentParser


def add_options(command: ArgumentParser) -> None:
    """Options of `microneedling trial`."""
    command.add_argument("file", metavar="FILE")
    command.add_argument(
        "--people", metavar="N", help="virtual people in each arm (100 trials of the file's size)"
    )
    command.add_argument("--seed", metavar="S", default="1", help="seed of people and draws (1)")
    command.add_argument("--engine", choices=("local", "dask"), default="local", help="who computes (local)")
    command.add_argument(
        "--scheduler", metavar="ADDRESS", help="dask: a running scheduler; else one is started"
    )
    command.add_argument(
        "--workers",
        metavar="N",
        help="processes (as many as cores, where the work is worth it); 1 computes in this one",
    )
    command.add_argument(
        "--chunks",
        metavar="PLACE",
        help="folder or address where finished chunks are kept (the user's cache)",
    )
    command.add_argument(
        "--chunk-size", metavar="N", help="people of an arm in a chunk (240; 16384 with --kernel cuda)"
    )
    command.add_argument(
        "--kernel",
        choices=("auto", "numba", "numpy", "cuda"),
        default="auto",
        help="what integrates: auto takes what is installed for the processor; cuda is a graphics processor",
    )
    command.add_argument(
        "--resume", action="store_true", help="take finished chunks and compute only the others"
    )
    command.add_argument("--people-table", metavar="PATH", help="write every person as a Parquet table")
    command.add_argument("--query", metavar="SQL", help='ask that table, in DuckDB\'s words, as "people"')
    command.add_argument("--report", metavar="OUT.html", help="write the report as one HTML page")
    command.add_argument("--force", action="store_true", help="replace an existing table or report")
    command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    command.add_argument(
        "--despite-stop",
        action="store_true",
        help="although the safety screen says stop; logged in the answer",
    )
