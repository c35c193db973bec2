"""Kept rows of the trial of photographs: which are told, how far they miss the truth, to whom errors were fitted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from microneedling.evidence.practice import value_of
from microneedling.imaging.index import BY_LIGHT, IN_DEGREES, NOT_EARNED, blood_moved, index_of, untold

FITTED_EACH = 6  # of each phototype the first people, to whom errors were fitted
Row = dict[str, str]
Indices = dict[str, tuple[float, float]]
Pairs = dict[tuple[str, ...], Indices]


def is_fitted(row: Row) -> bool:
    """Whether the errors that are told were fitted to this person; all others check them."""
    return int(row["person"]) % 1000 < FITTED_EACH


def readings(row: Row) -> tuple[float, float]:
    """What was read, first and second."""
    return float(row["read_first"]), float(row["read_second"])


def pair_of(row: Row) -> tuple[str, ...]:
    """Which pair of photographs a row is of."""
    return row["person"], row["first"], row["second"]


def indices_of(rows: Sequence[Row]) -> Pairs:
    """All readings of every pair that was not refused."""
    found: Pairs = {}
    for row in rows:
        if not row["refused"]:
            found.setdefault(pair_of(row), {})[row["index"]] = readings(row)
    return found


def told(rows: Sequence[Row]) -> list[Row]:
    """Rows that `photo` would tell: of pairs that were not refused, less what blood, melanin or light hides."""
    found, most = indices_of(rows), value_of("imaging", "most_light_moved")
    return [
        row
        for row in rows
        if not row["refused"]
        and not (row["index"] in BY_LIGHT and float(row["light_moved"]) > most)
        and not untold(
            row["index"],
            found[pair_of(row)]["melanin_index"],
            blood_moved(found[pair_of(row)]["erythema_index"]),
        )
    ]


def change(row: Row) -> tuple[float, float]:
    """Read and true change of one row: percent of ln, of the typology angle degrees."""
    values = [float(row[name]) for name in ("read_first", "read_second", "true_first", "true_second")]
    if row["index"] == IN_DEGREES:
        return values[1] - values[0], values[3] - values[2]
    if min(values) <= 0:
        return float("nan"), float("nan")
    return 100 * float(np.log(values[1] / values[0])), 100 * float(np.log(values[3] / values[2]))


def misses(rows: Sequence[Row]) -> list[tuple[Row, float, Indices]]:
    """Each row that is told with an error: read less true change in the index's unit, and all readings of its pair.

    Changes are ln times the mean reading; plain differences where anything is zero, and of the typology angle.
    """
    pairs, found = indices_of(rows), []
    for row in told(rows):
        if row["index"] in NOT_EARNED:
            continue
        read, true = readings(row), (float(row["true_first"]), float(row["true_second"]))
        if row["index"] == IN_DEGREES or min(*read, *true) <= 0:
            off = (read[1] - read[0]) - (true[1] - true[0])
        else:
            off = float(np.subtract(*change(row))) / 100 * sum(read) / 2
        found.append((row, off, pairs[pair_of(row)]))
    return found


def over_told(rows: Sequence[Row]) -> list[tuple[Row, float]]:
    """Each row that is told with an error: its miss over the told error of a change."""
    return [(row, off / (index_of(row["index"], pair).error * np.sqrt(2))) for row, off, pair in misses(rows)]
