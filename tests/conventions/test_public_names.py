"""The public face: every name promised is there, is what its home says, and loads nothing before it is used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import microneedling


@pytest.mark.parametrize("name", microneedling.__all__)
def test_a_promised_name_is_there(name):
    found = getattr(microneedling, name)
    if name != "MODEL_NUMBER":
        assert found.__module__ == f"microneedling.{microneedling._HOME[name]}"


def test_names_promised_and_names_found_are_the_same():
    assert set(microneedling._HOME) == set(microneedling.__all__) - {"MODEL_NUMBER"}
    assert set(microneedling.__all__) <= set(dir(microneedling))
    with pytest.raises(AttributeError, match="no attribute"):
        microneedling.nothing_of_the_sort  # noqa: B018


def test_type_checkers_are_told_the_same():
    stub = Path(microneedling.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
    told = {
        name: home
        for home, names in re.findall(r"from \.(\S+) import (.*)", stub)
        for name in re.findall(r"(\w+) as \1", names)
    }
    assert told == microneedling._HOME


def test_the_package_loads_nothing_before_it_is_used():
    code = "import sys, microneedling; sys.exit(bool({'numpy', 'pydantic', 'scipy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
