"""The chance of a concern as people of a hundred, for the page and for the client's sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..course.chances import ConcernChance


def people_of_hundred(share: float) -> int:
    """A chance as people of a hundred; never none and never all, since nothing here is certain."""
    return min(max(round(100 * share), 1), 99)


def ends(item: ConcernChance) -> tuple[int, int] | None:
    """The ends of the chance as people of a hundred; None where it has none, or where both are the same."""
    if item.low80 is None or item.high80 is None:
        return None
    low, high = people_of_hundred(item.low80), people_of_hundred(item.high80)
    return (low, high) if low < high else None
