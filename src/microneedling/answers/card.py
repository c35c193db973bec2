"""A result on one card: its title, the lines that answer the question, one small table, how much of it is known.

From the same card come the lines of a terminal, the table of a notebook and the one line of a `repr`.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..phrases import NOT_FOR

WIDTH = 92  # of a terminal on a page of the documentation, and of a cell in a notebook
LONGEST = 600  # characters of a `repr`


@dataclass(frozen=True)
class Card:
    """The parts of a card. `lead` answers the question first; the first row of the table is its head."""

    title: str
    lead: tuple[str, ...]
    table: tuple[tuple[str, ...], ...] = ()
    known: tuple[str, ...] = ()

    def text(self) -> str:
        """About a dozen lines for a terminal."""
        lines = [self.title, *_wrapped(self.lead), *aligned(self.table), *_wrapped((*self.known, NOT_FOR))]
        return "\n".join(lines)

    def html(self) -> str:
        """A small table for a notebook: escaped, without style sheets, in the notebook's own colours."""
        notes = "".join(f"<div>{_escaped(words)}</div>" for words in (*self.known, NOT_FOR))
        lead = "".join(f"<div>{_escaped(words)}</div>" for words in self.lead)
        return (
            f'<div style="max-width:60em"><div><strong>{_escaped(self.title)}</strong></div>{lead}'
            f'{_html_table(self.table)}<div style="font-size:smaller;opacity:.8">{notes}</div></div>'
        )

    def line(self, kind: str) -> str:
        """The card in one line, and what can be asked of it."""
        words = shortened(f"{self.title}: {' '.join(self.lead)}", LONGEST)
        return f"<{kind}: {words} | .summary() .plot() .to_frame() .to_json()>"


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text, on one line; cut between words where it has any."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    cut = text[: most - 3]
    return f"{cut.rpartition(' ')[0].rstrip(',;') or cut[:-1]} ..."


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows of cells as lines with aligned columns."""
    if not rows:
        return []
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    return [
        "  " + "  ".join(f"{cell:<{w}}" for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def _wrapped(parts: Iterable[str]) -> list[str]:
    return [line for words in parts for line in textwrap.wrap(words, WIDTH, break_long_words=False)]


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)


def _html_table(rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    edge = "padding:.15em .8em .15em 0;text-align:left"
    head = "".join(f'<th scope="col" style="{edge}">{_escaped(cell)}</th>' for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f'<td style="{edge}">{_escaped(cell)}</td>' for cell in row) + "</tr>"
        for row in rows[1:]
    )
    style = "margin:.4em 0;color:inherit;font-size:inherit"  # where a notebook's own sheet would not reach
    return f'<table style="{style}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
