"""A table read: its signs, columns, order of dates and decimal signs; each row's values or what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Any

from ....errors import InputError, Mistake, did_you_mean, visible
from ...audit.record import canonical, digest_of
from ...records.names import fold
from .columns import columns_digest, mapped
from .dates import ORDERS, Dated, NoDate, clock_of, dated, order_of, without_clock
from .encodings import Decoded, decoded
from .fields import KINDS, Field
from .numbers import SIGNS, NoNumber, decimal_sign, plain_number
from .sheet import Row, Sheet, sheet_of

BROKEN = re.compile(r"#(?:REF!|NAME\?|VALUE!|DIV/0!|N/A|NULL!|NUM!|#{2,})")
RUINED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
DATES, NUMBERS = "dates of ", "numbers of "  # before the column of which something has to be said
ALL = ""  # stands for every column, where an order or a sign is named


class Unreadable(ValueError):
    """What stands in a cell is none of what its field may hold; says why."""


@dataclass(frozen=True)
class Reading:
    """How a table is to be read, as far as it was said: encoding, field -> column, column -> order of dates or sign."""

    encoding: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    date_orders: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Parsed:
    """One row: what its cells say, field by field, or the reasons why they say nothing that can be kept."""

    row: Row
    values: dict[str, Any]
    reasons: list[str]

    def key(self, kind: str) -> str:
        """The digest of what the row says, whatever encoding, separator or order of columns it stands in."""
        if record := self.values.get("record"):
            return digest_of(canonical([kind, "record", str(record).lower()]))
        said = {name: _plain(value) for name, value in self.values.items()}
        return digest_of(canonical([kind, said]))


@dataclass(frozen=True)
class Table:
    """A table as it was read, and how."""

    kind: str
    sheet: Sheet
    decoded: Decoded
    columns: dict[str, str]
    date_orders: dict[str, str]
    decimals: dict[str, str]
    rows: list[Parsed]

    @property
    def left_out(self) -> list[str]:
        """Columns that nothing is taken from."""
        return [name for name in self.sheet.columns if name not in self.columns.values()]

    @property
    def digest(self) -> str:
        """The digest of the set of its column names."""
        return columns_digest(self.sheet.columns)

    def reading(self) -> dict[str, Any]:
        """How it was read, to be remembered: nobody's data."""
        return {"columns": self.columns, "date_orders": self.date_orders, "decimals": self.decimals}


def opened(data: bytes, encoding: str, source: str) -> tuple[Decoded, Sheet]:
    """Bytes as text and taken apart; raises `InputError` for what is no table."""
    text = decoded(data, encoding, source)
    return text, sheet_of(text.text, source)


def read(
    kind: str, text: Decoded, sheet: Sheet, said: Reading, remembered: Mapping[str, Any], source: str
) -> Table:
    """Every row of a table read; `remembered` is how one with the same column names was.

    Raises `InputError` with everything that must be said first: columns, the order of dates, decimal signs.
    """
    columns = mapped(kind, sheet.columns, said.columns, remembered.get("columns", {}))
    _check_said(sheet, said)
    fields = {item.name: item for item in KINDS[kind]}
    questions: list[Mistake] = []
    orders, signs = {}, {}
    for name, column in columns.items():
        values = _values(sheet, column)
        if fields[name].read in ("date", "when"):
            found, asked = order_of(values).word, order_of(values).question
            orders[column] = _settled(said.date_orders, remembered.get("date_orders", {}), column, found)
            if asked and not orders[column]:
                options = " | ".join(f'--date-order "{column}={word}"' for word in ("dmy", "mdy"))
                questions.append(Mistake(f"{DATES}{column}", asked, options))
        elif fields[name].read == "number":
            found, asked = decimal_sign(values)
            word = {sign: word for word, sign in SIGNS.items()}.get(found, "")
            word = _settled(said.decimals, remembered.get("decimals", {}), column, word)
            signs[column] = word
            if asked and not word:
                options = " | ".join(f'--decimal "{column}={word}"' for word in SIGNS)
                questions.append(Mistake(f"{NUMBERS}{column}", asked, options))
    if questions:
        raise InputError(f"{source}: one thing has to be said first", questions)
    places = {name: sheet.columns.index(column) for name, column in columns.items()}
    rows = [_parsed(row, fields, places, columns, orders, signs) for row in sheet.rows]
    return Table(kind, sheet, text, columns, orders, signs, rows)


