"""Plain tables that may hold anything: read what is there, or nothing, for checks of plausibility."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

LARGEST = 1e300


def table(raw: Any, key: str) -> Mapping[str, Any]:
    """The table under `key`, empty where it is missing or something else."""
    value = raw.get(key) if isinstance(raw, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def listed(raw: Any, key: str) -> list[Any]:
    """The list under `key`, empty where it is missing or something else."""
    value = raw.get(key) if isinstance(raw, Mapping) else None
    return list(value) if isinstance(value, list | tuple) else []


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < LARGEST else None


def number_at(raw: Any, key: str) -> float | None:
    """The finite number under `key`, or None."""
    return number(raw.get(key)) if isinstance(raw, Mapping) else None


def numbers_in(value: Any, path: str) -> Iterator[tuple[str, float]]:
    """Every place of a distribution with its number, the sd left out: path, number."""
    if isinstance(value, Mapping):
        for key in ("mean", "low", "high"):
            if (inner := number(value.get(key))) is not None:
                yield f"{path}.{key}", inner
    elif (plain := number(value)) is not None:
        yield path, plain
