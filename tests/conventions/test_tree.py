"""Where things lie: tests mirror the package, no folder is crowded, nothing edits the search path."""

from __future__ import annotations

import importlib.util
from collections import Counter

import pytest

from helpers.source_files import PACKAGE, ROOT, code_files, imports_in_strings, relative, text_of

MOST_FILES = 25  # .py files of one folder, those of its folders aside
# What has no folder of its own in the package: rules of the text, checks across folders, and what tests share.
BESIDE = {"browser", "conventions", "numerics", "end_to_end", "benchmarks", "docs", "helpers", "plausibility"}
NO_TESTS_YET: set[str] = set()
OURS = ("microneedling", "helpers", "benchmarks")
SEARCH_PATH = "sys." + "path"  # in pieces, so that this file does not find itself


def folders(place) -> set[str]:
    """Folders that hold Python files, at any depth."""
    return {path.name for path in place.iterdir() if path.is_dir() and any(path.rglob("*.py"))}


def test_every_folder_of_the_package_has_its_tests_and_no_tests_are_homeless():
    package, tests = folders(PACKAGE), folders(ROOT / "tests")
    assert len(package) > 15
    assert tests - package == BESIDE
    assert package - tests <= NO_TESTS_YET, "a folder without tests of its own"


def test_test_files_lie_in_a_folder_of_what_they_test():
    modules = {f"test_{path.stem}" for path in PACKAGE.glob("*.py")}
    loose = {path.stem for path in (ROOT / "tests").glob("test_*.py")}
    assert loose
    assert loose <= modules


def test_no_two_test_files_bear_the_same_name():
    """Pytest imports them by bare name: the second one of a name is not collected."""
    found = Counter(path.name for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(found) > 200
    assert [name for name, count in found.items() if count > 1] == []


def test_no_folder_is_crowded():
    found = Counter(path.parent for path in code_files() if path.name != "__init__.py")
    assert len(found) > 40
    assert {relative(folder): count for folder, count in found.items() if count > MOST_FILES} == {}


def test_nothing_edits_the_search_path():
    files = code_files()
    assert any(path.name == "generate.py" for path in files)
    assert [relative(path) for path in files if SEARCH_PATH in text_of(path)] == []


def missing(module: str, names: tuple[str, ...]) -> list[str]:
    """What of an import is not there; modules of others are not looked at."""
    if module.split(".")[0] not in OURS:
        return []
    try:
        found = importlib.import_module(module)
    except ModuleNotFoundError:
        return [module]
    return [f"{module}.{name}" for name in names if not hasattr(found, name) and not _is_module(module, name)]


def _is_module(module: str, name: str) -> bool:
    try:
        return importlib.util.find_spec(f"{module}.{name}") is not None
    except ModuleNotFoundError:  # the module is no folder
        return False


def test_imports_in_texts_for_other_processes_lead_somewhere():
    lost, seen = {}, 0
    for path in code_files():
        found = [item for item in imports_in_strings(text_of(path)) if item[0].split(".")[0] in OURS]
        seen += len(found)
        if wrong := [name for item in found for name in missing(*item)]:
            lost[relative(path)] = wrong
    assert seen > 20
    assert lost == {}


def test_imports_are_read_out_of_texts():
    text = "CODE = 'import os; from json import loads, dumps\\nimport a.b as c'\nimport sys"
    assert imports_in_strings(text) == [("os", ()), ("json", ("loads", "dumps")), ("a.b", ())]


@pytest.mark.parametrize(
    ("module", "names", "wrong"),
    [
        ("microneedling.nowhere", ("simulate",), ["microneedling.nowhere"]),
        ("microneedling", ("simulate", "simulat"), ["microneedling.simulat"]),
        ("microneedling.evidence", ("registry",), []),
        ("microneedling.errors", ("InputError", "no_such"), ["microneedling.errors.no_such"]),
        ("helpers.shell", (), []),
    ],
)
def test_a_lost_import_is_found(module, names, wrong):
    assert missing(module, names) == wrong
