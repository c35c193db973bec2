"""What the plain tables of a study file, which may hold anything, say of its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from ..inputs.plain import table
from .condition import condition_word


def condition_of(raw: Mapping[str, Any]) -> str | None:
    """The condition in its usual words; None where the tables do not give it."""
    given = table(raw, "population").get("condition", "healthy")
    try:
        word = condition_word(given)
    except PydanticCustomError:
        return None
    return word if isinstance(word, str) else None
