"""The numbers of practice (depths, intervals, windows, scale ranges) without loading the whole registry.

They are entries of the registry like all others (`parameters/practice.toml`); reading this one file keeps
`check` quick and free of the array library.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from .registry import FOLDER, Entry

GROUP = "practice"


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[Entry]:
    for name, body in table.items():
        if "unit" in body:
            fields = {key: tuple(v) if isinstance(v, list) else v for key, v in body.items()}
            yield Entry(key=f"{prefix}{name}", **fields)
        else:
            yield from _flat(body, f"{prefix}{name}.")


@cache
def practice() -> Mapping[str, Entry]:
    """The entries of practice by their name within the group (`"depth_highest_mm.cheek"`)."""
    with (FOLDER / f"{GROUP}.toml").open("rb") as file:
        entries = _flat(tomllib.load(file), f"{GROUP}.")
        return {entry.key.removeprefix(f"{GROUP}."): entry for entry in entries}


def limit(name: str) -> float:
    """The value of one entry of practice."""
    value = practice()[name].value
    if value is None:
        raise KeyError(f"{GROUP}.{name} has no value")
    return value


def scale_range(scale: str) -> tuple[float, float]:
    """Lowest and highest score of a rating scale."""
    return limit(f"scale_lowest_points.{scale}"), limit(f"scale_highest_points.{scale}")
