"""Where chunk files lie: a folder, or any place that `fsspec` knows by an address such as s3://bucket/path.

A file is written beside its place and moved there in one step, so that a killed run leaves whole files or none.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..errors import InputError, MicroneedlingError, Mistake
from ..extras import needs_extra

PROBE = ".write-test"


class StoreError(MicroneedlingError):
    """A chunk could not be written or read; those that are finished are kept."""

    exit_code = 5


def default_place() -> Path:
    """Where chunks lie by default: kept while a run is unfinished, removed when it is done."""
    home = os.environ.get("MICRONEEDLING_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "microneedling" / "trials"


def store_of(place: str | Path) -> Folder | Remote:
    """The store at a path or address; raises `InputError` where nothing can be written."""
    text = str(place)
    made = Remote(text) if "://" in text else Folder(Path(text))
    try:
        made.prepare()
    except Exception as error:  # remote file systems raise errors of their own
        raise InputError(text, [_unwritable(error)]) from None
    return made


def _unwritable(error: Exception) -> Mistake:
    found = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Mistake("chunks", found, "a folder or address that can be written to")


def _unreadable(name: str, error: Exception) -> StoreError:
    found = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return StoreError(
        f"chunk file {name} could not be read: {found}. Make it readable or remove it; go on with --resume."
    )


class Folder:
    """Chunk files in a folder of this machine."""

    def __init__(self, folder: Path):
        self.folder = folder

    def prepare(self) -> None:
        """Make the folder ready; raises `OSError` where nothing can be written to it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write(PROBE, b"")
        self.remove(PROBE)  # unless another run, starting at the same time, has done so

    def read(self, name: str) -> bytes | None:
        """Content of a chunk file, None where there is none; raises `StoreError` where it cannot be read."""
        try:
            return (self.folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unreadable(name, error) from None

    def write(self, name: str, data: bytes) -> None:
        """Write a chunk file whole, replacing one of the same name."""
        part = self.folder / f".{name}.{os.getpid()}.part"
        try:
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.folder / name)
        finally:
            part.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Remove a chunk file; none of that name is no error."""
        (self.folder / name).unlink(missing_ok=True)


class Remote:
    """Chunk files behind an address; object stores show a file only once it is whole."""

    def __init__(self, address: str):
        self.address = address.rstrip("/")
        try:
            import fsspec
        except ImportError:
            hint = f"Addresses need fsspec. {needs_extra('trial')}"
            raise InputError(address, [Mistake("chunks", "an address", "a folder", hint)]) from None
        try:
            self.system: Any
            self.system, self.root = fsspec.core.url_to_fs(self.address)
        except (ValueError, ImportError) as error:
            raise InputError(address, [_unwritable(error)]) from None

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}"

    def prepare(self) -> None:
        """Make the remote place ready and check that it can be written to."""
        self.system.makedirs(self.root, exist_ok=True)
        self.write(PROBE, b"")
        self.remove(PROBE)

    def read(self, name: str) -> bytes | None:
        """Content of a chunk file, None where there is none; raises `StoreError` where it cannot be read."""
        try:
            return self.system.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        except Exception as error:  # each kind of store has errors of its own
            raise _unreadable(name, error) from None

    def write(self, name: str, data: bytes) -> None:
        """Write a chunk file whole, replacing one of the same name."""
        try:
            self.system.pipe_file(self._path(name), data)
        except Exception as error:  # each kind of store has errors of its own
            raise OSError(str(error) or type(error).__name__) from error

    def remove(self, name: str) -> None:
        """Remove a chunk file; none of that name is no error."""
        path = self._path(name)
        if self.system.exists(path):
            self.system.rm_file(path)
