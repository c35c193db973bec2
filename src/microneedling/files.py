"""Files that are written whole or not at all, and replace another only on request."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import InputError, Mistake


def check_target(path: str | Path, force: bool) -> Path:
    """The path, if a file may be written there; checked before any long computation. Raises `InputError` otherwise."""
    target = Path(path)
    if target.is_dir():
        raise _refused(target, "a directory", "the name of a file")
    if os.path.lexists(target) and not force:
        raise _refused(target, "a file of that name", "a new name", "Use --force to replace it.")
    if not target.parent.is_dir():
        raise _refused(target, f'no folder "{target.parent}"', "a file in an existing folder")
    if not os.access(target.parent, os.W_OK):
        raise _refused(target, "a folder that may not be written to", "a file in a folder of your own")
    return target


@contextmanager
def placed(path: str | Path, force: bool = False) -> Iterator[Path]:
    """A path beside the target to write to; it replaces the target when the block succeeds, else it is removed.

    A reader sees the old file, the new file, or none, never a part. Raises `InputError` where `check_target` refuses or
    writing fails.
    """
    target = check_target(path, force)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise _refused(target, error.strerror or str(error), "a file that can be written") from None
    part = Path(name)
    try:
        yield part
        part.chmod(0o666 & ~_umask())
        _place(part, target, force)
    except OSError as error:
        raise _refused(target, error.strerror or str(error), "a file that can be written") from None
    finally:
        part.unlink(missing_ok=True)


def write_whole(path: str | Path, text: str, force: bool = False) -> Path:
    """Write text to a file in one step, UTF-8; raises `InputError` as `placed` does."""
    with placed(path, force) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return Path(path)


def _place(part: Path, target: Path, force: bool) -> None:
    if force:
        part.replace(target)
        return
    try:
        os.link(part, target)  # fails if another process has made the file meanwhile
    except FileExistsError:
        raise _refused(target, "a file of that name", "a new name", "Use --force to replace it.") from None
    except OSError:  # a file system without links
        part.replace(target)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(target: Path, found: str, allowed: str, hint: str = "") -> InputError:
    return InputError(str(target), [Mistake("file", found, allowed, hint)])
