"""Names as they are compared: the one function for search and likeness. What was typed is stored as it was typed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

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
        "ƒ": "f",
        "ɓ": "b",
        "ɗ": "d",
        "ə": "e",
        "ي": "ى",  # two letters of one sound that keyboards of Arabic, Persian and Urdu write for one another
        "ی": "ى",
        "ک": "ك",
        "ە": "ه",
        "ة": "ه",
        "ٱ": "ا",
        "ـ": "",  # a stroke that only stretches a word
        "ך": "כ",
        "ם": "מ",
        "ן": "נ",
        "ף": "פ",
        "ץ": "צ",
        "ς": "σ",
    }
)
# Everything that keyboards and other programs put for an apostrophe, also within Hawaiian, Uzbek and Hebrew names.
APOSTROPHES = re.compile(
    "['\u2018\u2019\u201b\u02bb\u02bc\u02bd\u02be\u02bf\u02b9\u02c8`\u00b4\u2032\u055a\u05f3\ua78c\uff07]"
)
GAPS = re.compile(r"[\W_]+")
TURNING = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI", "PDF", "PDI"}
CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # left open in a name they would turn what follows it
ALIKE = 0.82  # least share of like letters of two names that may be one


def fold(text: str) -> str:
    """Small letters without marks, apostrophes of any kind left out, one gap between words; other scripts stay.

    >>> fold("  O\u2019Brien-Müller "), fold("Łukasz Øst")
    ('obrien muller', 'lukasz ost')
    """
    apart = unicodedata.normalize("NFKD", text)
    apart = unicodedata.normalize("NFKD", APOSTROPHES.sub("", apart).casefold())
    bare = "".join(sign for sign in apart if not _mark(sign)).translate(PLAIN)
    return GAPS.sub(" ", unicodedata.normalize("NFKC", bare)).strip()


def _mark(sign: str) -> bool:
    """Whether a sign is a mark above or below a letter, or one that is not seen at all."""
    return bool(unicodedata.combining(sign)) or unicodedata.category(sign) == "Cf"


def digits(text: str) -> str:
    """What of a telephone number is compared: its last nine digits, in the figures of any script."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())[-9:]


def isolated(name: str) -> str:
    """A name for plain text (a letter, a calendar, a terminal), whose direction scrambles nothing beside it.

    On pages `<bdi dir="auto">` does the same. What runs from left to right alone is left as it is.
    """
    if all(unicodedata.bidirectional(sign) not in TURNING for sign in name):
        return name
    return f"\u2068{CONTROLS.sub('', name)}\u2069"


def alike(one: str, other: str) -> bool:
    """Whether two folded names may belong to one person: spelt alike, or the same words in another order."""
    if not one or not other:
        return False
    if sorted(one.split()) == sorted(other.split()):
        return True
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def may_be_one(one: tuple[str, date | None, str], other: tuple[str, date | None, str]) -> bool:
    """Whether two people, each a folded name, a birthday and `digits` of a telephone, may be the same.

    A like name with the same or no known birthday; a like name or the same birthday with the same telephone. A hint.
    """
    like = alike(one[0], other[0])
    same_day = one[1] is not None and one[1] == other[1]
    unlike_day = one[1] is not None and other[1] is not None and not same_day
    same_call = len(one[2]) >= 7 and one[2] == other[2]
    return (like and not unlike_day) or (like and same_call) or (same_day and same_call)


def may_be_same_day(one: tuple[date | None, str], other: tuple[date | None, str]) -> bool:
    """Whether two birth dates, each with how exactly it is known (day, month, year, unknown), may be the same one."""
    if one[0] is None or other[0] is None or "unknown" in (one[1], other[1]):
        return True
    if one[0].year != other[0].year or "year" in (one[1], other[1]):
        return one[0].year == other[0].year
    return one[0].month == other[0].month and ("month" in (one[1], other[1]) or one[0].day == other[0].day)


def age_on(born: date | None, precision: str, day: date) -> str:
    """Age in whole years for people to read: `about 40` where the day of birth is not known to the day."""
    if born is None or precision == "unknown":
        return _("age not known")
    if precision == "year":
        return _("about %(age)s") % {"age": day.year - born.year}
    if precision == "month":
        return _("about %(age)s") % {"age": day.year - born.year - (day.month < born.month)}
    return str(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))
