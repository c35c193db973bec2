"""Libraries that only some answers need: imported on use; an error names every missing one and what installs it."""

from __future__ import annotations

import sys
from importlib import import_module
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
    "photos": "photographs in the format of telephones (HEIC)",
}


def needs_extra(extra: str) -> str:
    """The command that installs an extra, one of `EXTRAS`, into the environment that runs this."""
    assert extra in EXTRAS
    return f'Install it with: {_python()} -m pip install "microneedling[{extra}]"'


def needed(what: str, extra: str, *names: str) -> Any:
    """The first library named, once all are installed; raises `InputError` naming every one that is missing."""
    missing, found = [], []
    for name in names:
        try:
            found.append(import_module(name))
        except ImportError:
            told = "a library that is not installed"
            missing.append(Mistake(name, told, f"installed, for {what}", needs_extra(extra)))
    if missing:
        raise InputError(what, missing)
    return found[0]


def _python() -> str:
    """This interpreter, as short as can be typed here: a bare `pip` may belong to another environment."""
    path = Path(sys.executable or "python")
    try:
        return quote(str(path.relative_to(Path.cwd())))
    except (ValueError, OSError):
        return quote(str(path))
