"""What was taken where a file is silent, and what it says without effect. Without the array library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ...inputs.assumed import ASSUMED, WITHOUT_EFFECT
from ..text import wrapped

if TYPE_CHECKING:
    from ...inputs.assumed import Assumed


def assumed_lines(items: Sequence[Assumed]) -> Iterator[str]:
    """What was assumed, a line or two each; nothing where nothing was."""
    if items:
        yield ASSUMED
    for item in items:
        yield from wrapped(f"  {item}", "    ")


def without_effect_lines(items: Sequence[Assumed]) -> Iterator[str]:
    """What was given without effect, and why it has none."""
    if items:
        yield WITHOUT_EFFECT
    for item in items:
        yield from wrapped(f"  {item}", "    ")
