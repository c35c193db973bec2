"""What all tests share: numbers, and helpers that processes started by a test find too."""

import os
from pathlib import Path

import pytest

from microneedling.evidence.registry import registry

HERE = str(Path(__file__).parent)
os.environ["PYTHONPATH"] = os.pathsep.join(part for part in (HERE, os.environ.get("PYTHONPATH", "")) if part)


@pytest.fixture
def nominal():
    return registry().nominal()


@pytest.fixture
def draws():
    return registry().draws(60, 7)
