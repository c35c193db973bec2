"""Folders import only those before them, and what people write answers without the array library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("numpy", "scipy", "numba", "sympy", "jinja2")

STARTS = {
    "microneedling": "import microneedling",
    "person": "import microneedling.skin.person",
    "instrument": "import microneedling.device.instruments",
    "course": "import microneedling.course.course",
    "screen": "import microneedling.course.screen",
    "evidence": "import microneedling.evidence.report, microneedling.evidence.datasets",
    "registry": "from microneedling import registry; len(registry())",
    "check_registry": "from microneedling.evidence.check import check_registry; check_registry()",
    "cite": "from microneedling.evidence.sources import cite_keys, sources; sources()",
    "help": "from microneedling.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass",
}


@pytest.mark.parametrize("name", STARTS)
def test_starts_without_the_array_library(name):
    code = f"{STARTS[name]}\nimport sys\nheavy = [name for name in {HEAVY!r} if name in sys.modules]\n"
    code += "sys.exit(str(heavy) if heavy else 0)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=60,
        env=_environment(),
    )
    assert done.returncode == 0, done.stderr


def _environment() -> dict[str, str]:
    """This checkout first, whether or not it is installed."""
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def test_import_contracts_hold():
    lint = Path(sys.executable).parent / "lint-imports"
    if not lint.exists():
        pytest.skip("import-linter is not installed")
    done = subprocess.run(
        [str(lint), "--no-cache"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
        env=_environment(),
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_healing_processes_do_not_import_each_other():
    folder = ROOT / "src" / "microneedling" / "healing"
    from microneedling.healing.cascade import PROCESSES

    names = {process.name for process in PROCESSES}
    for name in names:
        text = (folder / f"{name}.py").read_text(encoding="utf-8")
        assert not [other for other in names if f"from .{other} import" in text], name
