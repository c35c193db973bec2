"""Small files, short functions, and nothing in the text that ties the repository to one machine."""

from __future__ import annotations

import ast
import os
import statistics
import subprocess
from functools import cache
from pathlib import Path

import pytest

from helpers.source_files import ROOT, code_files, function_lengths, parsed, relative, text_of

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


@cache
def text_files() -> list[Path]:
    """Texts of the repository; `.git` and folders that are made here, some of them huge, are not gone into."""
    found: list[Path] = []
    for folder, inside, names in os.walk(ROOT):
        inside[:] = sorted(name for name in inside if name not in SKIPPED and not name.endswith(".egg-info"))
        found += [Path(folder, name) for name in sorted({*names} - SKIPPED) if Path(name).suffix in TEXT]
    return [path for path in found if path.is_file()]


@cache
def in_small_letters(path: Path) -> str:
    """The text of a file, kept for the next word that is looked for; nothing where it is no text."""
    try:
        return text_of(path).lower()
    except UnicodeDecodeError:
        return ""


def lines(path: Path) -> int:
    """How long a file is."""
    return len(text_of(path).splitlines())


def test_no_file_is_long(record_property):
    sizes = {relative(path): lines(path) for path in code_files()}
    source = [size for name, size in sizes.items() if name.startswith("src/")]
    assert len(source) > 150
    record_property("median_lines_of_source_files", statistics.median(source))
    assert {name: size for name, size in sizes.items() if size > LONGEST_FILE} == {}


def test_functions_fit_on_a_screen():
    found, seen = {}, 0
    for path in code_files():
        sizes = function_lengths(text_of(path))
        seen += len(sizes)
        found |= {f"{relative(path)} {name}": n for name, n in sizes.items() if n > LONGEST_FUNCTION}
    assert seen > 1500
    assert found == {}


def test_lengths_are_of_the_whole_function():
    text = "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION + "class C:\n    async def short(self): ...\n"
    assert function_lengths(text) == {"long:1": LONGEST_FUNCTION + 1, f"short:{LONGEST_FUNCTION + 3}": 1}


def test_every_module_says_what_it_is():
    texts = {relative(path): text_of(path) for path in code_files()}
    assert len(texts) > 300
    assert [
        name for name, text in texts.items() if text.strip() and not ast.get_docstring(parsed(text))
    ] == []


def places(word: str, path: Path) -> list[str]:
    """Lines of a file that hold a word, in small letters or large."""
    text = in_small_letters(path)
    if word not in text:
        return []
    return [f"{path.name}:{number}" for number, line in enumerate(text.splitlines(), 1) if word in line]


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_text_names_a_machine_a_registry_or_a_tool_that_wrote_it(word):
    files = text_files()
    assert len(files) > 400
    assert {relative(path): found for path in files if (found := places(word, path))} == {}


def test_a_forbidden_word_is_found(tmp_path):
    (tmp_path / "note.md").write_text(f"fine\nlies in {FORBIDDEN[0].upper()}mine\n", encoding="utf-8")
    assert places(FORBIDDEN[0], tmp_path / "note.md") == ["note.md:2"]


def tracked() -> list[tuple[str, str]]:
    """Mode and path of all that is committed or about to be."""
    words = ["git", "ls-files", "--stage", "-z"]
    listed = subprocess.run(
        words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    return [(item.split()[0], item.split("\t", 1)[1]) for item in listed.split("\0") if item]


def test_no_link_and_nothing_made_here_is_committed():
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    found = tracked()
    assert len(found) > 400
    assert [path for mode, path in found if mode == "120000"] == [], "a link leads astray in another checkout"
    assert [path for _, path in found if SKIPPED & set(path.split("/"))] == []
