"""The library that pydantic asks for and `check` does not need is loaded when it is used, and works as ever then."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys
from microneedling.cli.later import load_metadata_when_used
load_metadata_when_used()
from importlib.metadata import entry_points
import importlib.metadata
assert "zipfile" not in sys.modules and "email" not in sys.modules, "loaded though nothing was asked of it"
"""
USES = {
    "a function": "from importlib.metadata import version; assert version('pydantic')[0].isdigit()",
    "the module": "assert importlib.metadata.version('click')[0].isdigit()",
    "entry points": "assert any(p.name == 'microneedling' for p in entry_points(group='console_scripts'))",
    "an error": "assert issubclass(importlib.metadata.PackageNotFoundError, ImportError)",
}


@pytest.mark.parametrize("use", USES)
def test_whoever_uses_it_gets_the_library_itself(use):
    code = f"{CODE}{USES[use]}\nassert type(sys.modules['importlib.metadata']) is type(sys)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
