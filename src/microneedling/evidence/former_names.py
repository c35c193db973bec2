"""Numbers that were renamed: a better word must not move a prediction, and an old word must still be understood.

Every number of the registry is drawn from a random stream named after it (`streams.generator`). A renamed number
keeps the stream of its first name, so its draws stay equal to the last bit; `former_names.toml` lists both names.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

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
    """Today's name of a number that was once called `old`; None where no number was."""
    groups, keys = _tables()
    for new, before in keys.items():
        if before == old:
            return new
    group, _, rest = old.partition(".")
    return next((f"{new}.{rest}" for new, before in groups.items() if before == group), None)
