"""The numbers of practice (depths, intervals, windows, scale ranges) without loading the whole registry.

They are entries of the registry like all others (`parameters/practice.toml`); reading this one file keeps
`check` quick and free of the array library.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .registry import Entry, read_folder

GROUP = "practice"


@cache
def practice() -> Mapping[str, Entry]:
    """The entries of practice by their name within the group (`"depth_highest_mm.cheek"`)."""
    entries = read_folder(files=f"{GROUP}.toml")
    return {key.removeprefix(f"{GROUP}."): entry for key, entry in entries.items()}


def limit(name: str) -> float:
    """The value of one entry of practice."""
    value = practice()[name].value
    if value is None:
        raise KeyError(f"{GROUP}.{name} has no value")
    return value


def scale_range(scale: str) -> tuple[float, float]:
    """Lowest and highest score of a rating scale."""
    return limit(f"scale_lowest_points.{scale}"), limit(f"scale_highest_points.{scale}")
