"""A file system of a few megabytes for one process and its children, gone with them (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from helpers.clinic.inside import clean_environment
from helpers.shell import ROOT

NONE = "this machine mounts no file system for a test"
MOUNT = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && exec "$@"'


def _apart() -> list[str]:
    """Words before a command that give it mounts of its own; who is not root becomes root among them."""
    return ["unshare", "--mount" if os.geteuid() == 0 else "-Urm"]


@cache
def mounts(folder: Path) -> bool:
    """Whether a small file system can be had here."""
    try:
        done = subprocess.run(
            [*_apart(), "sh", "-c", MOUNT, "sh", "1m", str(folder), "true"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0


def on_a_small_disc(
    folder: Path, megabytes: int, *words: str, module: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a Python program with `folder` as a file system of that size; left out where none can be mounted."""
    if not mounts(folder):
        pytest.skip(NONE)
    program = [sys.executable, "-m", module, *words] if module else [sys.executable, "-c", *words]
    return subprocess.run(
        [*_apart(), "sh", "-c", MOUNT, "sh", f"{megabytes}m", str(folder), *program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=clean_environment(folder / "home"),
        timeout=300,
    )
