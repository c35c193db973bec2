"""A clinic's own anonymised table (CSV) of people: read and checked, every mistake at once.

Columns: `age_year` (needed), and any of `sex`, `phototype`, `photoageing`, `smoker`, `baseline`. Any other column is
refused, so that no name or number of a record slips in. Loads without the array library.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from ..errors import InputError, Mistake, did_you_mean
from ..inputs.mistakes import shown
from ..inputs.phototypes import PHOTOTYPES
from ..inputs.text import read_text
from ..skin.person import OLDEST_YEAR

LARGEST_BYTES, FEWEST_ROWS = 5_000_000, 10
WORDS = {
    "sex": ("female", "male"),
    "phototype": PHOTOTYPES,
    "smoker": ("yes", "no"),
}
NUMBERS = {"age_year": (0.0, float(OLDEST_YEAR)), "photoageing": (0.0, 1.0), "baseline": (-1e6, 1e6)}
COLUMNS = (*NUMBERS, *WORDS)
EMPTY = "Leave out the row, or the column: nothing is guessed."


def rows_of(path: Path) -> tuple[dict[str, str], ...]:
    """Rows of the table in plain words; raises `InputError` with every mistake in it."""
    text = read_text(path, "a table of people", LARGEST_BYTES)
    reader = csv.DictReader(io.StringIO(text))
    columns = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = columns
    mistakes = list(_columns(columns))
    rows: list[dict[str, str]] = []
    for row in reader:
        line = reader.line_num
        clean = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        if None in row:
            mistakes.append(Mistake(f"line {line}", "more cells than columns", f"{len(columns)} cells"))
        mistakes += [
            Mistake(f"line {line}, {key}", shown(clean[key]), allowed, "" if clean[key] else EMPTY)
            for key in columns
            if key in COLUMNS and (allowed := _wrong(key, clean.get(key, "")))
        ]
        rows.append(clean)
        if len(mistakes) > 20:
            break
    if len(rows) < FEWEST_ROWS and not mistakes:
        mistakes.append(Mistake("rows", str(len(rows)), f"at least {FEWEST_ROWS} people"))
    if mistakes:
        raise InputError(str(path), mistakes)
    return tuple(rows)


def _columns(columns: list[str]) -> Iterator[Mistake]:
    if "age_year" not in columns:
        yield Mistake("columns", ", ".join(columns) or "nothing", "age_year, and any of the others")
    for name in columns:
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS)
            yield Mistake(f"column {name}", "an unknown column", ", ".join(COLUMNS), hint)
        elif columns.count(name) > 1:
            yield Mistake(f"column {name}", "a column twice", "each column once")


def _wrong(key: str, value: str) -> str:
    """What may stand there, where something else does."""
    if key in WORDS:
        return "" if value in WORDS[key] else " | ".join(WORDS[key])
    low, high = NUMBERS[key]
    try:
        number = float(value)
    except ValueError:
        return "a number"
    return "" if low <= number <= high else f"a number from {low:g} to {high:g}"
