"""Text on a terminal: tables and lines that fit its width, plain where nobody asked for more."""

from __future__ import annotations

import io
import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence

WIDEST, NARROWEST, USUAL = 110, 40, 110  # lines longer than this are hard to read
GAP, NARROWEST_COLUMN = 2, 6


def width() -> int:
    """Columns to print in: COLUMNS, else those of the terminal, else `USUAL`; never more than can be read."""
    return min(max(shutil.get_terminal_size((USUAL, 24)).columns, NARROWEST), WIDEST)


def styled() -> bool:
    """Whether signs for colour and weight may be printed: on a terminal, unless NO_COLOR is set."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def table(rows: Sequence[Sequence[str]], whole: Iterable[int] = (), head: bool = True) -> list[str]:
    """Rows of cells as lines with aligned columns that fit the width; the first row is the `head`.

    Where the columns do not fit, those not in `whole` (numbers, which must be read in one piece) are broken into
    lines of their own column; a row never runs over the edge. Where even that would break words, each row is a block
    of its own: its first cell, below it every other with its head.
    """
    columns = _widths(rows, set(whole))
    if head and len(rows) > 1 and _breaks_words(rows, columns):
        return [line for row in rows[1:] for line in _block(rows[0], row)]
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False, show_header=False)
    for wide in columns:
        drawn.add_column(width=wide, overflow="fold")
    for place, row in enumerate(rows):
        style = "bold" if head and place == 0 else ""
        drawn.add_row(*(Text(cell, style=style) for cell in row))
    console = Console(
        file=io.StringIO(),
        width=width(),
        force_terminal=styled(),
        no_color=not styled(),
        color_system="standard" if styled() else None,
        highlight=False,
        legacy_windows=False,
    )
    with console.capture() as caught:
        console.print(drawn)
    return [line.rstrip() for line in caught.get().splitlines()]


def _breaks_words(rows: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Whether columns this wide break a word, or together run over the edge."""
    words = any(
        len(word) > wide
        for row in rows
        for cell, wide in zip(row, columns, strict=True)
        for word in cell.split()
    )
    return words or sum(columns) + GAP * (len(columns) - 1) > width()


def _block(heads: Sequence[str], row: Sequence[str]) -> list[str]:
    """A row below itself: its first cell, then every other that holds anything, with its head."""
    first, *others = row
    lines = wrapped(first.strip(), "  ")
    for name, cell in zip(heads[1:], others, strict=True):
        if cell.strip():
            lines += [
                f"  {line}"
                for line in textwrap.wrap(f"{name}: {cell.strip()}", width() - 2, subsequent_indent="  ")
            ]
    return lines


def _widths(rows: Sequence[Sequence[str]], whole: set[int]) -> list[int]:
    """How wide each column is drawn: what it needs or, where all do not fit, less for the widest that may be broken;
    words are broken only when nothing else helps."""
    columns = range(len(rows[0]))
    wide = [max(len(row[k]) for row in rows) for k in columns]
    longest = [max(len(word) for row in rows for word in (row[k].split() or [""])) for k in columns]
    room = width() - GAP * (len(wide) - 1)
    for least in (longest, [NARROWEST_COLUMN] * len(wide)):
        while sum(wide) > room:
            loose = [k for k in columns if k not in whole and wide[k] > least[k]]
            if not loose:
                break
            wide[max(loose, key=wide.__getitem__)] -= 1
    return wide


def headed(title: str) -> list[str]:
    """A title, in bold where that can be shown."""
    lines = wrapped(title)
    return [f"\x1b[1m{line}\x1b[0m" for line in lines] if styled() else lines


def wrapped(text: str, indent: str = "") -> list[str]:
    """The text in lines that fit the width; all but the first begin with `indent`."""
    return textwrap.wrap(text, width(), subsequent_indent=indent, break_long_words=False)


def blocks(parts: Iterable[Iterable[str]]) -> str:
    """Groups of lines with an empty line between them; groups without lines are left out."""
    return "\n\n".join("\n".join(lines) for lines in map(list, parts) if lines)
