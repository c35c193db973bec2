"""Which way is better. Loads without the array library."""

from __future__ import annotations

from typing import Literal

Direction = Literal["lower is better", "higher is better"]
LOWER: Direction = "lower is better"
HIGHER: Direction = "higher is better"


def better_sign(direction: Direction) -> int:
    """+1 where a rise is better, -1 where a fall is."""
    return 1 if direction == HIGHER else -1
