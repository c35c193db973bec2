"""`microneedling completion SHELL`: what to write where, so that the shell completes commands, options and files."""

from __future__ import annotations

import click

from ...errors import InputError
from ...inputs.questions import chosen
from .. import options
from ..group import command
from ..output import say

VARIABLE = "_MICRONEEDLING_COMPLETE"
LINES = {
    "bash": ("~/.bashrc", f'eval "$({VARIABLE}=bash_source microneedling)"'),
    "zsh": ("~/.zshrc", f'eval "$({VARIABLE}=zsh_source microneedling)"'),
    "fish": (
        "~/.config/fish/completions/microneedling.fish",
        f"{VARIABLE}=fish_source microneedling | source",
    ),
}


@command()
@click.argument("shell", type=options.OneOf(tuple(LINES)), metavar="|".join(LINES))
def run(shell: str) -> None:
    """Print the line that turns completion on, and the file it belongs into."""
    if mistakes := chosen("shell", shell, tuple(LINES)):
        raise InputError("completion", mistakes)
    place, line = LINES[shell]
    say(f"# add this line to {place}, then open a new shell\n{line}")
