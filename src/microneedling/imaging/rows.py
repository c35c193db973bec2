"""Readings of photographs as the table (CSV) that `track` reads."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from ..files import write_whole
from ..tracking.measurement import Measurement

COLUMNS = ("day", "scale", "value", "error", "zone", "rater")


def rows_text(measurements: Sequence[Measurement]) -> str:
    """The table as text; a cell that is not told stays empty."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in measurements:
        writer.writerow([_cell(getattr(one, name)) for name in COLUMNS])
    return held.getvalue()


def write_rows(measurements: Sequence[Measurement], path: str | Path, force: bool = False) -> Path:
    """Write the table, whole or not at all; raises as `write_whole` does."""
    return write_whole(path, rows_text(measurements), force)


def _cell(value: object) -> object:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else value
