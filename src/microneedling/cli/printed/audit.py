"""What `microneedling audit` prints: the verdict, the alarm, concern by concern, promises, raters, the local effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...phrases import NOT_FOR
from ...tracking.audit import audit_words as words
from ..text import blocks, headed, table, wrapped

if TYPE_CHECKING:
    from ...tracking.audit.audit import Audit


def audit_text(found: Audit) -> str:
    """The whole audit as lines for a terminal."""
    parts = [
        headed("Do the forecasts hold here?"),
        [line for part in words.lead(found.given, found.with_local) for line in wrapped(part)],
        table(words.held_rows(found.given)),
        _titled(
            "Promise against result, shares of the way to the best end", words.promise_rows(found.promises)
        ),
        _titled("Raters", words.rater_rows(found.raters)),
        _titled("Raters who judged the same", words.pair_rows(found.raters)),
        list(_local(found)),
        [line for part in (words.RESTS_ON, NOT_FOR) for line in wrapped(part)],
    ]
    return blocks(parts)


def _titled(title: str, rows: list[tuple[str, ...]]) -> list[str]:
    return [*headed(title), *table(rows)] if len(rows) > 1 else []


def _local(found: Audit) -> Iterator[str]:
    yield from headed("The clinic's own effect")
    for item in found.local:
        yield from wrapped(f"{item.concern}: {item.words()}.", "  ")
    if found.with_local is None:
        yield from wrapped("It changes no forecast; --local shows what it would have made of them.")
