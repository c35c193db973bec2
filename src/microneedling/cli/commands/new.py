"""`microneedling new FILE`: a course file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from ...errors import InputError, Mistake, did_you_mean
from ...files import check_target, write_whole
from .. import options
from ..group import command
from ..output import say

FOLDER = Path(__file__).parents[2] / "report" / "templates"
PREFIX, USUAL, LIST = "course.", "acne_scars_cheek", "list"


def examples() -> dict[str, Path]:
    """The course files that come with the package, by name."""
    paths = sorted(FOLDER.glob(f"{PREFIX}*.toml"))
    return {path.stem.removeprefix(PREFIX): path for path in paths}


def title(path: Path) -> str:
    """The title that stands in a course file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((line.split("=", 1)[1].strip().strip('"') for line in lines if line.startswith("title")), "")


@command()
@options.file(required=False)
@click.option(
    "--example",
    type=options.OneOf([*examples(), LIST]),
    default=USUAL,
    metavar="NAME",
    help='which one; "list" names them',
)
@options.force("replace an existing course file")
def run(file: str | None, example: str, force: bool) -> None:
    """Write an example course file to start from."""
    known = examples()
    if example == LIST:
        width = max(map(len, known))
        say("\n".join(f"{name:<{width}}  {title(path)}" for name, path in known.items()))
        return
    mistakes = []
    if example not in known:
        hint = did_you_mean(example, known)
        mistakes.append(Mistake("--example", f'"{example}"', " | ".join([*known, LIST]), hint))
    if file is None:
        mistakes.append(Mistake("FILE", "nothing", "the name of the file to write, such as course.toml"))
    if file is None or mistakes:
        raise InputError("new", mistakes)
    check_target(file, force, "course")
    path = write_whole(file, known[example].read_text(encoding="utf-8"), force)
    say(f"{path} written. Edit it, then: microneedling check {path}")
