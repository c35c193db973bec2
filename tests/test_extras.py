"""Whoever misses a library is told the extra that brings it, and the command that installs it here."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from helpers.source_files import ROOT
from microneedling import extras
from microneedling.calibration import checks
from microneedling.engine.cuda import kernel
from microneedling.errors import InputError
from microneedling.trials.person_table import check_installed
from microneedling.trials.store import Remote


def test_the_extras_told_are_those_of_the_project():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert set(extras.EXTRAS) == set(declared) - {"dev", "docs"}  # for work on the code


def test_the_command_names_this_python(monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "__file__", str(tmp_path / "lib" / "python" / "microneedling" / "extras.py"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "my venv" / "bin" / "python"))
    assert extras.needs_extra("trial").endswith(
        f"'{tmp_path}/my venv/bin/python' -m pip install \"microneedling[trial]\""
    )
    monkeypatch.chdir(tmp_path / "..")
    monkeypatch.setattr(sys, "executable", str(Path.cwd() / ".venv" / "bin" / "python"))
    told = extras.needs_extra("fast")
    assert told == 'Install it with: .venv/bin/python -m pip install "microneedling[fast]"'


def test_a_checkout_installs_the_versions_it_was_tested_with(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "executable", str(ROOT / ".venv" / "bin" / "python"))
    wanted = '.venv/bin/python -m pip install "microneedling[trial]" -c constraints.txt'
    assert extras.needs_extra("trial").endswith(wanted)
    for page in ("README.md", "docs/how-to/install.md"):  # one way, on the pages too
        text = (ROOT / page).read_text(encoding="utf-8")
        assert '-m pip install "microneedling[trial,exchange]" -c constraints.txt' in text, page


def test_the_pages_name_every_extra():
    install = (ROOT / "docs" / "how-to" / "install.md").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for extra in extras.EXTRAS:
        assert f"| `{extra}` |" in install
        assert f"`{extra}`" in readme


def test_all_that_is_missing_is_one_mistake(monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (told,) = extras.missing("a table", "trial", ("pyarrow", "duckdb", "numpy"))
    assert told.found == "that pyarrow, duckdb are not installed"
    assert not extras.missing("a table", "trial", ("numpy",))


WITHOUT: dict[str, tuple[str, str, Callable[[], object]]] = {
    "R-hat": ("calibrate", "arviz", lambda: checks.rank_rhat(np.zeros((2, 8, 1)))),
    "table": ("trial", "pyarrow", lambda: check_installed(table=True, query=False)),
    "query": ("trial", "duckdb", lambda: check_installed(table=True, query=True)),
    "address": ("trial", "fsspec", lambda: Remote("memory://chunks")),
    "netcdf": ("exchange", "xarray", lambda: extras.needed("NetCDF", "exchange", "xarray")),
    "plot": ("research", "matplotlib", lambda: extras.needed("a plot", "research", "matplotlib")),
}


@pytest.mark.parametrize("what", WITHOUT)
def test_a_missing_library_is_told_with_its_extra(what, monkeypatch):
    extra, library, ask = WITHOUT[what]
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InputError) as caught:
        ask()
    assert f'-m pip install "microneedling[{extra}]"' in str(caught.value)


def test_a_graphics_processor_without_its_compiler_is_told_with_its_extra(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (mistake,) = kernel.missing()
    assert 'microneedling[gpu]"' in mistake.hint


def test_a_library_that_stumbles_over_another_program_is_loaded_all_the_same(monkeypatch):
    import numpy

    tried = []

    def stumbling(name):
        tried.append(name)
        if len(tried) == 1:
            raise FileNotFoundError(2, "No such file or directory", "daily_warning.tmp")
        return numpy

    monkeypatch.setattr(extras, "import_module", stumbling)
    assert extras.needed("a figure", "calibrate", "arviz") is numpy
    assert tried == ["arviz", "arviz"]
