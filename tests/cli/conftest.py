"""Printed answers in these tests are as wide as they ever get, so that a sentence stands on one line."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "110")
