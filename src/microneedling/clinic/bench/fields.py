"""Fields of the explorers: few words and numbers that stand for a file. Numbers are texts, 1,5 the same as 1.5.

What is no number stays as it was typed, for the reader of the file to say what is allowed with all other mistakes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Field:
    """A field: its name in the form, what it is called, what stands there at first; choices, or a slider's ends.

    `path` is the end of the path by which mistakes name it in the file.
    """

    name: str
    label: str
    usual: str
    unit: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    ends: tuple[float, float, float] | None = None  # low, high, step
    path: str = ""
    word: bool = False
    typed: str = ""
    wrong: tuple[str, ...] = ()

    @property
    def value(self) -> Any:
        """What was typed: a number where it is one, None where nothing was."""
        text = self.typed.strip()
        if not text:
            return None
        return text if self.word or self.choices else number_or_word(text)


def number_or_word(text: str) -> int | float | str:
    """The number that a text is, 1,5 read as 1.5; else the text as it was typed."""
    plain = text.replace(",", ".")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        found = float(plain)
    except ValueError:
        return text
    return found if math.isfinite(found) else text


def choices(words: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Words to choose from, each shown with a capital."""
    return tuple((word, word[:1].upper() + word[1:]) for word in words)


def filled(fields: Sequence[Field], sent: Mapping[str, Any]) -> dict[str, Field]:
    """The fields by their names, as sent; as usual where nothing was sent of one."""
    return {item.name: replace(item, typed=str(sent.get(item.name, item.usual))) for item in fields}


def with_mistakes(fields: Mapping[str, Field], mistakes: Iterable[Any]) -> dict[str, Field]:
    """The fields, each with the mistakes whose path ends in its own."""
    found = dict(fields)
    for mistake in mistakes:
        for name, item in found.items():
            if mistake.path.rpartition(": ")[2].endswith(item.path or item.name):
                words = f"found {mistake.found}; allowed: {mistake.allowed}"
                found[name] = replace(item, wrong=(*item.wrong, words))
    return found


def wrong_of(fields: Mapping[str, Field]) -> dict[str, Any]:
    """What the page's script shows at each field of an open page: its mistakes, none where it has none."""
    return {"fields": {name: {"wrong": list(item.wrong)} for name, item in fields.items()}}
