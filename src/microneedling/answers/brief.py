"""A short `repr` for parts of results, which hold arrays: the shape of an array, never its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from .card import shortened

LONGEST = 600
LONGEST_FIELD = 60


def brief(self: Any) -> str:
    """For a data class `__repr__ = brief`: each field short, arrays by their shape."""
    parts = (f"{item.name}={_field(getattr(self, item.name))}" for item in fields(self) if item.repr)
    return shortened(f"{type(self).__name__}({', '.join(parts)})", LONGEST)


def _field(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if shape is not None and shape != ():
        return f"array{tuple(shape)}"
    if isinstance(value, Mapping) and len(value) > 3:
        return f"{len(value)} items"
    if isinstance(value, list | tuple | set | frozenset) and len(value) > 3:
        return f"{len(value)} items"
    if isinstance(value, list | tuple):
        return f"({', '.join(map(_field, value))})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_field(item)}' for key, item in value.items())}}}"
    return shortened(repr(value), LONGEST_FIELD)
