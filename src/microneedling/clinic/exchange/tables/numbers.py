"""Numbers of a column: comma or point as decimal sign, decided from all of its values where one alone does not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

SIGNS = {"comma": ",", "point": "."}
UNCLEAR = re.compile(r"[+\-\u2212]?[1-9]\d{0,2}[,.]\d{3}")  # 1,234: a little more than one, or a thousand
BOTH = re.compile(r"[+\-\u2212]?\d{1,3}(?:([.,'\u2019\u00a0\u202f ])\d{3})(?:\1\d{3})*(?:([.,])\d+)?")
PLAIN = re.compile(r"[+\-\u2212]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")


class NoNumber(ValueError):
    """What stands in a cell is no number."""


def decimal_sign(values: Sequence[tuple[int, str]]) -> tuple[str, str]:
    """The decimal sign that a column's values show, or "" where none is needed; and a question where it must be asked.

    Asked only where a value such as `1,234` is there, and no other value says, or several say different things.
    """
    shown, unclear = set(), 0
    for line, value in values:
        text = value.strip()
        if UNCLEAR.fullmatch(text):
            unclear = unclear or line
        elif (found := _shows(text)) is not None:
            shown.add(found)
    if len(shown) == 1:
        return shown.pop(), ""
    if unclear:
        return (
            "",
            f"line {unclear} may be a number with three decimals, or thousands{' (others differ)' if shown else ''}",
        )
    return "", ""


def _shows(text: str) -> str | None:
    """The decimal sign that a value shows beyond doubt."""
    if (found := BOTH.fullmatch(text)) is not None:
        if found[2]:
            return found[2] if found[2] != found[1] else None
        if found[1] in ",." and text.count(found[1]) > 1:
            return "." if found[1] == "," else ","
        return None
    if PLAIN.fullmatch(text):
        return "," if "," in text else "." if "." in text else None
    return None


def plain_number(value: str, sign: str) -> str:
    """A number with a point and without gaps, as text; raises `NoNumber` for what is none.

    >>> plain_number("1.234,5", ","), plain_number("0,25", ""), plain_number("1,250", ",")
    ('1234.5', '0.25', '1.250')
    """
    text = value.strip().replace("\u2212", "-")
    if UNCLEAR.fullmatch(text):
        if not sign:
            raise NoNumber("a number whose sign may part thousands")
        return text.replace(",", ".") if sign in text else text.replace(",", "").replace(".", "")
    found = BOTH.fullmatch(text)
    if (
        found is not None
        and found[1] != found[2]
        and (found[2] or found[1] not in ",." or text.count(found[1]) > 1)
    ):
        text = text.replace(found[1], "")
    elif not PLAIN.fullmatch(text):
        raise NoNumber("no number such as 1,5 or 1.5")
    return text.replace(",", ".").strip(".") if text.endswith((".", ",")) else text.replace(",", ".")
