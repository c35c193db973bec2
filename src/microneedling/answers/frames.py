"""Rows as a data frame of whichever library is there: pandas, else polars."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from ..errors import InputError, Mistake, did_you_mean
from ..extras import needed

LIBRARIES = ("pandas", "polars")


def frame(rows: list[dict[str, Any]], library: str | None = None) -> Any:
    """Rows as a data frame; raises `InputError` for a library that is not known or not there."""
    if library is not None and library not in LIBRARIES:
        allowed = " or ".join(f'"{name}"' for name in LIBRARIES)
        mistake = Mistake("library", repr(library), allowed, did_you_mean(str(library), LIBRARIES))
        raise InputError("to_frame", [mistake])
    name = library or next((each for each in LIBRARIES if find_spec(each)), "pandas")
    made = needed("to_frame", "research", name)
    return made.DataFrame(rows) if name == "pandas" else made.DataFrame(rows, infer_schema_length=None)
