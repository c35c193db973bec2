"""What all tests share: numbers, and a search path that processes started by a test have too."""

import os
import sys
from pathlib import Path

import pytest

from microneedling.evidence.registry import registry

pytest_plugins = ["helpers.skips"]
ROOT = Path(__file__).resolve().parents[1]
OURS = [str(ROOT / name) for name in ("src", "tests")]  # this checkout first, whether or not it is installed
os.environ["PYTHONPATH"] = os.pathsep.join([*OURS, *filter(None, [os.environ.get("PYTHONPATH")])])
# Byte code is kept where the tests may write, so that no process they start compiles every module anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.pycache_prefix = os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / "out" / "bytecode"))
sys.dont_write_bytecode = False


@pytest.fixture
def nominal():
    return registry().nominal()


@pytest.fixture
def draws():
    return registry().draws(60, 7)
