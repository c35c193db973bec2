"""A table taken apart: one line of column names, then rows of cells exactly as they stand, each with its line.

Unlike the table of a trial (`people.clinic_csv`) nothing is trimmed and every row is kept, also a short one: each must
end up accepted or rejected.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from ....errors import InputError, Mistake
from ....people.clinic_csv import SAID, SEPARATORS
from ..cells import unsafe

MOST_ROWS, MOST_CELL = 200_000, 100_000
REASON, LINE = (
    "rejected because",
    "rejected line",
)  # columns that a reject file puts in front; given again, they are left out
UNDER = "cells under"
LOOKED_AT = 60  # lines, to see what separates cells
RAREST_FIRST = ("\t", "|", ";", ",")


@dataclass(frozen=True)
class Row:
    """One row: the line it begins in, its cells, and what is wrong with its shape."""

    line: int
    cells: tuple[str, ...]
    amiss: str = ""


@dataclass(frozen=True)
class Sheet:
    """Column names as they stand, rows, the sign between cells, lines left out because they were empty."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str
    empty: int


def sheet_of(text: str, source: str = "the table") -> Sheet:
    """The text taken apart at `,` `;` or a tab, whichever its lines show; `sep=;` in front says it.

    Cells that the clinic's own writer made safe are what they were. Raises `InputError` for what is no table: names
    missing or twice, a quote that never ends, too many rows.
    """
    skipped = 0
    while (line := re.match(r"[ \t]*(?:\r\n|\r|\n)", text)) is not None:
        text, skipped = text[line.end() :], skipped + 1
    first, rest = _line(text)
    if (said := SAID.match(first)) is not None:
        if said[1] not in SEPARATORS:
            raise _refused(source, f"sep={said[1]}", "sep=, | sep=; | a tab")
        separator, text, skipped = said[1], rest, skipped + 1
    else:
        separator = _separator(text)
    rows, empty = _rows(text, separator, skipped, source)
    if not rows:
        raise _refused(source, "no line of column names", "column names, then rows")
    names = _names(rows[0].cells, source)
    kept = [position for position, name in enumerate(names) if name not in (REASON, LINE)]
    shaped = tuple(_shaped(row, names, kept) for row in rows[1:])
    return Sheet(tuple(names[position] for position in kept), shaped, separator, empty)


def _line(text: str) -> tuple[str, str]:
    found = re.search(r"\r\n|\r|\n", text)
    return (text, "") if found is None else (text[: found.start()], text[found.end() :])


def _separator(text: str) -> str:
    """The sign that parts the line of names and the most rows into equally many cells; where two do, the rarer one."""
    start = "".join(text.splitlines(keepends=True)[:LOOKED_AT])
    fits = {sign: _fits(start, sign) for sign in RAREST_FIRST}
    return max(RAREST_FIRST, key=lambda sign: fits[sign]) if any(fits.values()) else ","


def _fits(start: str, sign: str) -> float:
    """The share of rows with as many cells as there are names, 0 where the sign parts no names."""
    try:
        rows = [cells for cells in csv.reader(io.StringIO(start, newline=""), delimiter=sign) if any(cells)]
    except csv.Error:
        return 0.0
    if not rows or len(rows[0]) < 2:
        return 0.0
    broken = any('"' in cell for cell in rows[0])  # a quoted name was cut
    return sum(len(cells) == len(rows[0]) for cells in rows) / len(rows) / (2 if broken else 1)


def _rows(text: str, separator: str, skipped: int, source: str) -> tuple[list[Row], int]:
    csv.field_size_limit(MOST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[Row] = []
    empty, line = 0, skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append(Row(line, tuple(map(unsafe, cells))))
            else:
                empty += 1
            line = skipped + reader.line_num + 1
            if len(found) > MOST_ROWS + 1:
                raise _refused(source, f"more than {MOST_ROWS} rows", "fewer: part it, each with its names")
    except csv.Error as error:
        hint = "A cell that begins with a quote ends with one; a quote inside is doubled."
        raise InputError(
            source, [Mistake(f"line {line}", f"no row of a table: {error}", "CSV", hint)]
        ) from None
    return found, empty


def _names(cells: tuple[str, ...], source: str) -> list[str]:
    names = [cell.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    unnamed = [str(place) for place, name in enumerate(names, 1) if not name]
    twice = [name for name, count in Counter(names).items() if name and count > 1]
    mistakes = [Mistake(f"column {place}", "no name", "a name for every column") for place in unnamed]
    mistakes += [Mistake(f"column {name}", "the name twice", "each name once") for name in twice]
    if mistakes:
        raise InputError(source, mistakes)
    return names


def _shaped(row: Row, names: list[str], kept: list[int]) -> Row:
    """A row with a cell for each kept column; of one with too few or too many nothing is ever shifted into place."""
    cells, width = row.cells, len(names)
    amiss = ""
    if len(cells) < width:
        amiss = f"{len(cells)} {UNDER} {width} column names: which is missing does not show"
    elif any(cell.strip() for cell in cells[width:]):
        amiss = f"{len(cells)} {UNDER} {width} column names: a separator in a cell without quotes?"
    elif REASON in names and UNDER in cells[names.index(REASON)]:  # a spreadsheet fills up short rows
        amiss = f'the row had too few or too many {UNDER} its names: put it right, then empty "{REASON}"'
    if amiss:
        dropped = {place for place in range(width) if place not in kept}
        return Row(row.line, tuple(cell for place, cell in enumerate(cells) if place not in dropped), amiss)
    return Row(row.line, tuple(cells[place] for place in kept))


def _refused(source: str, found: str, allowed: str) -> InputError:
    return InputError(source, [Mistake("file", found, allowed)])
