"""Files that are written whole or not at all, and replace another only on request."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from .errors import CannotWrite, InputError, Mistake

# What a file is by its content -> in words.
KINDS = {
    "page": "a page of microneedling",
    "foreign page": "a page of another program",
    "xml": "an XML file",
    "netcdf": "a NetCDF file",
    "parquet": "a Parquet table",
    "json": "a JSON file",
    "course": "a course file",
    "text": "a text file",
    "empty": "an empty file",
    "other": "a file of another kind",
}
BEGINS = (
    ("xml", b"<?xml"),
    ("netcdf", b"\x89hdf"),
    ("netcdf", b"\x89HDF"),
    ("parquet", b"PAR1"),
    ("json", b"{"),
)
OUR_MARKS = (
    b'name="generator" content="microneedling',
    b"\xc2\xb7 microneedling",
)  # in the heads of our pages
START_BYTES = 65_536
SPECIAL = ((stat.S_ISLNK, "a link"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISCHR, "a device"))
SPECIAL += ((stat.S_ISBLK, "a device"), (stat.S_ISSOCK, "a socket"), (stat.S_ISDIR, "a directory"))
_parts: set[Path] = set()  # being written
_counted = count()


def check_target(path: str | Path, force: bool, kind: str = "") -> Path:
    """The path, if a file may be written there; checked before any long computation. Raises `InputError` otherwise.

    With `force` an existing file may be replaced: a plain file that is empty or of the `kind` to be written (one of
    `KINDS`; left out, its content is compared when it is written), never a link, a device or a pipe.
    """
    target = Path(path)
    if target.is_dir() and not target.is_symlink():
        raise _refused(target, "a directory", "the name of a file")
    if os.path.lexists(target):
        if not force:
            raise _refused(target, "a file of that name", "a new name", "Use --force to replace it.")
        _check_replaceable(target, kind)
    if not target.parent.is_dir():
        raise _refused(target, f'no folder "{target.parent}"', "a file in an existing folder")
    try:
        if not os.access(target.parent, os.W_OK):
            raise PermissionError
        part = _new_part(target)
    except OSError:
        raise _refused(
            target, "a folder that may not be written to", "a file in a folder of your own"
        ) from None
    part.unlink()
    return target


def _check_replaceable(target: Path, kind: str) -> None:
    mode = os.lstat(target).st_mode
    if not stat.S_ISREG(mode):
        found = next((words for of_kind, words in SPECIAL if of_kind(mode)), "no plain file")
        raise _refused(target, f"{found}, which is never replaced", "a new name or a plain file")
    found = kind_of(target)
    if kind and found not in ("empty", kind):
        allowed = f"a new name, or {KINDS[kind]} to replace"
        raise _refused(target, f"{KINDS[found]}, which is never replaced by {KINDS[kind]}", allowed)


def kind_of(path: Path) -> str:
    """What a file is by its content: a word of `KINDS`."""
    try:
        with path.open("rb") as file:
            start = file.read(START_BYTES)
    except OSError:
        return "other"
    if not start:
        return "empty"
    text = start.lstrip(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith(b"<!doctype html"):
        return "page" if any(mark in text for mark in OUR_MARKS) else "foreign page"
    for kind, begins in BEGINS:
        if start.startswith(begins) or text.startswith(begins):
            return kind
    if b"\0" in start:
        return "other"
    return "course" if b"[person" in text else "text"


@contextmanager
def placed(path: str | Path, force: bool = False) -> Iterator[Path]:
    """A path beside the target to write to; it replaces the target when the block succeeds, else it is removed.

    A reader sees the old file, the new file, or none, never a part; an old file is replaced only by one of its kind.
    Raises `InputError` where `check_target` refuses, and `CannotWrite` where writing fails.
    """
    target = check_target(path, force)
    try:
        part = _new_part(target)
    except OSError as error:
        raise _failed(target, error) from None
    _parts.add(part)
    try:
        yield part
        part.chmod(0o666 & ~_umask())
        if force and os.path.lexists(target):
            _check_replaceable(target, kind_of(part))
        _place(part, target, force)
    except OSError as error:
        raise _failed(target, error) from None
    finally:
        part.unlink(missing_ok=True)
        _parts.discard(part)


def abandon() -> None:
    """Remove the unfinished files of this process, which is about to end."""
    for part in tuple(_parts):
        if part.is_dir():
            _remove_folder(part)
        else:
            part.unlink(missing_ok=True)


def write_whole(path: str | Path, text: str, force: bool = False) -> Path:
    """Write text to a file in one step, UTF-8; raises as `placed` does."""
    with placed(path, force) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return Path(path)


def check_folder(path: str | Path, force: bool) -> Path:
    """The path, if a folder of files may be written there: a new or an empty one, or any with `force`.

    Raises `InputError` otherwise; checked before any long computation.
    """
    target = Path(path)
    if not target.is_dir() or target.is_symlink():
        return check_target(target, force=False)
    if any(target.iterdir()) and not force:
        found = "a folder with something in it"
        raise InputError(
            str(path), [Mistake("folder", found, "a new or empty one", "Use --force to write into it.")]
        )
    check_target(target / "probe", force=True)
    return target


def write_folder(path: str | Path, files: Mapping[str, str], force: bool = False) -> Path:
    """Write a folder of text files, path in the folder -> text, in one step: all of them or none.

    Raises `InputError` where `check_folder` refuses and `CannotWrite` where writing fails.
    """
    target = check_folder(path, force)
    try:
        made = _part_of(target)
        made.mkdir()
    except OSError as error:
        raise _failed(target, error) from None
    _parts.add(made)
    try:
        for name, text in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_text(text, encoding="utf-8", newline="\n")
        made.chmod(0o777 & ~_umask())
        if target.is_dir() and any(target.iterdir()):
            for name in files:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                (made / name).replace(target / name)
        else:
            made.replace(target)
    except OSError as error:
        raise _failed(target, error) from None
    finally:
        _remove_folder(made)
        _parts.discard(made)
    return target


def _part_of(target: Path) -> Path:
    """A name beside the target that nothing else has: of this process, and counted."""
    return target.with_name(f".{target.name[:100]}.{os.getpid()}.{next(_counted)}.part")


def _new_part(target: Path) -> Path:
    part = _part_of(target)
    while os.path.lexists(part):  # left by a process of the same number that was killed
        part = _part_of(target)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return part


def _remove_folder(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


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


def _failed(target: Path, error: OSError) -> CannotWrite:
    return CannotWrite(f"{target}: cannot be written: {error.strerror or error}")
