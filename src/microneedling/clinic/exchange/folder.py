"""A folder of files that go out together: written whole or not at all, with the SHA-256 of each in a list."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from ...errors import CannotWrite, InputError, Mistake

CHECKSUMS = "checksums.sha256"


class Going:
    """The files of a folder that is being written; each is for its owner alone."""

    def __init__(self, path: Path):
        self.path, self.digests = path, dict[str, str]()

    def put(self, name: str, data: bytes | str) -> None:
        """One file, by its name below the folder."""
        self.stream(name, [data.encode("utf-8") if isinstance(data, str) else data])

    def stream(self, name: str, parts: Iterable[bytes]) -> None:
        """One file in parts, for what is too large to be held at once."""
        target, digest = self.path / name, hashlib.sha256()
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                digest.update(part)
                file.write(part)
        self.digests[name] = digest.hexdigest()


def written(target: Path, fill: Callable[[Going], None]) -> int:
    """Write a new folder, all of it or nothing; how many files it holds.

    Raises `InputError` for a folder that holds something, `CannotWrite` where the disc refuses.
    """
    check_new(target, "folder")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name[:60]}-") as name:
            going = Going(Path(name) / "folder")
            going.path.mkdir(mode=0o700)
            fill(going)
            lines = [f"{digest}  {name}\n" for name, digest in sorted(going.digests.items())]
            going.put(CHECKSUMS, "".join(lines))
            if target.exists():
                target.rmdir()
            os.replace(going.path, target)
    except OSError as error:
        raise CannotWrite(f"{target}: nothing was written: {error.strerror or error}") from None
    return len(lines)


def check_new(target: Path, where: str) -> None:
    """Raise `InputError` unless a folder is new or empty, in one that is there."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(str(target), [Mistake(where, f'"{target}", which holds something', "a new folder")])
    if not target.parent.is_dir():
        raise InputError(
            str(target),
            [Mistake(where, f'no folder "{target.parent}"', "a new one in a folder that is there")],
        )


def checked(source: Path) -> list[str]:
    """The names of all files of such a folder, if each is what was written and none is missing or was added.

    Raises `InputError` with every one that is not.
    """
    try:
        lines = (source / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError):
        allowed = f"a folder with {CHECKSUMS}, as export-clinic writes it"
        raise InputError("import", [Mistake("FOLDER", f'"{source}", which is none', allowed)]) from None
    there = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file() or path.is_symlink()
    }
    wrong = [Mistake(name, "missing", "every file of the list") for name in sorted(set(listed) - there)]
    extra = sorted(there - set(listed) - {CHECKSUMS})
    wrong += [Mistake(name, "not on the list", "files of the list alone") for name in extra]
    for name in sorted(there & set(listed)):
        path = source / name
        if path.is_symlink() or digest_of_file(path) != listed[name]:
            wrong.append(Mistake(name, "other contents than were written", "the file as it was written"))
    if wrong:
        raise InputError("import", wrong)
    return sorted(listed)


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copied(source: Path, target: Path) -> None:
    """A file copied, for its owner alone."""
    shutil.copyfile(source, target)
    target.chmod(0o600)
