"""The printed answer of a delivery: where the product is at a few hours, what that means, what is not allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...phrases import NOT_FOR
from ...report.delivery_words import amount_rows, known, product_words, sentences, skin_words, titles
from ..text import blocks, headed, table, wrapped
from .assumed import assumed_lines

if TYPE_CHECKING:
    from ...transport.deliver import Delivery


def delivery_text(delivery: Delivery) -> str:
    """The whole answer."""
    parts = [
        list(_head(delivery)),
        table(list(_rows(delivery))),
        [line for words in sentences(delivery) for line in wrapped(words)],
        [line for words in delivery.notes for line in wrapped(words)],
        assumed_lines(delivery.assumed),
        wrapped(known(delivery)),
        wrapped(NOT_FOR),
    ]
    return blocks(parts)


def _head(delivery: Delivery) -> Iterator[str]:
    yield from headed(delivery.file.title)
    yield from wrapped(f"{delivery.file.substance().title}: {product_words(delivery)}")
    yield from wrapped(skin_words(delivery))


def _rows(delivery: Delivery) -> Iterator[tuple[str, ...]]:
    yield ("µg/cm²", *titles(delivery).values())
    for hour, cells in amount_rows(delivery):
        yield (hour, *cells)
