"""The command line. Everything heavy is imported inside the command that needs it, so that `--help` is quick.

Exit codes: 0 done, 1 internal error, 2 mistake in what was given, 3 the equations could not be integrated, 4 refused by
the safety screen, 5 a place that cannot be written, 130 interrupted, 141 the reader of the output went away,
143 asked to end (SIGTERM).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from .. import MODEL_NUMBER, __version__
from .ending import ended, watched
from .group import Commands
from .later import load_metadata_when_used

# Plug-ins of other packages for the checks of files: nobody asked for any, and looking for them takes its time.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

NAME, COMPLETE = "microneedling", "_MICRONEEDLING_COMPLETE"
ABOUT = """A digital twin of microneedling that says how much of every answer is known.
Not a medical device: for education, research and consultation support."""

# Every command with what it does, in the order of `--help`.
COMMANDS = {
    "new": "write a new course file to start from",
    "migrate": "write a course file of an older format in the newest",
    "check": "check a course file: mistakes, safety screen, depth caps",
    "simulate": "forecast a course, with the uncertainty of every number",
    "alive": "what the needles do to the skin, day by day: a page, one course or two",
    "cite": "how to cite what a course or a result rests on",
    "evidence": "the numbers of the model; which of them a forecast rests on most",
    "deliver": "how much of a product gets into skin, needled or not, and when",
    "predict": "what a held-out study would report, from a study file",
    "validate": "how the model stands up to published studies, misses first",
    "calibrate": "learn the numbers from the published studies (long)",
    "trial": "what a trial of two or more courses would show, and its size",
    "plan": "from wishes and limits to a few courses worth choosing between, and why",
    "track": "a running course after what was measured: said, seen, said now",
    "photo": "what two photographs with the card measure, each with its error",
    "audit": "whether the forecasts hold in a clinic, from its own results",
    "export": "the model and its answers for other programs: SBML, NetCDF, PEtab, ArviZ",
    "devices": "list the types of devices that a file may name",
    "schema": "print the JSON schema of course, study, trial or goals files",
    "completion": "how to have the shell complete commands, options and files",
}

# What the package answers beside the command line, by other faces (`microneedling.__main__`).
ELSEWHERE = {
    "clinic": "records of a clinic, in a browser on this machine",
    "bench": "every question to the model as a page, without records",
}


def program() -> Commands:
    """The group of all commands; each is loaded when it is used."""
    top = Commands(NAME, COMMANDS, f"{__package__}.commands", ELSEWHERE, help=f"\b\n{ABOUT}")
    told = f"{NAME} {__version__}, model number {MODEL_NUMBER}"
    return click.version_option(__version__, "-V", "--version", message=told)(top)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command as the shell does; returns the exit code. No stack trace without `--debug`.

    Without arguments the words of the shell are read, and Ctrl-C ends the process within a second whatever it is doing;
    called from Python with arguments, it raises nothing and ends nothing but the command.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if arguments is None and (instruction := os.environ.get(COMPLETE)):
        from click.shell_completion import shell_complete

        return shell_complete(program(), {}, NAME, COMPLETE, instruction)
    if arguments is None:  # the process is ours alone
        load_metadata_when_used()
        with watched():
            return ended(lambda: _run(words), "--debug" in words)
    return ended(lambda: _run(words), "--debug" in words)


def _run(words: list[str]) -> int:
    top = program()
    with top.make_context(NAME, words) as context:
        return top.invoke(context) or 0
