"""The functions of a thread, compiled: for the graphics processor, or for this one to compare with.

Those of `rodas`, `generated.cuda` and of `linear`, `step` and `course` here call each other by name. `bound` copies
them into one set of names in which every one is decorated by the compiler given; nothing is compiled before it is
called.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from .. import rodas
from ..generated import cuda as generated
from . import course, linear, step

MODULES = (rodas, generated, linear, step, course)


def bound(decorate: Callable, entry: Callable | None = None, **names: Any) -> dict[str, Any]:
    """All functions of a thread by name, each compiled by `decorate` (`entry` by its own).

    `names` are put among the names that the functions know: the compiler's module, where one of them uses it.
    """
    space: dict[str, Any] = {}
    for module in MODULES:
        space |= {name: value for name, value in vars(module).items() if not name.startswith("__")}
    space |= names
    for name, value in list(space.items()):
        if isinstance(value, FunctionType) and not name.startswith("_"):
            copy = FunctionType(value.__code__, space, name, value.__defaults__)
            space[name] = entry(copy) if entry and name == "entry" else decorate(copy)
    return space
