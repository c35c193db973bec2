"""The tray: files that jobs are given and leave behind, each job's in a folder of its own, for two days.

They hold people's data: for the owner of the home folder alone, in no backup and no export, never in the database.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from ..errors import CannotWrite, MicroneedlingError

KEPT = timedelta(days=2)
ABOUT = "about.json"


class Gone(MicroneedlingError):
    """A file of a tray that was cleared away."""


@dataclass(frozen=True)
class Tray:
    """The folder of one job, or of several that work on the same file; `key` is a random name."""

    key: str

    @property
    def path(self) -> Path:
        """Where it lies."""
        return trays() / self.key

    def put(self, name: str, data: bytes) -> Path:
        """A file, written whole or not at all, for its owner alone. Raises `CannotWrite`."""
        target = self.path / name
        part = target.with_name(f".{name}.part")
        try:
            for folder in (trays(), self.path):  # `parents` would leave the mode of the upper one to chance
                folder.mkdir(exist_ok=True, mode=0o700)
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            part.replace(target)
        except OSError as error:
            raise CannotWrite(f"{name}: it cannot be kept: {error.strerror or error}") from None
        return target

    def get(self, name: str) -> bytes:
        """A file as it was put; raises `Gone` once it was cleared away."""
        try:
            return (self.path / name).read_bytes()
        except OSError:
            raise Gone("this file is not kept any more") from None

    def say(self, name: str, said: Any) -> None:
        """A file of JSON."""
        self.put(name, json.dumps(said, ensure_ascii=False).encode("utf-8"))

    def said(self, name: str) -> Any:
        """What a file of JSON says; raises `Gone`."""
        return json.loads(self.get(name))

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return (self.path / name).is_file()


def trays() -> Path:
    """The folder of all trays."""
    return settings.HOME.path / "tray"


def new_tray() -> Tray:
    """An empty tray; what is older than two days is cleared away first."""
    clear()
    return Tray(uuid.uuid4().hex)


def clear() -> int:
    """Clear away trays that nothing was put into for two days; how many these were."""
    if not trays().is_dir():
        return 0
    until = (timezone.now() - KEPT).timestamp()
    old = [path for path in trays().iterdir() if path.is_dir() and path.stat().st_mtime < until]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def empty() -> None:
    """Clear all of them away at once: somebody was erased, and any of these files may speak of them."""
    shutil.rmtree(trays(), ignore_errors=True)
