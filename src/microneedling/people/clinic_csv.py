"""A CSV file as spreadsheets write it, taken apart into named columns and rows of cells; what they hold is not judged.

Cells are separated by `,` `;` a tab or `|`, as the line of column names shows or a first line `sep=;` says; lines end
in LF, CR or both; cells may stand in quotes, with separators and ends of lines within. Blank lines, and empty columns
and rows at the end, are passed over. Loads without the array library.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ..errors import Mistake

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars |"}
SAID = re.compile(r"\s*sep=(.)\s*$", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


@dataclass(frozen=True)
class Sheet:
    """Names of columns, and each row with the line it ends in; `separator` is a sign of `SEPARATORS`."""

    separator: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    @property
    def commas_separate(self) -> bool:
        """Whether a comma parts cells, and so cannot be a decimal sign."""
        return self.separator == "," and len(self.columns) > 1


def sheet_of(text: str, known: Collection[str], mistakes: list[Mistake]) -> Sheet | None:
    """The text taken apart; `known` names of columns tell which sign separates. None where it is no table at all."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    skipped = 0
    while lines and not lines[0].strip():
        lines, skipped = lines[1:], skipped + 1
    if lines and (said := SAID.match(lines[0])):
        lines, skipped, separator = lines[1:], skipped + 1, said[1]
        if separator not in SEPARATORS:
            allowed = " | ".join(f"sep={sign}" for sign in SEPARATORS if sign != "\t")
            mistakes.append(Mistake("line 1", f"sep={separator}", f"{allowed}, or a tab"))
            return None
    else:
        separator = _separator(lines[0] if lines else "", known)
    try:
        cells = list(_cells("\n".join(lines), separator, skipped))
    except csv.Error as error:
        mistakes.append(
            Mistake("file", f"no table: {error}", "CSV", "A cell that begins with a quote ends with one.")
        )
        return None
    return _trimmed(separator, cells)


def _separator(head: str, known: Collection[str]) -> str:
    """The sign that takes the line of names apart into most known names, else into most parts.

    One name alone shows none: then a comma is a decimal sign.
    """

    def names(sign: str) -> tuple[int, int]:
        parts = [part.strip().strip('"') for part in head.split(sign)]
        return sum(part in known for part in parts), len(parts)

    return max(SEPARATORS, key=names) if any(sign in head for sign in SEPARATORS) else ";"


def _cells(text: str, separator: str, skipped: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    for row in reader:
        cells = tuple(cell.strip() for cell in row)
        if any(cells):
            yield reader.line_num + skipped, cells


def _trimmed(separator: str, cells: Sequence[tuple[int, tuple[str, ...]]]) -> Sheet:
    """Without the empty columns that a separator at the end of every line makes."""
    if not cells:
        return Sheet(separator, (), ())
    (_, head), *rows = cells
    width = len(head)
    while width and not head[width - 1] and not any(cell for _, row in rows for cell in row[width - 1 :]):
        width -= 1
    trimmed = [(line, _without_end(row, width)) for line, row in rows]
    return Sheet(separator, head[:width], tuple(trimmed))


def _without_end(row: tuple[str, ...], width: int) -> tuple[str, ...]:
    while len(row) > width and not row[-1]:
        row = row[:-1]
    return row
