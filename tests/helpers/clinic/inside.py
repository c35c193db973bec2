"""Code run in a process of its own on a clinic of its own, which the code knows as `home`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.shell import ROOT
from microneedling.clinic.home import PLACE

HEAD = """
from pathlib import Path
from microneedling.clinic.home import Home
from microneedling.clinic.store import migrate, opened
home = Home(Path({home!r}))
opened(home, make=True)
migrate(home)
"""


def clean_environment(home: Path) -> dict[str, str]:
    """That of this process without what the tests of the clinic set."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "MICRONEEDLING"))
    }
    return {**kept, PLACE: str(home)}


def inside(home: Path, code: str, environment: dict[str, str] | None = None) -> Any:
    """Run code on a clinic, made where it is not there; what its last line printed, read as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", HEAD.format(home=str(home)) + code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env=environment or clean_environment(home),
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.strip().splitlines()
    return json.loads(lines[-1]) if lines else None


def clinic(
    home: Path, *words: Any, given: str = "", more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A command of the clinic, as people type it, on a home; with `more` in its environment."""
    line = [sys.executable, "-m", "microneedling", "clinic", *map(str, words)]
    return subprocess.run(
        line,
        capture_output=True,
        text=True,
        encoding="utf-8",
        input=given,
        cwd=ROOT,
        env={**clean_environment(home), **(more or {})},
        timeout=300,
    )
