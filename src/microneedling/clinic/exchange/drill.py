"""A restore drill: the newest backup put back into a folder that is thrown away, by the very command, and checked."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from ...errors import InputError, Mistake
from ..audit.record import record
from ..home import BACKUP_ENDING, DATABASE, PLACE, Home, write_private
from ..records.services.act import Actor

LONGEST_S = 300


@dataclass(frozen=True)
class Drilled:
    """Whether a backup could be put back whole, what was told, and how long it took."""

    held: bool
    told: tuple[str, ...]
    seconds: float


def identity_of(key: bytes) -> str:
    """The key that a file holds; empty where it holds none."""
    text = key.decode("ascii", errors="replace").strip()
    return text if text.startswith("AGE-SECRET-KEY-") else ""


def drill(*, actor: Actor, home: Home, name: str, key: bytes) -> Drilled:
    """Put a backup of the clinic's folder back with its key, check all of it, and throw it away again.

    The key lies on the disc for those seconds alone, for its owner. Whether it held is in the audit. Raises
    `NotAllowed`, `InputError` for a backup that is not there or no key.
    """
    actor.need("clinic_records.export_clinic")
    source = home.backups / name
    if not name.endswith(BACKUP_ENDING) or source.parent != home.backups or not source.is_file():
        raise InputError("drill", [Mistake("name", f'"{name[:60]}"', "a backup of the clinic's folder")])
    identity = identity_of(key)
    if not identity:
        raise InputError(
            "drill", [Mistake("identity", "what is no key", "the file that backup --new-key wrote")]
        )
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=home.path, prefix=".drill-") as folder:
        write_private(Path(folder) / "key", identity)
        done = _restored(home, source, Path(folder))
    seconds = time.monotonic() - begun
    held = done.returncode == 0
    with transaction.atomic():
        record(actor.name, "backup.drill", "backup", detail={"where": actor.where, "held": held})
    words = done.stdout if held else done.stdout + done.stderr
    told = tuple(line.strip().replace(folder, "…") for line in words.splitlines() if line.strip())
    return Drilled(held, told, seconds)


def _restored(home: Home, source: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "microneedling", "clinic", "restore", str(source)]
    line += ["--into", str(folder / "clinic"), "--identity", str(folder / "key")]
    environment = {
        name: value for name, value in os.environ.items() if name not in (DATABASE, "DJANGO_SETTINGS_MODULE")
    }
    environment[PLACE] = str(home.path)
    return subprocess.run(
        line,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        timeout=LONGEST_S,
        check=False,
    )
