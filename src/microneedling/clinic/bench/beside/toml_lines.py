"""One value of a TOML text changed where it stands: comments, order and spaces of all else stay as they were typed.

Every change is read back: what a line cannot say (a table written inline, a value over several lines) is refused, never
guessed.
"""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

from ....course.writing import tables_text

Step = str | int
HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
VALUE = r"""("(?:[^"\\]|\\.)*"|'[^']*'|\{[^{}#]*\}|[^#"'\[{]*?)"""
IN_TEXT = "in the text: from here this value cannot be changed"


class NotHere(Exception):
    """A value that no single line of the text holds."""


def held(tables: Any, path: Sequence[Step]) -> Any:
    """The value at a path of tables and places in lists; None where there is none."""
    for step in path:
        try:
            tables = tables[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tables


def with_value(text: str, path: Sequence[Step], value: Any) -> str:
    """The text with one value changed, put in or (None) taken out; raises `NotHere` where no line can say so."""
    wanted = tomllib.loads(text)
    table = held(wanted, path[:-1])
    if not isinstance(table, dict):
        raise NotHere
    if value is None:
        table.pop(path[-1], None)
    else:
        table[path[-1]] = copy.deepcopy(value)
    changed = _changed(text.split("\n"), path, value)
    try:
        found = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        raise NotHere from None
    if found != wanted:
        raise NotHere
    return changed


def _changed(lines: list[str], path: Sequence[Step], value: Any) -> str:
    first, end = _block(lines, path[:-1])
    key = str(path[-1])
    shape = re.compile(rf"(\s*{re.escape(key)}\s*=\s*){VALUE}(\s*(?:#.*)?)")
    written = "" if value is None else _written(value)
    for place in range(first, end):
        if found := shape.fullmatch(lines[place]):
            if value is None:
                return "\n".join([*lines[:place], *lines[place + 1 :]])
            start, old, after = found.groups()
            if isinstance(value, dict):
                after = ""  # a comment beside a plan tells its days, which are others now
            gap = " " * max(len(old) - len(written), 0) if after.strip() else ""
            return "\n".join([*lines[:place], f"{start}{written}{gap}{after}", *lines[place + 1 :]])
    if value is None:
        return "\n".join(lines)
    while end > first and not lines[end - 1].strip():
        end -= 1
    return "\n".join([*lines[:end], f"{_padded(lines[first:end], key)} = {written}", *lines[end:]])


def _written(value: Any) -> str:
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_written(one)}' for key, one in value.items())} }}"
    return tables_text({"it": value}).strip().split(" = ", 1)[1]


def _padded(lines: Sequence[str], key: str) -> str:
    """A key as wide as those beside it, whose signs of equality stand below each other."""
    wide = {len(line.split("=", 1)[0]) for line in lines if re.match(r"\s*[\w-]+\s*=", line)}
    return key.ljust(wide.pop() - 1) if len(wide) == 1 else key


def _block(lines: Sequence[str], table: Sequence[Step]) -> tuple[int, int]:
    """The lines of a table, below its header; raises `NotHere` where it has no header of its own."""
    names = [str(step) for step in table if isinstance(step, str)]
    nth = next((step for step in table if isinstance(step, int)), 0)
    if not names:
        return 0, next((place for place, _ in _headers(lines)), len(lines))
    starts = [place for place, name in _headers(lines) if name == names]
    if nth >= len(starts):
        raise NotHere
    start = starts[nth]
    return start + 1, next((place for place, _ in _headers(lines) if place > start), len(lines))


def _headers(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for place, line in enumerate(lines):
        if found := HEADER.match(line):
            yield place, [part.strip().strip('"') for part in found[2].split(".")]
