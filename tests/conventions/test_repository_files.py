"""Small files, short functions, and nothing in the text that ties the repository to one machine."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("src", "tests", "tools", "benchmarks", "validation")
LONGEST_FILE, LONGEST_FUNCTION = 400, 66  # lines; a printed page
SKIPPED = {".git", ".venv", ".pytest_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
SKIPPED |= {"__pycache__", "build", "dist", "out", ".benchmarks"}
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".csv",
    ".bib",
    ".json",
    ".html",
    ".css",
    ".js",
    ".txt",
    ".cff",
    ".yml",
    ".svg",
    "",
}

# Written in pieces so that this file does not find itself.
FORBIDDEN = tuple(
    "".join(parts)
    for parts in (
        ("/wo", "rk/"),
        ("/tm", "p/"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        ("sha", "red/"),
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("index", "-url"),
        ("index", "_url"),
        ("arti", "factory"),
        ("dev", "pi"),
        ("cla", "ude"),
        ("anthro", "pic"),
        ("open", "ai"),
        ("chat", "gpt"),
        ("sub", "agent"),
    )
)


def code_files() -> list[Path]:
    found = [path for folder in CODE for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "generated" not in path.parts and "__pycache__" not in path.parts]


def text_files() -> list[Path]:
    return [
        path
        for path in sorted(ROOT.rglob("*"))
        if path.is_file()
        and path.suffix in TEXT
        and not SKIPPED & set(path.relative_to(ROOT).parts)
        and not any(part.endswith(".egg-info") for part in path.parts)
    ]


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_is_long(record_property):
    sizes = {path.relative_to(ROOT).as_posix(): _lines(path) for path in code_files()}
    source = [size for name, size in sizes.items() if name.startswith("src/")]
    record_property("median_lines_of_source_files", statistics.median(source))
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_functions_fit_on_a_screen():
    found = {}
    for path in code_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found[f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}"] = length
    assert found == {}


def test_every_module_says_what_it_is():
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in code_files()
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_text_names_a_machine_a_registry_or_a_tool_that_wrote_it(word):
    found = []
    for path in text_files():
        try:
            text = path.read_text(encoding="utf-8").lower()
        except UnicodeDecodeError:
            continue
        found += [
            f"{path.relative_to(ROOT).as_posix()}:{number}"
            for number, line in enumerate(text.splitlines(), 1)
            if word in line
        ]
    assert found == []
