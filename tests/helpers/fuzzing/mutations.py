"""The registry of mutations: each changes plain tables in place, as a slip of the hand or a stranger would."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from .places import ALIKE, KEYS, PARTS, WORDS, is_number, places

Draw = Callable[[Any], Any]
EXTREMES = (
    0, -1, 1, 2, -0.0, 0.5, 1e-300, 5e-324, 1e-9, 1e-3, 0.02, 0.05, 0.1, 10, 18, 100, 120, 365, 720, 3650, 7300,
    1e6, 1e9, 2**31, 2**63, -(2**63), 1e100, 1e308, -1e308, 10**30, 10**400, float("inf"), float("-inf"), float("nan"),
)  # fmt: skip
FACTORS = (0.01, 0.1, 0.5, 0.9, 1.1, 2, 5, 10, 100, -1)
TEXTS = (
    "", " ", "\0", "\n", "\x1b[31m", "a\u202eb", "\ud800", "\uffff", "\U0001f642", "é" * 200, "x" * 5000, "{}", "%s%n",
    "{0.__class__}", "<script>", "../../etc/passwd", "/dev/zero", "nan", "inf", "1e5", "0x10", "true", "null", "І",
    "ǅ", "ß", "İ", "１２", "⅓", "cheek\u00a0", "a,b;c", '"', "'", "\\", "$HOME", "--help",
)  # fmt: skip
OTHER_TYPES = (None, True, False, 0, 1, 2.5, "", "x", [], {}, [[]], [{}], [None], {"": 0}, [1, 2, 3])
DEPTHS = (1, 2, 5, 60, 400)


def _pick(draw: Draw, tables: Any, fits: Callable[[Any], bool] = lambda value: True) -> Any:
    found = [place for place in places(tables) if fits(place.value)]
    return draw(st.sampled_from(found)) if found else None


def drop(draw: Draw, tables: Any) -> None:
    """Something is left out."""
    if place := _pick(draw, tables):
        del place.around[place.key]


def duplicate(draw: Draw, tables: Any) -> None:
    """An entry of a list stands several times; a value stands under another key as well."""
    if place := _pick(draw, tables):
        if isinstance(place.around, list):
            times = draw(st.sampled_from((1, 2, 12, 70)))
            place.around[place.key : place.key] = [copy.deepcopy(place.value) for _ in range(times)]
        else:
            place.around[draw(st.sampled_from(KEYS))] = copy.deepcopy(place.value)


def rename(draw: Draw, tables: Any) -> None:
    """A key is misspelt, or is another one."""
    place = _pick(draw, tables)
    if place and isinstance(place.around, dict):
        other = (f"{place.key}s", place.key[:-1], place.key.upper(), f" {place.key}")
        value = place.around.pop(place.key)
        place.around[draw(st.sampled_from((*other, *KEYS, *TEXTS)))] = value


def retype(draw: Draw, tables: Any) -> None:
    """Something of another type: a number in quotes, one table for a list, nothing at all."""
    if place := _pick(draw, tables):
        value = place.value
        as_other = (str(value), [value], {"value": value}, {"mean": value, "sd": value}, {"low": value})
        place.around[place.key] = draw(st.sampled_from((*as_other, *copy.deepcopy(OTHER_TYPES))))


def swap(draw: Draw, tables: Any) -> None:
    """Two values change places."""
    one, other = _pick(draw, tables), _pick(draw, tables)
    if one and other:
        first, second = copy.deepcopy(one.value), copy.deepcopy(other.value)
        one.around[one.key] = second
        if other.key in other.around if isinstance(other.around, dict) else other.key < len(other.around):
            other.around[other.key] = first


def extreme(draw: Draw, tables: Any) -> None:
    """A number out of all measure, or just inside it."""
    if place := _pick(draw, tables, is_number):
        place.around[place.key] = draw(st.sampled_from(EXTREMES))


def scaled(draw: Draw, tables: Any) -> None:
    """A number some times as large: often still allowed."""
    if place := _pick(draw, tables, is_number):
        number = place.value * draw(st.sampled_from(FACTORS)) if abs(place.value) < 1e300 else place.value
        place.around[place.key] = int(number) if isinstance(place.value, int) and number == number else number


def word(draw: Draw, tables: Any) -> None:
    """Another word that stands in some example."""
    if place := _pick(draw, tables, lambda value: isinstance(value, str)):
        place.around[place.key] = draw(st.sampled_from(WORDS))


def alike(draw: Draw, tables: Any) -> None:
    """What stands under the same key in another example: often still allowed."""
    if (place := _pick(draw, tables)) and place.key in ALIKE:
        place.around[place.key] = copy.deepcopy(draw(st.sampled_from(ALIKE[place.key])))


def unicode(draw: Draw, tables: Any) -> None:
    """A text that no reader expects."""
    if place := _pick(draw, tables, lambda value: isinstance(value, str)):
        text = draw(st.sampled_from(TEXTS) | st.text(max_size=8))
        place.around[place.key] = draw(st.sampled_from((text, place.value + text, text + place.value)))


def nest(draw: Draw, tables: Any) -> None:
    """A value within lists or tables within each other."""
    if place := _pick(draw, tables):
        value, of_lists = place.value, draw(st.booleans())
        for _ in range(draw(st.sampled_from(DEPTHS))):
            value = [value] if of_lists else {"a": value}
        place.around[place.key] = value


def graft(draw: Draw, tables: Any) -> None:
    """A table or a list of another example, perhaps of another kind of file."""
    if place := _pick(draw, tables, lambda value: isinstance(value, dict | list)):
        place.around[place.key] = copy.deepcopy(draw(st.sampled_from(PARTS)))


def added(draw: Draw, tables: Any) -> None:
    """A key that some file has, with some value, in a table that need not know it."""
    if place := _pick(draw, {"": tables}, lambda value: isinstance(value, dict)):
        values = st.sampled_from((*copy.deepcopy(OTHER_TYPES), *EXTREMES, *WORDS, *copy.deepcopy(PARTS)))
        place.value[draw(st.sampled_from(KEYS))] = draw(values)


MUTATIONS: dict[str, Callable[[Draw, Any], None]] = {
    one.__name__: one
    for one in (
        drop,
        duplicate,
        rename,
        retype,
        swap,
        extreme,
        scaled,
        word,
        alike,
        unicode,
        nest,
        graft,
        added,
    )
}
