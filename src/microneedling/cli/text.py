"""Text on a terminal: aligned tables and wrapped lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 110


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines with aligned columns."""
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return ["  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]


def wrapped(text: str, indent: str = "") -> list[str]:
    """The text in lines of `WIDTH`; all but the first begin with `indent`."""
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_long_words=False)


def blocks(parts: Iterable[Iterable[str]]) -> str:
    """Groups of lines with an empty line between them; groups without lines are left out."""
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)
