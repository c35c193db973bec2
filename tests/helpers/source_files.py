"""Python files of the repository, and what can be read from their text: lengths, docstrings, imports in strings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "microneedling"
CODE = ("src", "tests", "tools", "benchmarks")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
parsed = cache(ast.parse)  # the same text is looked at from several sides
IMPORT = re.compile(r"\b(?:from (\w[\w.]*) import ([\w, ]+)|import (\w[\w.]*))")


def relative(path: Path) -> str:
    """The path as the repository's readers say it."""
    return path.relative_to(ROOT).as_posix()


def code_files(*folders: str) -> list[Path]:
    """Files that people write: all but the generated ones, of all folders with code unless some are named."""
    found = [path for folder in folders or CODE for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if not {"generated", "__pycache__"} & set(path.parts)]


def text_of(path: Path) -> str:
    """What stands in a file."""
    return path.read_text(encoding="utf-8")


def function_lengths(text: str) -> dict[str, int]:
    """Lines of every function and method, by name and line."""
    return {
        f"{node.name}:{node.lineno}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(parsed(text))
        if isinstance(node, FunctionNode)
    }


def undocumented(text: str) -> list[str]:
    """Public functions, classes and methods without a docstring; what stands inside a function is not public."""
    return list(_undocumented(parsed(text).body, ""))


def _undocumented(body: list[ast.stmt], inside: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, FunctionNode | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield inside + node.name
            if isinstance(node, ast.ClassDef):
                yield from _undocumented(node.body, f"{inside}{node.name}.")


def imports_in_strings(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Imports inside texts that another process is to run: the module, and the names taken from it."""
    texts = [
        node.value
        for node in ast.walk(parsed(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return [
        (module or plain, tuple(name.split()[0] for name in names.split(",") if name.strip()))
        for words in texts
        for module, names, plain in IMPORT.findall(words)
    ]


def literals(text: str) -> list[str]:
    """Strings that the code uses: parts of f-strings too, docstrings and comments not."""
    tree = parsed(text)
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | FunctionNode)
        and ast.get_docstring(node) is not None
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    ]
