"""`microneedling bench`: every question to the model as a page, on this machine, without records."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial

import click

from ...cli.ending import ended, watched
from ...cli.group import command
from ...cli.main import COMPLETE
from ...cli.main import NAME as WHOLE
from ...cli.output import say
from ...errors import InputError
from ...extras import missing

NAME = "microneedling bench"
LIBRARIES = ("django", "django_htmx", "ninja", "csp", "whitenoise", "waitress")


@command(NAME)
@click.option(
    "--port", default=8001, show_default=True, type=click.IntRange(0, 65535), help="0 takes any that is free"
)
def run(port: int) -> int:
    """Every question to the model as a page, in a browser on this machine: courses live beside their curves, dose,
    delivery, evidence, studies, trials, validation, jobs.

    No clinic, no database, nothing kept. Not a medical device: for education, research and consultation support.
    """
    if lost := missing("the bench", "clinic", LIBRARIES):
        raise InputError("bench", lost)
    from .serving import serve

    return serve(port, say)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the words begin with `bench`. Returns the exit code, as every command does."""
    if arguments is None and (instruction := os.environ.get(COMPLETE)):
        from click.shell_completion import shell_complete

        whole = click.Group(WHOLE, commands={"bench": run})
        return shell_complete(whole, {}, WHOLE, COMPLETE, instruction)
    words = list(sys.argv[1:] if arguments is None else arguments)[1:]
    answer = partial(_run, words)
    if arguments is None:
        with watched():
            return ended(answer, "--debug" in words)
    return ended(answer, "--debug" in words)


def _run(words: list[str]) -> int:
    with run.make_context(NAME, words) as context:
        return run.invoke(context) or 0
