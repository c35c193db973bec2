"""Dates of a column: its order is decided from all of its values or asked for; what a date does not say is not made up.

`03.04.1980` is the third of April or the fourth of March, and one value does not tell. The values of a column do, where
one of them has a day past the twelfth. Where none has, or where two contradict each other, the order must be named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

ORDERS = {"dmy": "day, month, year", "mdy": "month, day, year", "ymd": "year, month, day"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = tuple(
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)
GAP = r"\s*[./\- ]\s*"
THREE = re.compile(rf"(\d{{1,4}}){GAP}(\d{{1,2}}){GAP}(\d{{1,4}})\.?")
TWO = re.compile(rf"(\d{{1,4}}){GAP}(\d{{1,4}})")
WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.\-]+([A-Za-z]{3,9})\.?,?[\s\-]+(\d{2,4})")
WORDS_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[\s\-]+(\d{1,2})(?:st|nd|rd|th)?,?[\s\-]+(\d{2,4})")
CLOCK = re.compile(
    r"(.*?)(?:[T,\s]+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?(Z|[+\-]\d\d:?\d\d)?$"
)
TWO_DIGITS = "a year of two digits: write all four"
SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
FIRST_YEAR, LAST_YEAR = 1880, 2200


class NoDate(ValueError):
    """What stands in a cell is no date; says why."""


@dataclass(frozen=True)
class Dated:
    """A day, and how much of it is known (`day`, `month`, `year`)."""

    day: date
    precision: str = "day"


@dataclass(frozen=True)
class Order:
    """What a column's values say of their order: the word of `ORDERS`, or "" and the question to ask."""

    word: str
    question: str = ""


def order_of(values: Sequence[tuple[int, str]]) -> Order:
    """The order of the numeric dates of a column, from its values with their lines.

    Decided where every date can be read in one order alone, or all orders read the same days; else a question.
    """
    numeric = [(line, parts) for line, value in values if (parts := _parts(value)) is not None]
    unclear = [
        (line, parts) for line, parts in numeric if len(parts[0]) < 3
    ]  # four digits in front: the year
    if not unclear:
        return Order("ymd")
    against = {
        word: [line for line, parts in unclear if _in_order(parts, word) is None] for word in ("dmy", "mdy")
    }
    possible = [word for word, lines in against.items() if not lines]
    if len(possible) == 1:
        return Order(possible[0])
    if possible and all(_in_order(parts, "dmy") == _in_order(parts, "mdy") for _, parts in unclear):
        return Order("dmy")
    if possible:
        line, parts = next(item for item in unclear if _in_order(item[1], "dmy") != _in_order(item[1], "mdy"))
        return Order("", f"every day is 12 or less: line {line} may be {_both(parts)}")
    return Order("", _contradiction(against))


def _contradiction(against: dict[str, list[int]]) -> str:
    """Which lines speak against each order, the first few."""
    told = [
        f"{', '.join(map(str, lines[:3]))}{' ...' if len(lines) > 3 else ''} cannot be {ORDERS[word]}"
        for word, lines in against.items()
    ]
    return f"its values contradict each other: lines {told[0]}, lines {told[1]}"


def _both(parts: tuple[str, str, str]) -> str:
    return " or ".join(
        f"{found.day} {MONTH_NAMES[found.month - 1]} {found.year}"
        for word in ("dmy", "mdy")
        if (found := _in_order(parts, word))
    )


def _parts(value: str) -> tuple[str, str, str] | None:
    """The three numbers of a date whose year has four digits; None for other forms."""
    found = THREE.fullmatch(without_clock(value)[0].strip())
    if found is None or (len(found[1]) < 4 and len(found[3]) < 4):
        return None
    return found[1], found[2], found[3]


def _in_order(parts: tuple[str, str, str], word: str) -> date | None:
    day, month, year = {"dmy": (0, 1, 2), "mdy": (1, 0, 2), "ymd": (2, 1, 0)}[word]
    try:
        return date(int(parts[year]), int(parts[month]), int(parts[day]))
    except ValueError:
        return None


def dated(value: str, order: str, *, parts_of_date: bool = True) -> Dated:
    """The date that a cell holds, read in a column's order; `1980` and `03/1980` are dates to the year and the month.

    Raises `NoDate` for a year of two digits, a day that is not in the calendar, a number of a spreadsheet.
    """
    text = value.strip()
    if (numbers := THREE.fullmatch(text)) is not None:
        return Dated(_of_numbers(numbers.groups(), order))
    for shape, day, month in ((WORDS, 1, 2), (WORDS_FIRST, 2, 1)):
        if (words := shape.fullmatch(text)) is not None:
            return Dated(_of_words(words[day], words[month], words[3]))
    if parts_of_date and re.fullmatch(r"\d{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return Dated(date(int(text), 1, 1), "year")
    if parts_of_date and (two := TWO.fullmatch(text)) is not None:
        return Dated(_of_month(two[1], two[2]), "month")
    if SERIAL.fullmatch(text):
        raise NoDate("a number, as spreadsheets hold dates: format the column as a date before saving")
    raise NoDate("no date")


def _of_numbers(parts: Sequence[str], order: str) -> date:
    first, last = parts[0], parts[2]
    if len(first) != 4 and len(last) != 4:
        raise NoDate(TWO_DIGITS if max(len(first), len(last)) <= 2 else "a year of three digits")
    word = "ymd" if len(first) == 4 else order if order != "ymd" else "dmy"
    found = _in_order((parts[0], parts[1], parts[2]), word)
    if found is None:
        raise NoDate(f"no day of the calendar, read as {ORDERS[word]}")
    return _likely(found)


def _of_words(day: str, month: str, year: str) -> date:
    if len(year) != 4:
        raise NoDate(TWO_DIGITS)
    name = month.lower()
    number = next((place for place, begin in enumerate(MONTHS, 1) if name.startswith(begin)), 0)
    try:
        return _likely(date(int(year), number, int(day)))
    except ValueError:
        raise NoDate("no day of the calendar, or a month in words that are not English") from None


def _of_month(one: str, other: str) -> date:
    year, month = (one, other) if len(one) == 4 else (other, one)
    if len(year) != 4:
        raise NoDate(TWO_DIGITS)
    try:
        return _likely(date(int(year), int(month), 1))
    except ValueError:
        raise NoDate("no month of the calendar") from None


def _likely(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise NoDate(f"the year {day.year}")
    return day


def without_clock(value: str) -> tuple[str, str]:
    """A cell parted into its date and the time of day after it, "" where there is none."""
    found = CLOCK.fullmatch(value.strip())
    return (value, "") if found is None else (found[1], value.strip()[len(found[1]) :].strip(" T,"))


def clock_of(text: str) -> time:
    """A time of day such as `14:30` or `2:30 pm`; raises `NoDate` for none, and for one with an offset of its own."""
    found = CLOCK.fullmatch(f"x {text.strip()}")
    if found is None:
        raise NoDate("no time of day such as 14:30")
    if found[6]:
        raise NoDate(
            "a time with an offset: write the time on the clinic's wall, and its zone in a column of its own"
        )
    hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
    if found[5]:
        if not 1 <= hour <= 12:
            raise NoDate("no time of day such as 2:30 pm")
        hour = hour % 12 + (12 if found[5].lower().startswith("p") else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        raise NoDate("no time of day such as 14:30") from None


def told(day: date, precision: str = "day") -> str:
    """A date as the clinic writes it: no more of it than is known."""
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
