"""`microneedling clinic`: alone it makes a clinic where there is none, and starts it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from ..cli.ending import ended, watched
from ..cli.group import Commands
from ..cli.main import COMPLETE
from ..cli.main import NAME as WHOLE

NAME = "microneedling clinic"
ABOUT = """Records of a clinic, kept on this machine and shown in a browser.
Alone it makes a clinic where there is none and starts it; --demo starts one of invented clients.
Not a medical device: for education, research and consultation support."""
COMMANDS = {
    "serve": "make the clinic where there is none, and start it (what no command at all does)",
    "init": "make a clinic: its folder, its tables; get the simulator ready",
    "user": "list who works here; make or change somebody",
    "unlock": "let somebody try again who typed too many wrong passwords",
    "backup": "write an encrypted backup of records, photographs and settings",
    "restore": "put a backup back into a new folder, checking all of it",
    "import": "a table of clients, lots, sessions or measurements; tried first, done with --confirm",
    "export": "records as tables, which `import` reads back; bookings as a calendar, reminders for letters",
    "recall": "say every session and client that a lot or device touched; print letters",
    "merge": "join two clients who are one person, or tell them apart again",
    "fhir": "a client's records as a FHIR R4 bundle; a bundle as tables that `import` takes",
    "erase": "erase a client: say what goes, what has to stay and why; then do it",
    "restrict": "have a client's records rest: kept, and used for nothing else; --lift ends it",
    "withdraw": "note that a client takes back one of the three consents",
    "export-person": "write all that is kept of one client into a folder, to be handed to them",
    "anonymise": "write a table of clients that names nobody, for trials",
    "export-clinic": "write all records and photographs into a folder that needs no program to be read",
    "import-clinic": "make a clinic from such a folder, on SQLite or PostgreSQL",
    "verify": "check the audit, its triggers, signatures, forecasts and every photograph",
    "audit": "write the table of results beside what was promised, for `microneedling audit`",
    "check": "check the place: files, tables, settings; --repair puts right what can be",
}


def program() -> Commands:
    """The group of all commands; each is loaded when it is used."""
    return Commands(NAME, COMMANDS, f"{__package__}.commands", help=f"\b\n{ABOUT}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of the clinic; the words begin with `clinic`. Returns the exit code, as every command does."""
    if arguments is None and (instruction := os.environ.get(COMPLETE)):
        from click.shell_completion import shell_complete

        whole = click.Group(WHOLE, commands={"clinic": program()})
        return shell_complete(whole, {}, WHOLE, COMPLETE, instruction)
    words = list(sys.argv[1:] if arguments is None else arguments)[1:]
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help")):
        words = ["serve", *words]
    if arguments is None:
        with watched():
            return ended(lambda: _run(words), "--debug" in words)
    return ended(lambda: _run(words), "--debug" in words)


def _run(words: list[str]) -> int:
    top = program()
    with top.make_context(NAME, words) as context:
        return top.invoke(context) or 0
