"""The chance of a concern as people of a hundred, for the page and for the client's sheet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..course.chances import ConcernChance


DUST = 1e-9  # of rounding, which must not move an end by one


def people_of_hundred(share: float) -> int:
    """A chance as people of a hundred; never none and never all, since nothing here is certain."""
    return min(max(round(100 * share), 1), 99)


def ends(item: ConcernChance) -> tuple[int, int] | None:
    """The ends of the chance as people of a hundred; rounded outward; None where it has none or both are alike."""
    if item.low80 is None or item.high80 is None:
        return None
    low, high = outward(item.low80, item.high80)
    return (low, high) if low < high else None


def outward(low: float, high: float) -> tuple[int, int]:
    """The ends of a range of chances as people of a hundred, 0 to 100, rounded outward: it never looks surer."""
    return math.floor(100 * low + DUST), math.ceil(100 * high - DUST)


def of_hundred(low: int, high: int) -> str:
    """Such a range in words: `9 to 42`, `from fewer than 1 to 12`; nobody and everybody are never said."""
    first, second = ("fewer than 1" if low == 0 else str(low)), ("more than 99" if high == 100 else str(high))
    told = first if low == high else f"{first} to {second}"
    return f"from {told}" if low == 0 < high else told
