"""Commands that are loaded when they are used, each with `--debug`; a did-you-mean for what is misspelt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import Any

import click

from ..errors import MicroneedlingError, Refused, did_you_mean, visible
from .output import tell

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
INTERNAL = 1


class Command(click.Command):
    """A command whose errors are told in words; its function returns the exit code, None for 0."""

    def __init__(self, *words: Any, **settings: Any):
        super().__init__(*words, **{"context_settings": HELP, **settings})
        about = "show where in the program an error arose"
        self.params.append(click.Option(["--debug"], is_flag=True, help=about))

    def invoke(self, ctx: click.Context) -> int:
        """The exit code of the command."""
        debug = ctx.params.pop("debug")
        try:
            return super().invoke(ctx) or 0
        except (click.exceptions.Exit, click.ClickException, BrokenPipeError):
            raise
        except Exception as error:
            if debug:
                raise
            tell(_words(error, ctx.params))
            return error.exit_code if isinstance(error, MicroneedlingError) else INTERNAL


command = partial(click.command, cls=Command)


def _words(error: Exception, given: Mapping[str, Any]) -> str:
    if isinstance(error, Refused):
        override = "--despite-stop" if "despite_stop" in given else ""
        return error.told(str(given.get("file") or given.get("what") or ""), override)
    if isinstance(error, MicroneedlingError):
        return str(error)
    return f"internal error: {type(error).__name__}: {error}\nRun again with --debug to see where."


class Commands(click.Group):
    """A group that knows what its commands are for, and loads `package.NAME` when NAME is used (`-` there is `_`).

    `elsewhere` are first words that another face answers before this group is asked: it lists and completes them.
    """

    def __init__(
        self,
        name: str,
        about: Mapping[str, str],
        package: str,
        elsewhere: Mapping[str, str] | None = None,
        **settings: Any,
    ):
        super().__init__(name, no_args_is_help=False, context_settings=HELP, **settings)
        self.about, self.package, self.elsewhere = about, package, elsewhere or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands in their order."""
        return [*self.about, *self.elsewhere]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, None where there is none."""
        if cmd_name in self.elsewhere:
            return click.Command(cmd_name, help=self.elsewhere[cmd_name])
        if cmd_name not in self.about:
            return None
        found: click.Command = import_module(f"{self.package}.{cmd_name.replace('-', '_')}").run
        found.name, found.help = cmd_name, found.help or self.about[cmd_name]
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a mistake with a suggestion where there is none."""
        word = args[0]
        if word not in self.about:
            kind = "option" if word.startswith("-") else "command"
            ctx.fail(f'no {kind} "{word}". {did_you_mean(word, self.list_commands(ctx))}'.rstrip())
        return word, self.get_command(ctx, word), args[1:]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What every command is for, without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl([*self.about.items(), *self.elsewhere.items()])


def usage_words(error: click.UsageError) -> str:
    """A mistake in the words of a command line: how they go, what is wrong, what may have been meant."""
    context = error.ctx
    told = error.format_message().rstrip(".")
    if isinstance(error, click.NoSuchOption) and context is not None:
        known = [name for option in context.command.get_params(context) for name in option.opts]
        told = f'no option "{error.option_name}". {did_you_mean(error.option_name, known)}'.rstrip(". ")
    told = "\n".join(map(visible, told.split("\n")))
    if context is None:
        return told
    return f"{context.get_usage()}\n{context.command_path}: {told}"
