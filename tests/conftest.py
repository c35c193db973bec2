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
# Byte code is written, beside what it is made from: no process that a test starts compiles every module anew, and that
# of the libraries, which their installation wrote, is used as it lies there.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Begun first, so that no worker sits idle beside the last of them; workers keep this order only when told to.
LONGEST = (
    "tests/end_to_end/test_package.py",
    "tests/end_to_end/test_fuzz_courses.py",
    "tests/trials/test_cluster.py",
    "tests/exchange/test_petab.py",
    "tests/exchange/test_sbml.py",
    "tests/calibration/test_recovery.py",
    "tests/end_to_end/test_fresh_clone.py",
    "tests/end_to_end/test_fuzz_other_files.py",
    "tests/conventions/test_knobs.py",
    "tests/docs/test_docs_examples.py",
    "tests/numerics/test_cuda_text.py",
    "tests/exchange/test_inference.py",
    "tests/numerics/test_homeostasis.py",
    "tests/validation/bench/test_tables.py",
)
RANK = {ROOT / name: rank for rank, name in enumerate(LONGEST)}
assert all(path.exists() for path in RANK), "a file of LONGEST is not there"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of the listed files first, in the order of the list; all others stay as they are."""
    items.sort(key=lambda item: RANK.get(item.path, len(RANK)))


@pytest.fixture
def nominal():
    return registry().nominal()


@pytest.fixture
def draws():
    return registry().draws(60, 7)


@pytest.fixture(scope="module")
def browser():
    """Chromium, started once for all tests of a file: its event loop runs on, the next file may use the database."""
    from helpers.browser import chromium

    with chromium() as started:
        yield started
