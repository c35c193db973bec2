"""Libraries that only some answers need: imported on use; an error names every missing one and what installs it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import InputError, Mistake


def needed(what: str, extra: str, *names: str) -> Any:
    """The first library named, once all are installed; raises `InputError` naming every one that is missing."""
    missing, found = [], []
    hint = f'Install it with: pip install "microneedling[{extra}]"'
    for name in names:
        try:
            found.append(import_module(name))
        except ImportError:
            missing.append(Mistake(name, "a library that is not installed", f"installed, for {what}", hint))
    if missing:
        raise InputError(what, missing)
    return found[0]
