"""Optional libraries, imported only when needed, all missing ones named at once."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..errors import InputError, Mistake

HINT = 'Install it with: pip install "microneedling[exchange]"'


def needed(what: str, *names: str) -> Any:
    """The first library named, once all are installed; raises `InputError` naming every one that is missing."""
    missing, found = [], []
    for name in names:
        try:
            found.append(import_module(name))
        except ImportError:
            missing.append(Mistake(name, "a library that is not installed", f"installed, for {what}", HINT))
    if missing:
        raise InputError(what, missing)
    return found[0]
