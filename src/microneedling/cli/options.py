"""Options that several commands share, and the types of their values.

A value that is no number stays as it was written: the function that answers says what it takes, with all other
mistakes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from .arguments import number_or_text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Decorated = Callable[[Any], Any]


class Whole(click.ParamType):
    """A whole number; another word is kept for the function that answers to refuse."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """The number, else the word."""
        return number_or_text(value) if isinstance(value, str) else value


class OneOf(click.ParamType):
    """One of a few words, which the shell completes; another word is kept for the function that answers to refuse."""

    name = "word"

    def __init__(self, choices: Sequence[str]):
        self.choices = tuple(choices)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that begin so."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in self.choices if word.startswith(incomplete)]


class Alias(click.Option):
    """An option with an older second name, which is understood and not shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The help without the second name."""
        record = super().get_help_record(ctx)
        return record and (record[0].replace(f", {self.opts[-1]}", ""), record[1])


WHOLE, FILE = Whole(), click.Path(readable=False)  # the readers tell what is wrong with a file


def file(metavar: str = "FILE", **settings: Any) -> Decorated:
    """The file that a command is about."""
    return click.argument("file", metavar=metavar, type=FILE, **settings)


def files() -> Decorated:
    """The files that a command is about, one or more."""
    return click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)


def as_json(about: str = "print one JSON object and nothing else") -> Decorated:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help=about)


def draws(usual: int, about: str = "draws of the uncertain numbers") -> Decorated:
    """`--draws`."""
    return click.option("--draws", type=WHOLE, default=usual, metavar="N", help=f"{about} ({usual})")


def seed(about: str = "seed of the draws") -> Decorated:
    """`--seed`."""
    return click.option("--seed", type=WHOLE, default=1, metavar="S", help=f"{about} (1)")


def report(about: str = "write the report, one HTML file") -> Decorated:
    """`--report`."""
    return click.option("--report", type=FILE, metavar="PATH", help=about)


def report_or_html(about: str) -> Decorated:
    """`--report`, which was called `--html`."""
    return click.option("--report", "--html", "report", cls=Alias, type=FILE, metavar="PATH", help=about)


def force(about: str = "replace an existing report") -> Decorated:
    """`--force`."""
    return click.option("--force", is_flag=True, help=about)


def zone() -> Decorated:
    """`--zone`, where a command takes one zone of a course that has several."""
    about = "the zone to take, of a course with several"
    return click.option("--zone", metavar="SITE", help=about)


def despite_stop(about: str) -> Decorated:
    """`--despite-stop`."""
    return click.option("--despite-stop", is_flag=True, help=about)
