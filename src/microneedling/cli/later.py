"""A library of Python that is asked for and hardly ever used: `importlib.metadata`, loaded when something of it is.

Pydantic takes `entry_points` from it to look for plug-ins, which the command line has switched off; loading it, with
all that it needs (mail, archives, tables), was a twentieth of what `check` costs.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

NAME = "importlib.metadata"


class _Later(ModuleType):
    """Stands for the library until anything but the function `entry_points` is asked of it."""

    def entry_points(self, **wanted: Any) -> Any:
        """What the library's own function answers."""
        return _loaded().entry_points(**wanted)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # the import asks whether it is a package
            raise AttributeError(name)
        return getattr(_loaded(), name)


def _loaded() -> ModuleType:
    if isinstance(sys.modules.get(NAME), _Later):
        del sys.modules[NAME]
    return importlib.import_module(NAME)


def load_metadata_when_used() -> None:
    """Put the stand-in where the library would be looked for; nothing changes for whoever uses it."""
    if NAME not in sys.modules:
        sys.modules[NAME] = importlib.metadata = _Later(NAME)  # pyright: ignore[reportAttributeAccessIssue]
