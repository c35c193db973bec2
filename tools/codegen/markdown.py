"""Pieces of the manual's Markdown: cells, sentences, the table of numbers of the registry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

BADGES = {"measured": "🟢", "derived": "🔵", "calibrated": "🟣", "elicited": "🟡", "assumed": "⚪"}


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(str(text).split())


def cell(text: str) -> str:
    """The text as the cell of a table."""
    return one_line(text).replace("|", "\\|").replace("*", "\\*")


def row(*cells: str) -> str:
    """A row of a table; cells are taken as they are."""
    return f"| {' | '.join(cells)} |"


def sentence(text: str) -> str:
    """The text with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def number_table(entries: Iterable[Any]) -> Iterator[str]:
    """Lines of the table of these numbers of the registry: value, meaning, whom it describes, grounds."""
    from microneedling.evidence.report import amount

    yield row("", "number", "value", "what it is", "whom", "grounds")
    yield "|---|---|---|---|---|---|"
    for entry in entries:
        keys = " ".join(f"[{key}]" for key in entry.sources)
        grounds = "; ".join(
            part for part in (_linked(cell(entry.where)), keys, entry.seen if keys else "") if part
        )
        yield row(
            BADGES[entry.grade],
            f"`{entry.key}`",
            cell(amount(entry)),
            cell(entry.about),
            cell(entry.subject),
            grounds,
        )


def _linked(text: str) -> str:
    """The text with every named section of docs/ as a link from a page of docs/manual/."""
    return re.sub(r"\bdocs/([\w.-]+\.md#[\w-]+)", r"[docs/\1](../\1)", text)
