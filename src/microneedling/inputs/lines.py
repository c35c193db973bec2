"""Where a path of a TOML file stands in its text: the line, for messages."""

from __future__ import annotations

import re

from ..errors import Mistake

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([\w\"'-]+(?:\s*\.\s*[\w\"'-]+)*)\s*=")


def line_of(text: str, path: str) -> int | None:
    """Line (from 1) of the longest beginning of `path` that stands in the text; None when nothing does.

    A reading by headers and keys, not a parser: enough to name a line, not to interpret the file.
    """
    places = _places(text)
    parts = path
    while parts:
        if parts in places:
            return places[parts]
        parts = parts[: max(parts.rfind("."), parts.rfind("["), 0)]
    return None


def with_lines(mistakes: list[Mistake], text: str) -> list[Mistake]:
    """The same mistakes with the line of the file where each stands, in the order of the file."""
    if not text:
        return mistakes
    placed = [(line_of(text, m.path), m) for m in mistakes]
    placed.sort(key=lambda pair: pair[0] or 0)
    return [
        Mistake(m.path, m.found, m.allowed, " ".join(filter(None, (m.hint, f"(line {line})")))) if line else m
        for line, m in placed
    ]


def _places(text: str) -> dict[str, int]:
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _numbered(_bare(header[2]), counts, new=header[1] == "[[")
            places.setdefault(table, number)
        elif key := _KEY.match(line):
            name = _bare(key[1])
            places.setdefault(f"{table}.{name}" if table else name, number)
    return places


def _numbered(header: str, counts: dict[str, int], new: bool) -> str:
    """A header with the number of each list of tables in it, the last so far; `new` begins another of its own."""
    parts, path = header.split("."), ""
    for k, part in enumerate(parts):
        path = f"{path}.{part}" if path else part
        if new and k == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


def _bare(name: str) -> str:
    return re.sub(r"\s*\.\s*", ".", name.strip()).replace('"', "").replace("'", "")