def _check_said(sheet: Sheet, said: Reading) -> None:
    mistakes = []
    for option, words, known in (
        ("--date-order", said.date_orders, ORDERS),
        ("--decimal", said.decimals, SIGNS),
    ):
        for column, word in words.items():
            if column != ALL and column not in sheet.columns:
                hint = did_you_mean(column, sheet.columns)
                mistakes.append(Mistake(option, f'"{column}"', " | ".join(sheet.columns), hint))
            if word not in known:
                mistakes.append(Mistake(option, f'"{word}"', " | ".join(known)))
    if mistakes:
        raise InputError("how the table is to be read", mistakes)


def _settled(said: Mapping[str, str], remembered: Mapping[str, str], column: str, found: str) -> str:
    """What was said goes before what the values show, and that before what is remembered."""
    return said.get(column) or said.get(ALL) or found or remembered.get(column, "")


def _values(sheet: Sheet, column: str) -> list[tuple[int, str]]:
    place = sheet.columns.index(column)
    return [(row.line, row.cells[place]) for row in sheet.rows if not row.amiss and row.cells[place].strip()]


def _parsed(
    row: Row,
    fields: Mapping[str, Field],
    places: Mapping[str, int],
    columns: Mapping[str, str],
    orders: Mapping[str, str],
    signs: Mapping[str, str],
) -> Parsed:
    if row.amiss:
        return Parsed(row, {}, [row.amiss])
    values, reasons = {}, []
    for name, place in places.items():
        cell, column = row.cells[place], columns[name]
        if not cell.strip():
            if fields[name].needed:
                reasons.append(f"{column}: nothing")
            continue
        try:
            values[name] = _value(fields[name], cell, orders.get(column, ""), signs.get(column, ""))
        except (NoDate, NoNumber, Unreadable) as error:
            reasons.append(f"{column}: {error}")
    return Parsed(row, values, reasons)


def _value(field: Field, cell: str, order: str, sign: str) -> Any:
    """What a cell says, by the kind of its field; raises `Unreadable` and its like with the reason why none."""
    if BROKEN.fullmatch(cell.strip()):
        raise Unreadable(f"{cell.strip()}, the mark of a spreadsheet for an error of its own")
    if "\0" in cell or "\ufffd" in cell:
        raise Unreadable("a sign that was lost when the table was saved")
    if field.read == "text":
        return cell
    text = cell.strip()
    if field.read == "code":
        if RUINED.fullmatch(text):
            raise Unreadable(f"{text}: a spreadsheet took it for a number and lost its figures")
        return text
    if field.read == "date":
        day, clock = without_clock(text)
        if clock and clock_of(clock) != time():
            raise NoDate("a time of day beside the date")
        return dated(day, order)
    if field.read == "when":
        day, clock = without_clock(text)
        return dated(day, order, parts_of_date=False).day, clock_of(clock) if clock else None
    if field.read == "clock":
        return clock_of(text)
    if field.read == "number":
        return plain_number(re.sub(r"(?<=\d)\s*(mm|%|cm2|cm²)$", "", text), sign)
    return _word(field, text)


@cache
def _meant(field: Field) -> dict[str, str]:
    """The words that a cell may hold, as they are compared -> the word of records."""
    return {fold(item) or item: word for word, meant in field.choices for item in meant}


def _word(field: Field, text: str) -> Any:
    if (word := _meant(field).get(fold(text) or text)) is not None:
        return word == "yes" if field.read == "yes" else word
    words = [word for word, _ in field.choices]
    raise Unreadable(f'"{visible(text[:30])}"; allowed: {" | ".join(words)}')


def _plain(value: Any) -> Any:
    """A value in one form, however it was written."""
    if isinstance(value, Dated):
        return [value.day.isoformat(), value.precision]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value
