"""The text of a thread, compiled: for the graphics processor, or for this one to compare with.

The functions of `cuda_linear`, `cuda_step` and `cuda_course` call each other by name. `bound` copies them into one
set of names in which every one is decorated by the compiler given; nothing is compiled before it is called.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from .. import rodas
from . import course as cuda_course
from . import linear as cuda_linear
from . import step as cuda_step

MODULES = (rodas, cuda_linear, cuda_step, cuda_course)


def bound(decorate: Callable, entry: Callable | None = None, **names: Any) -> dict[str, Any]:
    """All functions of the text by name, compiled by `decorate`, `entry` by its own; `names` are put among theirs."""
    space: dict[str, Any] = {}
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, FunctionType):
                space |= {k: v for k, v in value.__globals__.items() if k.startswith("at_")}
            if not name.startswith("__"):
                space[name] = value
    space |= names
    for name, value in list(space.items()):
        if isinstance(value, FunctionType) and not name.startswith("_"):
            copy = FunctionType(value.__code__, space, name, value.__defaults__)
            space[name] = entry(copy) if entry and name == "entry" else decorate(copy)
    return space
