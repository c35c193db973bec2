"""Libraries that only some answers need: imported on use; an error names every missing one and what installs it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shlex import quote
from typing import Any

from .errors import InputError, Mistake

# Extra of pyproject.toml -> what it is for.
EXTRAS = {
    "fast": "the compiled kernel, and gradients",
    "gpu": "the kernel of NVIDIA graphics processors",
    "research": "plots and data frames",
    "calibrate": "calibrations and their diagnostics, Morris and Sobol",
    "trial": "clusters, tables of people, queries, chunks behind an address",
    "exchange": "NetCDF and ArviZ",
    "plan": "the hypervolume of a plan's front",
    "clinic": "the records of a clinic, in a browser",
    "postgres": "the records of a clinic in PostgreSQL",
    "photo": "measuring photographs",
    "photos": "photographs in the format of telephones (HEIC)",
}


def needs_extra(extra: str) -> str:
    """The command that installs an extra, one of `EXTRAS`, into the environment that runs this."""
    assert extra in EXTRAS
    return f"Install it with: {_short(Path(sys.executable or 'python'))} -m pip install {_what(extra)}"


def needed(what: str, extra: str, *names: str) -> Any:
    """The first library named, once all are installed; raises `InputError` naming every one that is missing."""
    missing, found = [], []
    for name in names:
        try:
            found.append(_loaded(name))
        except ImportError:
            told = "a library that is not installed"
            missing.append(Mistake(name, told, f"installed, for {what}", needs_extra(extra)))
    if missing:
        raise InputError(what, missing)
    return found[0]


def _loaded(name: str) -> Any:
    """The module; tried again where a file went from under it.

    ArviZ notes the day of its last warning in a file as it is loaded: of two programs that begin together on a new
    day, one finds the other's half-made note gone.
    """
    try:
        return import_module(name)
    except FileNotFoundError:
        return import_module(name)


def missing(what: str, extra: str, names: Iterable[str]) -> list[Mistake]:
    """One mistake that names those modules of an extra that are not installed; none of them is loaded."""
    if not (lost := [name for name in names if find_spec(name) is None]):
        return []
    told = f"that {', '.join(lost)} {'is' if len(lost) == 1 else 'are'} not installed"
    return [Mistake(what, told, f"the extra {extra} installed", needs_extra(extra))]


def _what(extra: str) -> str:
    """What pip is told to install: a checkout brings the versions that it was tested with."""
    versions = Path(__file__).parents[2] / "constraints.txt"
    pinned = f" -c {_short(versions)}" if versions.is_file() else ""
    return f'"microneedling[{extra}]"{pinned}'


def _short(path: Path) -> str:
    """A path as short as can be typed here. That of this interpreter: a bare `pip` may belong to another."""
    try:
        return quote(str(path.relative_to(Path.cwd())))
    except (ValueError, OSError):
        return quote(str(path))
