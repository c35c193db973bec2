"""A clinic's own anonymised table (CSV) of people: read and checked, every mistake at once.

Columns: `age_year` (needed), and any of `sex`, `phototype`, `photoageing`, `smoker`, `baseline`. Any other column is
refused, so that no name or number of a record slips in. Which forms of CSV are read: `clinic_csv`. Loads without the
array library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..errors import InputError, Mistake, did_you_mean
from ..inputs.mistakes import shown
from ..inputs.phototypes import PHOTOTYPES
from ..inputs.text import read_text
from ..skin.person import OLDEST_YEAR
from .clinic_csv import DECIMAL_COMMA, Sheet, sheet_of

LARGEST_BYTES, FEWEST_ROWS, MOST_TOLD = 5_000_000, 10, 20
WORDS = {
    "sex": ("female", "male"),
    "phototype": PHOTOTYPES,
    "smoker": ("yes", "no"),
}
NUMBERS = {"age_year": (0.0, float(OLDEST_YEAR)), "photoageing": (0.0, 1.0), "baseline": (-1e6, 1e6)}
COLUMNS = (*NUMBERS, *WORDS)
NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
EMPTY = "Leave out the row, or the column: nothing is guessed."
ONE_SIGN = "a decimal point (35.5), or cells separated by ; with a decimal comma"


def rows_of(path: Path) -> tuple[dict[str, str], ...]:
    """Rows of the table in plain words, numbers with a point; raises `InputError` with every mistake in it."""
    text = read_text(path, "a table of people", LARGEST_BYTES, of_spreadsheet=True)
    mistakes: list[Mistake] = []
    rows: list[dict[str, str]] = []
    if (sheet := sheet_of(text, COLUMNS, mistakes)) is not None:
        mistakes += _columns(list(sheet.columns))
        mistakes += _decimal_commas(sheet)
        commas_told = bool(mistakes) and mistakes[-1].allowed == ONE_SIGN
        for line, cells in sheet.rows:
            if len(mistakes) > MOST_TOLD:
                break
            row = _row(sheet, cells)
            rows.append(row)
            if not commas_told:
                mistakes += _of_row(sheet, line, cells, row)
    if len(rows) < FEWEST_ROWS and not mistakes:
        mistakes.append(Mistake("rows", str(len(rows)), f"at least {FEWEST_ROWS} people"))
    if mistakes:
        raise InputError(str(path), mistakes)
    return tuple(rows)


def _row(sheet: Sheet, cells: tuple[str, ...]) -> dict[str, str]:
    filled = [*cells, *[""] * (len(sheet.columns) - len(cells))]
    return {key: _plain(key, cell, sheet) for key, cell in zip(sheet.columns, filled, strict=False)}


def _plain(key: str, cell: str, sheet: Sheet) -> str:
    """A number with a point; a word in the letters of the column's own words."""
    if key in NUMBERS and not sheet.commas_separate and DECIMAL_COMMA.fullmatch(cell):
        return cell.replace(",", ".")
    same = [word for word in WORDS.get(key, ()) if word.lower() == cell.lower()]
    return same[0] if same else cell


def _of_row(sheet: Sheet, line: int, cells: tuple[str, ...], row: dict[str, str]) -> Iterator[Mistake]:
    if len(cells) > len(sheet.columns):
        yield Mistake(
            f"line {line}", f"{len(cells)} cells", f"{len(sheet.columns)} cells, one for each column"
        )
    for key, value in row.items():
        if key in COLUMNS and (allowed := _wrong(key, value)):
            yield Mistake(f"line {line}, {key}", shown(value), allowed, "" if value else EMPTY)


def _decimal_commas(sheet: Sheet) -> Iterator[Mistake]:
    """One mistake for all decimal commas of a table whose cells are separated by commas."""
    if not sheet.commas_separate:
        return
    found = [
        (line, cells)
        for line, cells in sheet.rows
        if len(cells) > len(sheet.columns) or any(DECIMAL_COMMA.fullmatch(cell) for cell in cells)
    ]
    numbers = [
        line for line, cells in found if len(cells) > len(sheet.columns) and not any(map(_no_cell, cells))
    ]
    quoted = [line for line, cells in found if any(DECIMAL_COMMA.fullmatch(cell) for cell in cells)]
    lines = sorted({*numbers, *quoted})
    if lines:
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        what = f"a decimal comma in a table separated by commas (line {lines[0]}{more})"
        yield Mistake("separator", what, ONE_SIGN)


def _no_cell(cell: str) -> bool:
    """Whether a cell is neither a number nor a word of a column, so that too many cells are no split numbers."""
    return not (
        NUMBER.fullmatch(cell) or any(cell.lower() in map(str.lower, words) for words in WORDS.values())
    )


def _columns(columns: list[str]) -> Iterator[Mistake]:
    if "age_year" not in columns:
        hint = "Separate the names by a comma, a semicolon or a tab." if len(columns) == 1 else ""
        yield Mistake(
            "columns", ", ".join(columns)[:200] or "nothing", "age_year, and any of the others", hint
        )
    for name in dict.fromkeys(columns):
        if not name:
            yield Mistake("columns", "a column without a name", ", ".join(COLUMNS))
        elif name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS)
            yield Mistake(f"column {name[:60]}", "an unknown column", ", ".join(COLUMNS), hint)
        elif columns.count(name) > 1:
            yield Mistake(f"column {name}", "a column twice", "each column once")


def _wrong(key: str, value: str) -> str:
    """What may stand there, where something else does."""
    if key in WORDS:
        return "" if value in WORDS[key] else " | ".join(WORDS[key])
    low, high = NUMBERS[key]
    if not NUMBER.fullmatch(value):
        return "a number"
    return "" if low <= float(value) <= high else f"a number from {low:g} to {high:g}"
