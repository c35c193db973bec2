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
from typing import NoReturn

from .. import MODEL_NUMBER, __version__
from ..errors import MicroneedlingError, did_you_mean
from .deliver_options import add_options

ABOUT = """A digital twin of microneedling that says how much of every answer is known.
Not a medical device: for education, research and consultation support."""
INTERRUPTED, READER_GONE = 130, 141


class Parser(argparse.ArgumentParser):
    """argparse, with a did-you-mean for misspelt commands and options."""

    def error(self, message: str) -> NoReturn:
        words = _words(self)
        given = [word for word in sys.argv[1:] if word not in words and word in message]
        hint = did_you_mean(given[0], words) if given else ""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}{'. ' + hint if hint else ''}\n")


def _words(command: argparse.ArgumentParser) -> list[str]:
    """Every command and option that a parser knows, those of its commands included."""
    words: list[str] = []
    for action in command._actions:
        words += action.option_strings
        if isinstance(action.choices, dict):
            words += [word for name, inner in action.choices.items() for word in (name, *_words(inner))]
    return words


def parser() -> Parser:
    """All commands and their options."""
    top = Parser(
        prog="microneedling", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    version = f"microneedling {__version__}, model number {MODEL_NUMBER}"
    top.add_argument("--version", action="version", version=version)
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    new = _command(commands, "new", "write a new course file to start from")
    new.add_argument("file", metavar="FILE")
    new.add_argument(
        "--example", metavar="NAME", default="acne_scars_cheek", help='which one; "list" names them'
    )
    new.add_argument("--force", action="store_true", help="replace an existing file")

    check = _command(commands, "check", "check a course file: mistakes, safety screen, depth caps")
    check.add_argument("file", metavar="FILE")
    check.add_argument("--json", action="store_true", help="print one JSON object")

    _simulate(_command(commands, "simulate", "forecast a course, with the uncertainty of every number"))

    cite = _command(commands, "cite", "how to cite what a course or a result rests on")
    cite.add_argument("file", metavar="FILE|RESULT.json")
    cite.add_argument("--json", action="store_true", help="print one JSON object")

    _evidence(
        _command(commands, "evidence", "the numbers of the model; which of them a forecast rests on most")
    )

    add_options(
        _command(commands, "deliver", "how much of a product gets into skin, needled or not, and when")
    )

    _predict(_command(commands, "predict", "what a new study would report, from a study file"))
    _validate(_command(commands, "validate", "how the model stands up to published studies, misses first"))
    _calibrate(_command(commands, "calibrate", "learn the numbers from the published studies (long)"))

    _trial(_command(commands, "trial", "what a trial of two or more courses would show, and its size"))

    _export(
        _command(
            commands, "export", "the model and its answers for other programs: SBML, NetCDF, PEtab, ArviZ"
        )
    )

    schema = _command(commands, "schema", "print the JSON schema of course, study or trial files")
    schema.add_argument(
        "what",
        metavar="course|study|trial",
        nargs="?",
        default="course",
        choices=("course", "study", "trial"),
    )
    schema.add_argument("--output", metavar="PATH", help="write it to a file")
    schema.add_argument("--force", action="store_true", help="replace an existing file")
    return top


def _command(commands: argparse._SubParsersAction, name: str, about: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=about)
    command.add_argument("--debug", action="store_true", help="show where in the program an error arose")
    return command


def _trial(command: argparse.ArgumentParser) -> None:
    from .trial_options import add_options

    add_options(command)


def _evidence(command: argparse.ArgumentParser) -> None:
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


def _predict(command: argparse.ArgumentParser) -> None:
    command.add_argument("files", metavar="FILE", nargs="+", help="study files; several give a list")
    command.add_argument("--json", action="store_true", help="print JSON and nothing else")
    command.add_argument("--draws", metavar="N", default="400", help="draws of the uncertain numbers (400)")
    command.add_argument("--seed", metavar="S", default="1", help="seed of the draws (1)")


def _validate(command: argparse.ArgumentParser) -> None:
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


def _export(command: argparse.ArgumentParser) -> None:
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


def _calibrate(command: argparse.ArgumentParser) -> None:
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


def _simulate(command: argparse.ArgumentParser) -> None:
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
