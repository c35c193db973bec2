"""The command line. Everything heavy is imported inside the command that needs it, so that `--help` is quick.

Exit codes: 0 done, 2 mistake in what was given, 3 the equations could not be integrated, 4 refused by the
safety screen, 5 a place that cannot be written, 130 interrupted, 141 the reader of the output went away.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

from .. import MODEL_NUMBER, __version__
from ..errors import MicroneedlingError, Refused, did_you_mean

ABOUT = """A digital twin of microneedling that says how much of every answer is known.
Not a medical device: for education, research and consultation support."""
INTERRUPTED, READER_GONE = 130, 141


# Every command with what it does, in the order of `--help`.
COMMANDS = {
    "new": "write a new course file to start from",
    "check": "check a course file: mistakes, safety screen, depth caps",
    "simulate": "forecast a course, with the uncertainty of every number",
    "cite": "how to cite what a course or a result rests on",
    "evidence": "the numbers of the model; which of them a forecast rests on most",
    "deliver": "how much of a product gets into skin, needled or not, and when",
    "predict": "what a held-out study would report, from a study file",
    "validate": "how the model stands up to published studies, misses first",
    "calibrate": "learn the numbers from the published studies (long)",
    "trial": "what a trial of two or more courses would show, and its size",
    "export": "the model and its answers for other programs: SBML, NetCDF, PEtab, ArviZ",
    "schema": "print the JSON schema of course, study or trial files",
}


class Parser(argparse.ArgumentParser):
    """argparse, with a did-you-mean for misspelt commands and options."""

    def __init__(self, *words: Any, **settings: Any):
        self.given: list[str] = []  # what is being read
        self.options: list[str] = []
        self.commands: dict[str, Parser] = {}
        super().__init__(*words, **settings)

    def add_argument(self, *words: Any, **settings: Any) -> argparse.Action:
        """As argparse does; the option is remembered for the did-you-mean."""
        action = super().add_argument(*words, **settings)
        self.options += action.option_strings
        return action

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> Any:
        """As argparse does; what is read is remembered for the did-you-mean."""
        self.given = list(sys.argv[1:] if args is None else args)
        return super().parse_known_args(self.given, namespace)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and what may have been meant; ends with exit code 2."""
        known = [*self.options, *self.commands]
        known += [option for command in self.commands.values() for option in command.options]
        wrong = [word for word in self.given if word not in known and word in message]
        hint = did_you_mean(wrong[0], known) if wrong else ""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}{'. ' + hint if hint else ''}\n")


def parser() -> Parser:
    """All commands and their options."""
    top = Parser(
        prog="microneedling", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    version = f"microneedling {__version__}, model number {MODEL_NUMBER}"
    top.add_argument("--version", action="version", version=version)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, about in COMMANDS.items():
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("--debug", action="store_true", help="show where in the program an error arose")
        import_module(f".options.{name}", __package__).add_options(command)
        top.commands[name] = command
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. No stack trace without `--debug`."""
    try:
        try:
            return _run(parser().parse_args(arguments))
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Python flushes once more at exit; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


def _run(options: argparse.Namespace) -> int:
    try:
        return import_module(f".commands.{options.command}", __package__).run(options)
    except BrokenPipeError:
        raise
    except Refused as error:
        if options.debug:
            raise
        source = getattr(options, "file", None) or options.what
        return _told(error.told(source, "--despite-stop"), error.exit_code)
    except MicroneedlingError as error:
        if options.debug:
            raise
        return _told(str(error), error.exit_code)
    except Exception as error:
        if options.debug:
            raise
        return _told(
            f"internal error: {type(error).__name__}: {error}\nRun again with --debug to see where.", 1
        )


def _told(message: str, code: int) -> int:
    try:
        print(message, file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return code


if __name__ == "__main__":
    sys.exit(main())
