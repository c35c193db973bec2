"""Many people at work in one clinic at once: every answer is the right one; what a page and the server weigh."""

from __future__ import annotations

import signal

import pytest

from helpers.clinic.at_work import filled, measured
from helpers.clinic.served import Server

MOST_BYTES, MOST_MB = 500_000, 400
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


def test_twenty_people_at_once_get_the_right_pages(tmp_path):
    """Shorter than `benchmarks.clinic.day`, and without a word on time: that is the machine's."""
    home = tmp_path / "home"
    filled(home, 20)
    server = Server(home)
    try:
        told, wrong, _busy, memory = measured(server, 20, 15.0, 0.4)
    finally:
        server.end(signal.SIGINT)
    assert wrong == []
    kinds = {item.kind for item in told}
    assert {"day", "clients", "search", "client", "consult", "note", "draft", "write", "session"} <= kinds
    assert sum(item.kind == "write" for item in told) >= 20  # everybody wrote
    assert max(item.size for item in told) < MOST_BYTES
    assert memory < MOST_MB
