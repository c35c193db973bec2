"""A small text file read into plain tables: decoded, parsed as TOML or JSON, with messages for what goes wrong."""

from __future__ import annotations

import json
import os
import re
import stat
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from ..errors import InputError, Mistake, did_you_mean
from .kinds import refuse_other_kind
from .mistakes import shown

LARGEST_BYTES = 1_000_000
WRITTEN = (".toml", ".json", ".csv")
READABLE = "a readable text file in UTF-8"
UTF_8 = "Save the file as UTF-8."
WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
STREAMS = (
    "/dev/stdin",
    "/dev/fd/",
    "/proc/self/fd/",
)  # what a shell hands over has somebody at its other end


def read_text(
    path: str | Path, what: str, largest_bytes: int = LARGEST_BYTES, *, of_spreadsheet: bool = False
) -> str:
    """The text of a small UTF-8 file; `what` says in messages what it should be ("a course file").

    `of_spreadsheet` takes what spreadsheets save as well: UTF-16, the Windows code page, line ends of any kind. Raises
    `InputError` where there is no such file, it is no plain file, may not be read, is too large, empty or no text.
    """
    if not isinstance(path, str | os.PathLike):
        raise InputError(what, [Mistake("path", shown(path), "the path of a file, a word in quotes")])
    source = str(path)
    data = _bytes(Path(path), source, largest_bytes + 1)
    if len(data) > largest_bytes:
        hint = f"{what[:1].upper()}{what[1:]} is a page of text."
        raise _refused(source, f"more than {largest_bytes // 1000} kB", hint)
    if not data.strip():
        raise _refused(source, "an empty file")
    if data[:2] in WIDE:
        if not of_spreadsheet:
            raise _refused(source, "text in UTF-16", UTF_8)
        return _decoded(data, "utf-16", source)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        raise _refused(source, f"a byte 0 in line {line}: not a text", UTF_8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if of_spreadsheet:
            return _decoded(data, "cp1252", source)
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(source, f"bytes that are not UTF-8 in line {line}", UTF_8) from None
    if "\r" in text.replace("\r\n", "") and "\n" not in text and not of_spreadsheet:
        hint = "Save the file with line ends LF (Unix) or CRLF (Windows)."
        raise _refused(source, "line ends of old computers (CR alone)", hint)
    return text


def _bytes(path: Path, source: str, most: int) -> bytes:
    try:
        handle = _without_waiting(source)
        try:
            kind = os.fstat(handle).st_mode
            if not stat.S_ISREG(kind) and not source.startswith(STREAMS):
                raise _refused(source, _NOT_PLAIN.get(stat.S_IFMT(kind), "no plain file"))
            return _read(handle, most)
        finally:
            os.close(handle)
    except FileNotFoundError:
        raise _refused(source, "no such file", _nearby(path)) from None
    except PermissionError:
        raise _refused(source, "a file that may not be read (permission denied)") from None
    except (OSError, ValueError) as error:
        raise _refused(source, getattr(error, "strerror", None) or str(error)) from None


_NOT_PLAIN = {
    stat.S_IFDIR: "a directory",
    stat.S_IFIFO: "a pipe (FIFO)",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def _without_waiting(name: str) -> int:
    """Opens a file to read; a pipe with nobody at its other end without waiting for somebody."""
    wait = 0 if name.startswith(STREAMS) else getattr(os, "O_NONBLOCK", 0)
    return os.open(name, os.O_RDONLY | getattr(os, "O_BINARY", 0) | wait)


def _read(handle: int, most: int) -> bytes:
    """All of it, at most so many bytes; a pipe gives less at a time than was asked for."""
    parts, left = [], most
    while left > 0 and (part := os.read(handle, left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _decoded(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise _refused(
            source, "bytes that are no text in UTF-8, UTF-16 or the Windows code page", UTF_8
        ) from None


def _refused(source: str, found: str, hint: str = "") -> InputError:
    return InputError(source, [Mistake("file", found, READABLE, hint)])


def _nearby(path: Path) -> str:
    """The file of a like name beside it; the ends of names, which all share, are not compared."""
    try:
        names = {entry.stem: entry.name for entry in path.parent.iterdir() if entry.suffix in WRITTEN}
    except (OSError, ValueError):
        return ""
    if path.stem in names:
        return f'did you mean "{names[path.stem]}"?'
    hint = did_you_mean(path.stem, names)
    stem = hint.removeprefix('did you mean "').removesuffix('"?')
    return f'did you mean "{names[stem]}"?' if stem else ""


def tables_of(text: str, source: str, what: str) -> dict[str, Any]:
    """The plain tables of a TOML or JSON text; raises `InputError` where it is neither, or is of another kind."""
    refuse_other_kind(text, None, source, what)
    is_json = source.endswith(".json") or text.lstrip()[:1] == "{"
    try:
        raw = _json(text, source) if is_json else tomllib.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(source, [Mistake(where, error.msg, "JSON")]) from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(source, [_toml_mistake(str(error), text)]) from None
    except (ValueError, RecursionError) as error:
        found = "tables nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise InputError(source, [Mistake("file", found, what)]) from None
    if not isinstance(raw, dict):
        raise InputError(source, [Mistake("file", shown(raw), what)])
    refuse_other_kind(text, raw, source, what)
    return raw


def _json(text: str, source: str) -> Any:
    """JSON read as TOML is: a key that stands twice in one table is a mistake, not the later value."""
    twice: list[str] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        twice.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return dict(pairs)

    raw = json.loads(text, object_pairs_hook=table)
    if twice:
        raise InputError(
            source, [Mistake(key, "the key twice in one table", "each key once") for key in twice]
        )
    return raw


def _toml_mistake(message: str, text: str) -> Mistake:
    match = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = message[: match.start()].rstrip() if match else message
    line = int(match[1]) if match and match[1] else text.count("\n") + 1
    where = f"line {line}, column {match[2]}" if match and match[2] else f"line {line} (end of the file)"
    lines = text.split("\n")
    stands = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
    why = what[:1].lower() + what[1:]
    found = f"{f'`{stands}`' if stands else 'a file that cannot be read'} ({why})"
    return Mistake(where, found, "TOML", 'Words stand in "quotes", numbers use a point, lists [ , ].')
