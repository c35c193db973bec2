"""An environment of its own for each peer, from the exact versions listed beside this file.

`out/peers/<name>` is made once and kept while its list stays the same. A peer that cannot be installed is named with
the reason and left out; nothing else stops.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
HOME = FOLDER.parents[1] / "out" / "peers"
STAMP = "installed.txt"
INSTALL_LIMIT_S = 600


class CannotInstall(Exception):
    """Why a peer is absent."""


def python_of(name: str) -> Path:
    """The interpreter of a peer's environment, made now if need be; `CannotInstall` says why not."""
    wanted = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    folder = HOME / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / STAMP
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    shutil.rmtree(folder, ignore_errors=True)
    print(f"setting up {name} ...", file=sys.stderr, flush=True)
    _run([sys.executable, "-m", "venv", str(folder)], name)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--only-binary", ":all:", "-r", str(FOLDER / f"{name}.txt")], name)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def _run(words: list[str], name: str) -> None:
    try:
        done = subprocess.run(
            words, capture_output=True, text=True, encoding="utf-8", timeout=INSTALL_LIMIT_S
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotInstall(f"{name}: {type(error).__name__}") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["pip failed"]
        raise CannotInstall(f"{name}: {lines[-1].removeprefix('ERROR: ')[:200]}")
