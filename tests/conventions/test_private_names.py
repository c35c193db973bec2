"""A name with a leading underscore stays in its module: no other module imports it or reads it off the module."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from helpers.source_files import code_files, parsed, relative, text_of

OUTSIDE = {"os._exit"}  # public in spite of its name


def is_private(name: str) -> bool:
    """One underscore, not two: `__version__` is for everybody."""
    return name.startswith("_") and not name.startswith("__")


def private_imports(text: str) -> list[str]:
    """Private names that a text takes from other modules, at the top or inside functions, as `line: name`."""
    return sorted({*_imported(parsed(text)), *_read_off_modules(parsed(text))})


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            whole = "." * node.level + (node.module or "")
            names = [*whole.split("."), *(item.name for item in node.names)]
        elif isinstance(node, ast.Import):
            names = [part for item in node.names for part in item.name.split(".")]
        else:
            continue
        yield from (f"{node.lineno}: {name}" for name in names if is_private(name))


def _read_off_modules(tree: ast.Module) -> Iterator[str]:
    taken = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            taken |= {item.asname or item.name.split(".")[0] for item in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and _root(node) in taken:
            name = ast.unparse(node)
            if name not in OUTSIDE:
                yield f"{node.lineno}: {name}"


def _root(node: ast.expr) -> str:
    """The first name of a dotted expression; empty where it does not begin with a name."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_no_module_takes_a_private_name_of_another():
    files = code_files("src", "tools")
    assert len(files) > 100
    assert {relative(path): found for path in files if (found := private_imports(text_of(path)))} == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from .arm import _sessions", ["1: _sessions"]),
        ("def late():\n    from ..studies.arm import told, _Course as Course", ["2: _Course"]),
        ("from . import arm\nx = arm._sessions(1)", ["2: arm._sessions"]),
        ("import package.arm\nx = package.arm._sessions", ["2: package.arm._sessions"]),
        ("from ._inner import told", ["1: _inner"]),
        ("from . import __version__\nimport os\nself._own, os._exit", []),
        ("from .arm import told\ndef _own(): ...\n_own()", []),
    ],
)
def test_a_private_name_is_found(text, found):
    assert private_imports(text) == found
