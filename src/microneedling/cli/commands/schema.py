"""`microneedling schema`: the JSON schema of course files, of study files, of trial files, or of goals files."""

from __future__ import annotations

import click

from ...errors import InputError
from ...files import check_target, write_whole
from ...inputs.questions import chosen
from .. import options
from ..group import command
from ..output import say

KINDS = ("course", "study", "trial", "goals")


@command()
@click.argument("what", default=KINDS[0], type=options.OneOf(KINDS), metavar="|".join(KINDS))
@click.option("--output", type=options.FILE, metavar="PATH", help="write it to a file")
@options.force("replace an existing file")
def run(what: str, output: str | None, force: bool) -> None:
    """Print or write the JSON schema of a kind of file."""
    if mistakes := chosen("kind of file", what, KINDS):
        raise InputError("schema", mistakes)
    if output:
        check_target(output, force, "json")
    text = {"course": _course, "study": _study, "trial": _trial, "goals": _goals}[what]()
    if output:
        say(f"{write_whole(output, text, force)} written")
    else:
        say(text, end="")


def _course() -> str:
    from ...course.schema import schema_text

    return schema_text()


def _study() -> str:
    from ...studies.schema import study_schema_text

    return study_schema_text()


def _trial() -> str:
    from ...trials.schema import trial_schema_text

    return trial_schema_text()


def _goals() -> str:
    from ...planner.wishes.schema import goals_schema_text

    return goals_schema_text()
