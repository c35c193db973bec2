"""Names as they are compared: the one function for search and likeness. What was typed is stored as it was typed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import SequenceMatcher

# Letters that do not come apart into a plain one and a mark.
PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ŧ": "t",
        "ĸ": "k",
    }
)
APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02b9`\u00b4\u2032]")
GAPS = re.compile(r"[\W_]+")
ALIKE = 0.82  # least share of like letters of two names that may be one


def fold(text: str) -> str:
    """Small letters without marks, apostrophes of any kind left out, one gap between words; other scripts stay.

    >>> fold("  O\u2019Brien-Müller "), fold("Łukasz Øst")
    ('obrien muller', 'lukasz ost')
    """
    apart = unicodedata.normalize("NFKD", text)
    apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("", apart).casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(PLAIN)
    return GAPS.sub(" ", unicodedata.normalize("NFKC", bare)).strip()


def digits(text: str) -> str:
    """What of a telephone number is compared: its last nine digits."""
    return re.sub(r"\D", "", text)[-9:]


def alike(one: str, other: str) -> bool:
    """Whether two folded names may belong to one person: spelt alike, or the same words in another order."""
    if not one or not other:
        return False
    if sorted(one.split()) == sorted(other.split()):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def age_on(born: date | None, precision: str, day: date) -> str:
    """Age in whole years for people to read: `about 40` where the day of birth is not known to the day."""
    if born is None or precision == "unknown":
        return "age not known"
    if precision == "year":
        return f"about {day.year - born.year}"
    if precision == "month":
        return f"about {day.year - born.year - (day.month < born.month)}"
    return str(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
