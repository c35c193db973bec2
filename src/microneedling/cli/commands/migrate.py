"""`microneedling migrate FILE`: a course file of an older format in the newest; it makes the very same course."""

from __future__ import annotations

import click

from ...files import check_target, write_whole
from .. import options
from ..group import command
from ..output import say

LOST = "Its remarks (#) could not be kept; everything else is there."


@command()
@options.file()
@click.option(
    "--out", type=options.FILE, metavar="NEW", help="write a new file instead of replacing this one"
)
@options.force("replace an existing course file")
def run(file: str, out: str | None, force: bool) -> None:
    """Write a course file in format 2, with the words of today; checked to be the same course.

    Without --out the file itself is replaced, which needs --force.
    """
    from ...course.formats.migrating import migrated
    from ...course.reading import WHAT
    from ...inputs.text import read_text

    new = migrated(read_text(file, WHAT), file)
    if new.newest_before and out is None:
        say(f"{file} is in format 2 already: nothing to do.")
        return
    kind = "json" if new.text.startswith("{") else "course"
    path = write_whole(check_target(out or file, force, kind), new.text, force)
    say(f"{path} written in format 2: the same course." + (f" {LOST}" if new.remarks_lost else ""))
