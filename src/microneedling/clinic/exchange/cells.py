"""The one writer of CSV in the clinic: no cell of it is a formula to a spreadsheet, and it is read back as it was."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

# What makes a spreadsheet compute, after any gaps; wide forms too, for some turn them into the plain ones.
FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
QUOTED = re.compile(r"'+(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")


def safe(text: str) -> str:
    """A cell that a spreadsheet shows and does not compute: one apostrophe before what would begin a formula.

    A text that begins with apostrophes and then a formula gets one more, so that `unsafe` undoes it in every case.

    >>> safe("=1+1"), safe("+44 151"), safe("'t Hooft"), unsafe(safe("'=x"))
    ("'=1+1", "'+44 151", "'t Hooft", "'=x")
    """
    return f"'{text}" if FORMULA.match(text) else text


def unsafe(text: str) -> str:
    """The text that `safe` made a cell of."""
    return text[1:] if QUOTED.match(text) else text


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """A table as CSV: every cell made safe, lines ended by CR LF as RFC 4180 has them."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink, delimiter=separator, lineterminator="\r\n")
    writer.writerow([safe(name) for name in columns])
    for row in rows:
        writer.writerow([safe(cell) for cell in row])
    return sink.getvalue()


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> bytes:
    """The same in UTF-8 with the mark at its beginning by which spreadsheets know it."""
    return csv_text(columns, rows, separator).encode("utf-8-sig")


def rows_of(columns: Sequence[str], dictionaries: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """Rows with a cell for each column, empty where a dictionary has none."""
    return [[one.get(name, "") for name in columns] for one in dictionaries]
