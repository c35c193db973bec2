"""One bench served for all tests of a process."""

from __future__ import annotations

import pytest

from helpers.clinic.benched import Bench


@pytest.fixture(scope="session")
def nowhere(tmp_path_factory):
    """Where the bench would find a clinic, were there one."""
    return tmp_path_factory.mktemp("bench") / "no-clinic"


@pytest.fixture(scope="session")
def served(nowhere):
    """The bench by itself."""
    bench = Bench(nowhere)
    yield bench
    assert bench.end() == 130
    assert not nowhere.exists()
