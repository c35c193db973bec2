"""A file (CSV) of what was measured of one person in a running course.

What may be measured in a course stands in `measurable`. Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ..course.course import Course
from ..errors import InputError, Mistake
from ..inputs.text import read_text
from ..people.clinic_csv import sheet_of
from .fitting import disagreeing
from .measurement import Measurement
from .measurement_rows import COLUMNS, rows_of

__all__ = ["Measurement", "load_measurements", "measurements_from_text", "refused"]

WHAT = "a file of measurements"
LARGEST_BYTES = 1_000_000


def load_measurements(
    path: str | Path, course: Course | None = None, start: date | None = None
) -> tuple[Measurement, ...]:
    """Read and check a file of measurements; raises `InputError` with every mistake in it.

    With `course` they are checked against it too: scales, zones, days. `start` is the date of the first session, for
    a file with dates instead of days.

    >>> from microneedling import load_course, load_measurements
    >>> course = load_course("examples/tracking/acne_scars.toml")
    >>> len(load_measurements("examples/tracking/acne_scars_measured.csv", course))
    8
    """
    text = read_text(path, WHAT, LARGEST_BYTES, of_spreadsheet=True)
    return measurements_from_text(text, str(path), course, start)


def measurements_from_text(
    text: str, source: str = "measurements", course: Course | None = None, start: date | None = None
) -> tuple[Measurement, ...]:
    """Check the text of a file of measurements; see `load_measurements`."""
    mistakes: list[Mistake] = []
    found: list[Measurement] = []
    places: list[str] = []
    if (sheet := sheet_of(text, COLUMNS, mistakes)) is not None:
        for line, row in rows_of(sheet, course, start, mistakes):
            _checked(row, f"line {line}", found, places, mistakes)
    mistakes += disagreeing(found, places, course)
    if not found and not mistakes:
        mistakes.append(Mistake("rows", "0", "at least one measurement"))
    if mistakes:
        raise InputError(source, _in_order(mistakes))
    return tuple(found)


def refused(measurements: Any, course: Course) -> list[Mistake]:
    """What is wrong with measurements given from Python for a course."""
    items = list(measurements) if isinstance(measurements, Sequence | tuple) else None
    if items is None or not all(isinstance(item, Measurement) for item in items):
        hint = "Make one from its file: load_measurements(PATH, course)."
        return [Mistake("measurements", f"a {type(measurements).__name__}", "a list of Measurement", hint)]
    return disagreeing(items, [f"measurements[{k}]" for k in range(len(items))], course)


def _checked(
    row: dict[str, Any], place: str, found: list[Measurement], places: list[str], mistakes: list[Mistake]
) -> None:
    try:
        found.append(Measurement.model_validate(row))
        places.append(place)
    except InputError as error:
        mistakes += [
            Mistake(f"{place}, {one.path}", one.found, one.allowed, one.hint) for one in error.mistakes
        ]


def _in_order(mistakes: Sequence[Mistake]) -> list[Mistake]:
    """Mistakes of the whole file first, then line by line, each once."""

    def line(mistake: Mistake) -> int:
        words = mistake.path.split(",")[0].split()
        return int(words[1]) if len(words) == 2 and words[0] == "line" and words[1].isdigit() else 0

    return sorted(dict.fromkeys(mistakes), key=line)
