"""Every example in the docstring of a public name runs, and so does the first script of the README."""

from __future__ import annotations

import doctest
import re

import pytest

import microneedling
from helpers.source_files import ROOT

PARSER = doctest.DocTestParser()


def documented(name: str) -> str:
    return getattr(microneedling, name).__doc__ or ""


@pytest.mark.parametrize("name", [name for name in microneedling.__all__ if name != "MODEL_NUMBER"])
def test_the_example_of_a_public_name_runs(name, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    test = PARSER.get_doctest(documented(name), {}, name, None, None)
    assert test.examples, "no example"
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0, capsys.readouterr().out


def scripts() -> list[str]:
    """The Python of the README, a script each."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_the_scripts_of_the_readme_run_and_print_a_summary(monkeypatch, tmp_path, capsys):
    pytest.importorskip("matplotlib").use("Agg")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    first, built = scripts()
    assert len([line for line in first.splitlines() if line.strip()]) == 4
    for script in (first, built):
        exec(script, {})
        assert "NOT A MEDICAL DEVICE" in capsys.readouterr().out
    assert (tmp_path / "forecast.png").stat().st_size > 5000
