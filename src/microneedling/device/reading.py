"""An instrument as a file writes it: its own numbers, or those of a type of device. Loads without the array library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import InputError, Mistake
from ..inputs.parts import by_kind
from .instruments import INSTRUMENTS, Pen, Roller, Stamp
from .library import completed
from .outside import heats, refused


def instrument_at(table: Any, path: str, mistakes: list[Mistake]) -> Pen | Roller | Stamp | None:
    """The instrument written at `path` of a file; None where it has mistakes, which go on the list."""
    if isinstance(table, Mapping):
        if heats(table.get("kind")):
            mistakes.append(refused(table["kind"], f"{path}.kind"))
            return None
        try:
            table = completed(table)
        except InputError as error:
            mistakes += [replace(mistake, path=f"{path}.{mistake.path}") for mistake in error.mistakes]
            return None
    return by_kind(INSTRUMENTS, table, path, mistakes)
