"""So that no loop of a test passes because it never ran."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Item = TypeVar("Item")


def some(items: Iterable[Item], least: int = 1) -> list[Item]:
    """The items as a list; fails when there are fewer than `least` to look at."""
    found = list(items)
    assert len(found) >= least, f"{len(found)} to look at, at least {least} expected"
    return found
