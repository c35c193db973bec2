"""Files of arrays that appear whole or not at all, and the libraries that write them, asked for only when needed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from ..errors import InputError, Mistake

HINT = 'Install it with: pip install "microneedling[exchange]"'


def needed(what: str, *names: str) -> Any:
    """The first library named, once all are there; `InputError` names every one that is missing."""
    missing, found = [], []
    for name in names:
        try:
            found.append(import_module(name))
        except ImportError:
            missing.append(Mistake(name, "a library that is not installed", f"installed, for {what}", HINT))
    if missing:
        raise InputError(what, missing)
    return found[0]


@contextmanager
def placed(path: str | Path, force: bool = False) -> Iterator[Path]:
    """A path beside the target to write to; it takes the target's place when the block ends well, else it is gone.

    `InputError` where a file of that name is there (without `force`), or where nothing can be written.
    """
    target = Path(path)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.is_dir():
        raise _refused(target, "a folder", "the name of a file")
    if os.path.lexists(target) and not force:
        raise _refused(target, "a file of that name", "a new name", "Use --force to replace it.")
    if not target.parent.is_dir():
        raise _refused(target, f'no folder "{target.parent}"', "a file in an existing folder")
    try:
        yield part
        part.replace(target)
    except OSError as error:
        raise _refused(target, error.strerror or str(error), "a file that can be written") from None
    finally:
        part.unlink(missing_ok=True)


def _refused(target: Path, found: str, allowed: str, hint: str = "") -> InputError:
    return InputError(str(target), [Mistake("file", found, allowed, hint)])
