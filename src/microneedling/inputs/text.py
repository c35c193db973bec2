"""A small text file read into plain tables: decoded, parsed as TOML or JSON, with messages for what goes wrong."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from ..errors import InputError, Mistake, did_you_mean
from .mistakes import shown

LARGEST_BYTES = 1_000_000
WRITTEN = (".toml", ".json", ".csv")


def read_text(path: str | Path, what: str, largest_bytes: int = LARGEST_BYTES) -> str:
    """The text of a small UTF-8 file; `what` says in messages what it should be ("a course file").

    Raises `InputError` where there is no such file, it may not be read, is too large or is not UTF-8.
    """
    source = str(path)

    def refuse(found: str, hint: str = "") -> InputError:
        return InputError(source, [Mistake("file", found, "a readable text file in UTF-8", hint)])

    try:
        with Path(path).open("rb") as file:
            data = file.read(largest_bytes + 1)
    except FileNotFoundError:
        raise refuse("no such file", _nearby(Path(path))) from None
    except IsADirectoryError:
        raise refuse("a directory") from None
    except PermissionError:
        raise refuse("a file that may not be read (permission denied)") from None
    except (OSError, ValueError) as error:
        raise refuse(getattr(error, "strerror", None) or str(error)) from None
    if len(data) > largest_bytes:
        found = f"more than {largest_bytes // 1000} kB"
        raise refuse(found, f"{what[:1].upper()}{what[1:]} is a page of text.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(f"bytes that are not UTF-8 in line {line}", "Save the file as UTF-8.") from None


def _nearby(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in WRITTEN]
    except OSError:
        return ""
    return did_you_mean(path.name, names)


def tables_of(text: str, source: str, what: str) -> dict[str, Any]:
    """The plain tables of a TOML or JSON text; raises `InputError` where it is neither."""
    is_json = source.endswith(".json") or text.lstrip()[:1] == "{"
    try:
        raw = json.loads(text) if is_json else tomllib.loads(text)
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
    return raw


def _toml_mistake(message: str, text: str) -> Mistake:
    match = re.search(r"\(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = message[: match.start()].rstrip() if match else message
    line = int(match[1]) if match and match[1] else text.count("\n") + 1
    where = f"line {line}, column {match[2]}" if match and match[2] else f"line {line} (end of the file)"
    lines = text.splitlines()
    stands = lines[line - 1].strip()[:60] if 0 < line <= len(lines) else ""
    found = f"{what} in `{stands}`" if stands else what
    return Mistake(where, found, "TOML", 'Words stand in "quotes", numbers use a point, lists [ , ].')
