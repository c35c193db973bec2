"""The chain from anatomy to tissues is put together in `protocol/` and nowhere else in the package.

Mechanics alone (anatomy, punctures) may be asked for anywhere: a delivery or a row on needles has no tissue to heal.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from helpers.source_files import PACKAGE as SOURCE
from helpers.source_files import parsed, text_of

LINKS = {  # a link of the chain -> where it is defined, which may use it too
    "Setting": "healing/run.py",
    "pose": "healing/run.py",
    "problem": "healing/run.py",
    "solve_baseline": "healing/baseline.py",
    "SessionEffect": "healing/session_effect.py",
    "Adjuncts": "healing/adjuncts.py",
    "Window": "healing/adjuncts.py",
    "adjuncts_of": "protocol/adjuncts.py",
}
ENGINE = "healing/run.py"
# Rings around one channel: no session, no anatomy in depth, nothing to assemble.
REFERENCE = "healing/unit_cell.py"


def calls(path: Path) -> Iterator[str]:
    """The links that a file calls: functions and classes that it imports from where a link is defined."""
    text = text_of(path)
    if not any(link in text for link in LINKS):
        return
    tree = parsed(text)
    imported = {
        name.asname or name.name: name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
        if name.name in LINKS and (node.module or "").endswith(Path(LINKS[name.name]).stem)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in imported:
            yield imported[node.func.id]


@cache
def found() -> dict[str, set[str]]:
    """File -> the links of the chain that it calls."""
    links = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        used = {link for link in calls(path) if name not in (LINKS[link], ENGINE)}
        if used:
            links[name] = used
    return links


def test_only_the_protocol_assembles_the_chain():
    outside = {name: used for name, used in found().items() if not name.startswith("protocol/")}
    assert outside == {REFERENCE: {"Adjuncts", "Setting", "pose"}}


def test_the_protocol_does_assemble_it():
    """Were the links renamed, the test above would see nothing."""
    inside = set().union(*(used for name, used in found().items() if name.startswith("protocol/")))
    assert {"Setting", "pose", "SessionEffect", "Adjuncts", "adjuncts_of"} <= inside


def test_the_protocol_knows_no_file_of_anybody():
    """It imports nothing of what builds it."""
    for path in (SOURCE / "protocol").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for folder in ("course", "people", "trials", "studies", "calibration", "sensitivity", "exchange"):
            assert f"from ..{folder}" not in text, (path.name, folder)
