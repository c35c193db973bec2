"""The bar code of a medical product (UDI in GS1's signs): product, lot and last day, as a scanner types it.

A code is a row of elements, each led by an identifier of two signs: 01 the product's number (14 digits), 11 the day it
was made and 17 the last day (YYMMDD; day 00 means the end of the month), 10 the lot and 21 the serial number (up to 20
signs). Elements of open length end with the code or with the separator (ASCII 29), which many scanners leave out: then
the rest of the code is theirs. Labels print the identifiers in brackets. Other elements are passed over.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

SEPARATOR = "\x1d"
FIXED = {"01": 14, "11": 6, "17": 6}  # identifier -> signs
OPEN = ("10", "21")
LONGEST = 20
LEAD = re.compile(r"^\](?:C1|d2|Q3|e0)")  # what a scanner puts before a code to say of which kind it is
PRINTED = re.compile(r"\((\d{2,4})\)([^()]+)")


@dataclass(frozen=True)
class Code:
    """What a code says; "" or None for what it leaves out."""

    product: str = ""
    lot: str = ""
    serial: str = ""
    made_on: date | None = None
    last_day: date | None = None


def read(typed: str) -> Code | None:
    """What a code says; None where it is none of this kind, or cut off.

    >>> read("(01)04012345678901(17)270300(10)AB-7").lot
    'AB-7'
    >>> read("010401234567890117270331" + "10AB-7").last_day
    datetime.date(2027, 3, 31)
    >>> read("AB-7") is None
    True
    """
    text = LEAD.sub("", typed.strip()).strip(SEPARATOR)
    parts = _printed(text) if text.startswith("(") else _scanned(text)
    if not parts or not _whole(parts):
        return None
    try:
        made_on, last_day = (_day(parts[name]) if name in parts else None for name in ("11", "17"))
    except ValueError:
        return None
    return Code(parts.get("01", ""), parts.get("10", ""), parts.get("21", ""), made_on, last_day)


def _printed(text: str) -> dict[str, str]:
    found = PRINTED.findall(text)
    if PRINTED.sub("", text).strip():
        return {}
    return {name: value.strip() for name, value in found if name in FIXED or name in OPEN}


def _scanned(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    while text:
        name, rest = text[:2], text[2:]
        if name in FIXED:
            parts[name], text = rest[: FIXED[name]], rest[FIXED[name] :]
        elif name in OPEN:
            parts[name], _mark, text = rest.partition(SEPARATOR)
        else:
            break  # how long another element is, its identifier alone does not say
        text = text.removeprefix(SEPARATOR)
    return parts


def _whole(parts: dict[str, str]) -> bool:
    """Whether every element is as long as it must be, and the number of the product holds."""
    for name, value in parts.items():
        if name in FIXED and not (len(value) == FIXED[name] and value.isascii() and value.isdigit()):
            return False
        if name in OPEN and not 1 <= len(value) <= LONGEST:
            return False
    return "01" in parts and _checks(parts["01"])


def _checks(number: str) -> bool:
    """Whether the last digit is the one the others lead to: weights 1, 3, 1, ... from the right, 10 divides the sum."""
    digits = [int(sign) for sign in reversed(number)]
    return (sum(digits[0::2]) + 3 * sum(digits[1::2])) % 10 == 0


def _day(six: str) -> date:
    """YYMMDD; day 00 is the last of the month. Raises ValueError for no day."""
    year, month, day = 2000 + int(six[:2]), int(six[2:4]), int(six[4:])
    if not 1 <= month <= 12:
        raise ValueError("no month")
    return date(year, month, day or calendar.monthrange(year, month)[1])
