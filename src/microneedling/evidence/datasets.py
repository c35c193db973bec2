"""The published measurements: five tables, one row a number, each with source, provenance and side.

`split` says what a row may be used for: `calibration` rows may enter a likelihood, `context` rows may inform
priors and text but never a likelihood. It is a study's, not a table's: all rows of one study stand on one side. Some
readings were noted twice or computed from others; `repeats.csv` beside the tables names them. `for_likelihood()`
leaves these out, what was seen only in memory, and the harms, whose rates are of few people and are only compared.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "observations"
TABLES = ("anchors", "biology", "clinical", "mechanics", "safety")
ONLY_COMPARED = ("safety",)  # tables that no likelihood takes from, whichever side a study stands on
SPLITS = ("calibration", "context")
SEEN = {
    "read": "read",
    "read_secondary": "read2",
    "memory": "memory",
    "memory_unverified": "memory",
    "derived_from_read": "derived",
}

# Field of an observation -> the column that holds it, table by table.
_BENCH = {
    "quantity": "quantity",
    "subject": "population_or_tissue",
    "conditions": "other_conditions",
    "time": "timepoint_h_or_d",
    "value_text": "value",
    "unit": "unit",
    "spread": "spread",
    "address": "url_or_doi",
    "note": "note",
}
_COLUMNS: dict[str, dict[str, str]] = {
    "anchors": _BENCH,
    "biology": {
        "quantity": "quantity",
        "subject": "species_or_population",
        "conditions": "conditions",
        "time": "timepoint_d",
        "value_text": "value",
        "unit": "unit",
        "spread": "spread",
        "address": "url_or_doi",
        "note": "note",
    },
    "clinical": {
        "topic": "outcome",
        "quantity": "measure",
        "subject": "population",
        "conditions": "passes_or_density",
        "time": "timepoint_d_from_first_session",
        "value_text": "change_value",
        "unit": "change_unit",
        "spread": "p_or_ci",
        "address": "url_or_doi",
        "note": "risk_of_bias_note",
    },
    "mechanics": _BENCH,
    "safety": {
        "topic": "event",
        "quantity": "event",
        "subject": "population",
        "conditions": "conditions",
        "value_text": "rate",
        "address": "url",
    },
}
_DAYS = {"min": 1 / 1440, "h": 1 / 24, "d": 1.0}


@dataclass(frozen=True)
class Observation:
    """One row: what was measured, on whom, when, how much, by whom, and how the number was seen.

    `value_text` stands as the table has it (it may be a range or a word); `value` is its number if it is one.
    Clinical changes are follow-up minus baseline, times count from the first session. `columns` is the row.
    """

    id: str
    table: str
    topic: str
    quantity: str
    subject: str
    conditions: str
    n: str
    time: str
    value_text: str
    unit: str
    spread: str
    source: str  # key of sources.bib
    cited: str  # the source as the table cites it
    address: str
    seen: str  # read | read2 | derived | memory
    note: str
    split: str
    columns: Mapping[str, str] = field(repr=False, compare=False, default_factory=dict)

    @property
    def value(self) -> float | None:
        """The number that `value_text` is; None where it is a range or a word."""
        return _number(self.value_text)

    @property
    def day(self) -> float | None:
        """The time in days, when the table gives one; a bare number is days but in the mechanics table."""
        return _day(self.time, bare_is_days=self.table != "mechanics")

    @property
    def memory_fields(self) -> tuple[str, ...]:
        """Columns of this row filled from memory: treat them as a wide prior, never as a constant."""
        match = re.match(r"\[memory fields: ([^\]]*)\]", self.note)
        return tuple(match[1].split()) if match else ()

    def number(self, column: str) -> float | None:
        """Any other column of the table as a number, or None."""
        return _number(self.columns.get(column, ""))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _day(text: str, bare_is_days: bool) -> float | None:
    match = re.fullmatch(r"(d?)\s*(\d+(?:\.\d+)?)\s*(min|h|d)?", text.strip())
    if not match:
        return None
    amount, unit = float(match[2]), match[3] or ("d" if match[1] or bare_is_days else "")
    if not unit:
        return 0.0 if amount == 0 else None
    return amount * _DAYS[unit]


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def source_of_row() -> dict[str, str]:
    """Row id -> key of sources.bib."""
    return {item["row"]: item["source"] for item in _rows("sources")}


@cache
def load(name: str) -> tuple[Observation, ...]:
    """All rows of one table, in the order of the table. Safety rows, which have no id, are S001, S002, ...

    Raises `ValueError` for a name that is none of `TABLES`.
    """
    if name not in TABLES:
        raise ValueError(f"no observation table {name!r}; there are {', '.join(TABLES)}")
    names, keys, found = _COLUMNS[name], source_of_row(), []
    for number, item in enumerate(_rows(name), start=1):
        fields = {to: item[column] for to, column in names.items()}
        identity = item.get("id") or f"S{number:03d}"
        fields = {"topic": item.get("topic", ""), "time": "", "unit": "", "spread": "", "note": ""} | fields
        seen = SEEN[item["read_or_memory"]]
        found.append(
            Observation(
                id=identity,
                table=name,
                n=item["n"],
                source=keys[identity],
                cited=item["source"],
                seen=seen,
                split=item["split"],
                columns=item,
                **fields,
            )
        )
    return tuple(found)


def every(tables: Iterable[str] = TABLES) -> tuple[Observation, ...]:
    """All rows of the tables named."""
    return tuple(item for name in tables for item in load(name))


@cache
def _by_id() -> dict[str, Observation]:
    return {item.id: item for item in every()}


def row(identity: str) -> Observation:
    """The row with this id, such as `B107`; raises `KeyError` where there is none."""
    try:
        return _by_id()[identity]
    except KeyError:
        raise KeyError(f"no observation row {identity}") from None


def rows_named(text: str) -> tuple[str, ...]:
    """Row ids that a text such as `rows B107, A009-A011` quotes, ranges spelled out."""
    found: list[str] = []
    for letter, first, last in re.findall(r"\b([ABCDMNS])(\d{3})(?:\s*-\s*\1?(\d{3}))?\b", text):
        found += [f"{letter}{number:03d}" for number in range(int(first), int(last or first) + 1)]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Conflict:
    """A study with rows on both sides of the split."""

    source: str
    calibration: tuple[str, ...]
    context: tuple[str, ...]


@cache
def conflicts() -> tuple[Conflict, ...]:
    """Every study that stands on both sides; there must be none."""
    sides: dict[str, dict[str, list[str]]] = {}
    for item in every():
        sides.setdefault(item.source, {side: [] for side in SPLITS})[item.split].append(item.id)
    return tuple(
        Conflict(source, tuple(side["calibration"]), tuple(side["context"]))
        for source, side in sorted(sides.items())
        if all(side.values())
    )


@cache
def repeats() -> dict[str, tuple[str, str]]:
    """Row id -> (rows it repeats or was computed from, reason)."""
    return {item["row"]: (item["repeats"], item["reason"]) for item in _rows("repeats")}


def for_likelihood(tables: Iterable[str] = TABLES) -> tuple[Observation, ...]:
    """The rows that may enter a likelihood: calibration only, read not remembered, each reading once, no harms."""
    return tuple(
        item
        for item in every(tables)
        if item.split == "calibration"
        and item.table not in ONLY_COMPARED
        and item.seen in ("read", "read2")
        and item.id not in repeats()
    )
