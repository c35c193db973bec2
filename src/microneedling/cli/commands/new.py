"""`microneedling new FILE`: a course file to start from."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ...errors import InputError, Mistake, did_you_mean
from ...files import write_whole

FOLDER = Path(__file__).parents[2] / "report" / "templates"
PREFIX = "course."


def examples() -> dict[str, Path]:
    """The course files that come with the package, by name."""
    paths = sorted(FOLDER.glob(f"{PREFIX}*.toml"))
    return {path.stem.removeprefix(PREFIX): path for path in paths}


def run(options: Namespace) -> int:
    """Write an example course file to start from; the exit status."""
    known = examples()
    if options.example == "list" or options.example not in known:
        allowed = " | ".join(known)
        hint = did_you_mean(options.example, known)
        raise InputError("new", [Mistake("--example", f'"{options.example}"', allowed, hint)])
    text = known[options.example].read_text(encoding="utf-8")
    path = write_whole(options.file, text, options.force)
    print(f"{path} written. Edit it, then: microneedling check {path}")
    return 0
