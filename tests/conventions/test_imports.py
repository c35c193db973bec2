"""Folders import only those before them, and what people write answers without the array library."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from helpers.import_graph import circles, import_graph, imports_of
from helpers.source_files import code_files
from microneedling.healing.cascade import PROCESSES

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
    "help": "from microneedling.cli.main import main; main(['--help'])",
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
    )
    assert done.returncode == 0, done.stderr


def test_import_contracts_hold():
    lint = Path(sys.executable).parent / "lint-imports"
    assert lint.exists(), "import-linter is not installed: make setup"
    done = subprocess.run(
        [str(lint), "--no-cache"],
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_on_healing_processes_names_all_of_them():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = [item for item in settings["contracts"] if item["type"] == "independence"]
    assert set(contract["modules"]) == {f"microneedling.healing.{process.name}" for process in PROCESSES}


def test_every_folder_has_its_place_in_the_order_of_imports():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    order = settings["contracts"][0]
    assert order["exhaustive"]
    named = {name.strip() for layer in order["layers"] for name in layer.split(":")}
    package = ROOT / "src" / "microneedling"
    there = {
        path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert named == there - {"__init__"}


def test_no_module_imports_itself_by_way_of_others():
    """Imports inside functions and those for annotations alone count too."""
    assert circles(import_graph(code_files("src"))) == []


def test_a_circle_is_found():
    text = {
        "p.a": "def f():\n    from .b import x",
        "p.b": "from . import c",
        "p.c": "from .a import f",
        "p.d": "import p.a",
    }
    graph = {name: imports_of(code, name, set(text)) for name, code in text.items()}
    assert circles(graph) == [["p.a", "p.b", "p.c"]]
