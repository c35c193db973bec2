"""What commands share: options that are whole numbers, and a line of progress."""

from __future__ import annotations

import sys

from ..errors import Mistake


def whole_number(text: str, name: str, low: int, high: int, mistakes: list[Mistake]) -> int:
    """The whole number that an option gives; a mistake is noted and `low` stands in for it."""
    try:
        value = int(text)
    except ValueError:
        value = low - 1
    if low <= value <= high:
        return value
    mistakes.append(Mistake(name, f'"{text[:30]}"', f"a whole number from {low} to {high}"))
    return low


def progress(text: str) -> None:
    """One line on the terminal that replaces itself; nothing at all when nobody watches."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)
