"""Numbers that were renamed: a better word must not move a prediction, and an old word must still be understood.

Every number of the registry is drawn from a random stream named after it (`streams.generator`). A renamed number
keeps the stream of its first name, so its draws stay equal to the last bit; `former_names.toml` lists both names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from ..errors import did_you_mean

FILE = Path(__file__).with_suffix(".toml")


@cache
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """Groups and keys, new name -> former name."""
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return read["groups"], read["keys"]


def former(key: str) -> str:
    """The name that a number was first drawn under: its own, unless it was renamed."""
    groups, keys = _tables()
    if key in keys:
        return keys[key]
    group, _, rest = key.partition(".")
    return f"{groups[group]}.{rest}" if group in groups else key


def renamed(old: str) -> str | None:
    """Today's name of a number, or of a group of numbers, that was once called `old`; None where none was."""
    groups, keys = _tables()
    for new, before in keys.items():
        if before == old:
            return new
    group, dot, rest = old.partition(".")
    return next((f"{new}{dot}{rest}" for new, before in groups.items() if before == group), None)


def hint_for(name: str, known: Iterable[str]) -> str:
    """What to write for a name that no number has: today's name of a renamed number, else the nearest spelling."""
    names = list(known)
    today = renamed(name)
    if today is not None and today in names:
        return f'it is now called "{today}".'
    return did_you_mean(name, names)
