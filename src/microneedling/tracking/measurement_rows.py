"""Rows of a file of measurements in plain words and numbers; days from dates; which course they are of.

Columns: `day` or `date`, `scale`, `value`, and any of `outcome`, `zone`, `rater`, `blinded`, `readings`, `error`,
`course`. Any
other column is refused, so that no name slips in. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from ..course.course import Course
from ..errors import Mistake, did_you_mean
from ..inputs.mistakes import shown
from ..people.clinic_csv import DECIMAL_COMMA, Sheet
from ..people.clinic_rows import NUMBER, ONE_SIGN

COLUMNS = (
    "day",
    "date",
    "scale",
    "value",
    "outcome",
    "zone",
    "rater",
    "blinded",
    "readings",
    "error",
    "course",
)
NEEDED = ("scale", "value")
WORDS = {"yes": 1.0, "no": 0.0, "done": 1.0, "missed": 0.0}
FLAGS = {"yes": True, "no": False, "": None, "unknown": None}
DATE = "a date as 2026-03-31"
NO_START = "Give the date of the first session: --start 2026-03-02 (from Python: start=date(2026, 3, 2))."


def rows_of(
    sheet: Sheet, course: Course | None, start: date | None, mistakes: list[Mistake]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row that can be read with the line it stands in, in the names and kinds of a `Measurement`."""
    wrong = list(_columns(sheet.columns))
    if "date" in sheet.columns and start is None:
        wrong.append(
            Mistake("column date", "dates", "days of the course, or a first session with a date", NO_START)
        )
    mistakes += wrong
    whole = not any(one.found in ("nothing", "dates", "day and date") for one in wrong)
    for line, cells in sheet.rows:
        if len(cells) > len(sheet.columns):
            allowed = f"{len(sheet.columns)} cells, one for each column"
            hint = f"Write {ONE_SIGN}." if sheet.commas_separate else ""
            mistakes.append(Mistake(f"line {line}", f"{len(cells)} cells", allowed, hint))
            continue
        named = dict(zip(sheet.columns, cells, strict=False))
        before = len(mistakes)
        row = _row(named, f"line {line}", start, sheet, mistakes)
        mistakes += _of_another(named.get("course", ""), f"line {line}", course)
        if len(mistakes) == before and whole:
            yield line, row


def _columns(columns: tuple[str, ...]) -> Iterator[Mistake]:
    for name in NEEDED:
        if name not in columns:
            yield Mistake(f"column {name}", "nothing", f"a column {name}")
    given = [name for name in ("day", "date") if name in columns]
    if len(given) != 1:
        yield Mistake("column day", "day and date" if given else "nothing", "a column day, or a column date")
    for name in dict.fromkeys(columns):
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or "Names of people do not belong in the file."
            yield Mistake(f"column {name[:60] or '(no name)'}", "an unknown column", ", ".join(COLUMNS), hint)
        elif columns.count(name) > 1:
            yield Mistake(f"column {name}", "a column twice", "each column once")


def _row(
    cells: dict[str, str], place: str, start: date | None, sheet: Sheet, mistakes: list[Mistake]
) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, cell in cells.items():
        if name == "date":
            row["day"] = _day_of(cell, start, place, mistakes)
        elif name in ("day", "value", "readings", "error"):
            if cell or name not in ("readings", "error"):
                row[name] = _number(name, cell, place, sheet, mistakes)
        elif name == "blinded":
            if (word := cell.lower()) not in FLAGS:
                mistakes.append(
                    Mistake(f"{place}, blinded", shown(cell), "yes | no, or nothing where unknown")
                )
            row[name] = FLAGS.get(word)
        elif name == "scale":
            row[name] = cell.lower().replace(" ", "_").replace("-", "_")
        elif cell and name in COLUMNS and name != "course":
            row[name] = cell
    return row


def _number(name: str, cell: str, place: str, sheet: Sheet, mistakes: list[Mistake]) -> float | int | None:
    plain = cell
    if not sheet.commas_separate and DECIMAL_COMMA.fullmatch(cell):
        plain = cell.replace(",", ".")
    if name == "value" and cell.lower() in WORDS:
        return WORDS[cell.lower()]
    if not NUMBER.fullmatch(plain):
        hint = "" if cell else "Leave out the row: nothing is guessed."
        mistakes.append(Mistake(f"{place}, {name}", shown(cell), "a number", hint))
        return None
    number = float(plain)
    return int(number) if name == "readings" and number.is_integer() else number


def _day_of(cell: str, start: date | None, place: str, mistakes: list[Mistake]) -> float | None:
    try:
        found = datetime.strptime(cell, "%Y-%m-%d").date()
    except ValueError:
        mistakes.append(Mistake(f"{place}, date", shown(cell), DATE))
        return None
    return None if start is None else float((found - start).days)


def _of_another(named: str, place: str, course: Course | None) -> Iterator[Mistake]:
    """A row that names another course than the one it is read for."""
    if named and course is not None and named != course.title:
        hint = "Another person's file? Look before anything is learnt from it."
        yield Mistake(f"{place}, course", shown(named), f'"{course.title}", the title of the course', hint)
