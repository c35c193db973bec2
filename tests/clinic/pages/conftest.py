"""A demonstration served for all tests of a file."""

from __future__ import annotations

import signal

import pytest

from helpers.clinic.served import Server


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A demonstration, served as people start it."""
    server = Server(tmp_path_factory.mktemp("served") / "home", "--demo")
    yield server
    server.end(signal.SIGINT)
