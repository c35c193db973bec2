"""What `microneedling photo` prints: which indices changed beyond their errors, all of them, what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...phrases import NOT_FOR
from ..text import blocks, headed, table, wrapped

if TYPE_CHECKING:
    from ...imaging.photos import Photos


def photo_text(answer: Photos) -> str:
    """A pair of photographs on the terminal."""
    card = answer.card()
    return blocks(
        [
            [*headed(card.title), *(line for words in card.lead for line in wrapped(words, "  "))],
            table(card.table, whole=(2, 3, 4, 5, 6)),
            *([*wrapped(words)] for words in card.known),
            wrapped(NOT_FOR),
        ]
    )
