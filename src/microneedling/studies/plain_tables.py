"""Reading the plain tables of a study file that may hold anything: what is there, or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from .condition import condition_word


def table(raw: Any, key: str) -> Mapping[str, Any]:
    """A table of the file, empty where it is missing or something else."""
    value = raw.get(key) if isinstance(raw, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e300 else None


def parts(value: Any, path: str) -> Iterator[tuple[str, float]]:
    """Every place of a distribution with its number, the sd left out: path, number."""
    if isinstance(value, Mapping):
        for key in ("mean", "low", "high"):
            if (inner := number(value.get(key))) is not None:
                yield f"{path}.{key}", inner
    elif (plain := number(value)) is not None:
        yield path, plain


def condition_of(raw: Mapping[str, Any]) -> str | None:
    """The condition in its usual words; None where it cannot be told."""
    given = table(raw, "population").get("condition", "healthy")
    try:
        word = condition_word(given)
    except PydanticCustomError:
        return None
    return word if isinstance(word, str) else None
