"""A course file (TOML or JSON text) made into a `Course`, or into the list of every mistake in it."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..device.instruments import INSTRUMENTS
from ..errors import InputError, Mistake, did_you_mean
from ..inputs.mistakes import collected, shown
from ..inputs.repeat import expand, without_depth
from ..inputs.written import Written
from ..skin.person import Aftercare, Concern, Person
from .agreement import disagreements
from .course import FORMAT, Course, FollowUp, Session

LARGEST_BYTES = 1_000_000


def read_course(path: str | Path) -> Course:
    """Read and check a course file; raises `InputError` with every mistake in it."""
    return course_from_text(read_text(path), str(path))


def read_text(path: str | Path, largest_bytes: int = LARGEST_BYTES, what: str = "a course file") -> str:
    """The text of a small UTF-8 file, or an `InputError` that says why not."""
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
        raise refuse(
            f"more than {largest_bytes // 1000} kB", f"{what[:1].upper()}{what[1:]} is a page of text."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refuse(f"bytes that are not UTF-8 in line {line}", "Save the file as UTF-8.") from None


def _nearby(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in (".toml", ".json")]
    except OSError:
        return ""
    return did_you_mean(path.name, names)


def course_from_text(text: str, source: str) -> Course:
    """Check the text of a course file; raises `InputError` with every mistake in it."""
    return course_from_tables(tables_of(text, source), source, text)


def tables_of(text: str, source: str, what: str = "a course file") -> dict[str, Any]:
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


def course_from_tables(raw: Mapping[str, Any], source: str = "course", text: str = "") -> Course:
    """Check the plain tables of a course file; raises `InputError` with every mistake in them."""
    mistakes: list[Mistake] = []
    if "format" not in raw:
        mistakes.append(Mistake("format", "nothing", str(FORMAT), f"Put `format = {FORMAT}` at the top."))
    sessions, paths = expand(raw, mistakes)
    parts: dict[str, Any] = {key: value for key, value in raw.items() if key not in _PARTS}
    parts["person"] = _part(Person, raw.get("person"), "person", mistakes)
    parts["concern"] = [
        _part(Concern, c, f"concern[{k}]", mistakes) for k, c in enumerate(_listed(raw, "concern", mistakes))
    ]
    parts["instrument"] = _instruments(raw, mistakes)
    parts["session"] = [_part(Session, s, p, mistakes) for s, p in zip(sessions, paths, strict=True)]
    for key, model in (("aftercare", Aftercare), ("follow_up", FollowUp)):
        if key in raw:
            parts[key] = _part(model, raw[key], key, mistakes)
    mistakes += _rest(parts)
    mistakes += disagreements({**raw, "session": sessions}, paths)
    mistakes = [mistake for mistake in mistakes if mistake.path not in without_depth(raw)]
    if mistakes:
        raise InputError(source, with_lines(list(dict.fromkeys(mistakes)), text))
    return Course.model_validate(parts)


_PARTS = ("person", "concern", "instrument", "session", "aftercare", "follow_up")


def _part(model: type[Written], raw: Any, path: str, mistakes: list[Mistake]) -> Written | None:
    """One table checked by its class; its mistakes go on the list."""
    if raw is None:
        mistakes.append(Mistake(path, "nothing", f"a [{path}] table"))
        return None
    if isinstance(raw, list) and path in _PARTS:
        mistakes.append(Mistake(path, f"{len(raw)} tables", f"one table, written [{path}]"))
        return None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        mistakes += collected(error, model, path)
        return None


def _listed(raw: Mapping[str, Any], key: str, mistakes: list[Mistake]) -> list[Any]:
    """A list of tables; one table written with single brackets is named as such."""
    value = raw.get(key, [])
    if isinstance(value, list) and not (key == "concern" and not value):
        return value
    found = "one table" if isinstance(value, Mapping) else shown(value) if value else "nothing"
    mistakes.append(Mistake(key, found, f"one or more tables, each written [[{key}]]"))
    return []


def _instruments(raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
    tables = raw.get("instrument", {})
    if not isinstance(tables, Mapping):
        mistakes.append(Mistake("instrument", shown(tables), "tables, each written [instrument.NAME]"))
        return {}
    if isinstance(tables.get("kind"), str):
        mistakes.append(
            Mistake("instrument", "one table", "a table with a name of your own: [instrument.NAME]")
        )
        return {}
    found = {}
    for name, table in tables.items():
        path = f"instrument.{name}"
        kind = table.get("kind") if isinstance(table, Mapping) else None
        kind = kind.strip().lower() if isinstance(kind, str) else kind
        if isinstance(table, Mapping) and kind not in list(INSTRUMENTS):
            allowed = " | ".join(f'"{word}"' for word in INSTRUMENTS)
            hint = did_you_mean(kind, INSTRUMENTS) if isinstance(kind, str) else ""
            mistakes.append(Mistake(f"{path}.kind", shown(table.get("kind")), allowed, hint))
            continue
        table = {**table, "kind": kind} if isinstance(table, Mapping) else table
        found[name] = _part(
            INSTRUMENTS[kind] if isinstance(kind, str) else INSTRUMENTS["pen"], table, path, mistakes
        )
    return found


def _rest(parts: Mapping[str, Any]) -> list[Mistake]:
    """The top level itself: unknown keys, the format number, the title, the operator's own cap."""
    top = {key: value for key, value in parts.items() if key not in _PARTS}
    try:
        Course.model_validate(top)
    except ValidationError as error:
        return [m for m in collected(error, Course, "") if m.path not in _PARTS]
    return []


def with_lines(mistakes: list[Mistake], text: str) -> list[Mistake]:
    """The same mistakes with the line of the file where each stands, in the order of the file."""
    if not text:
        return mistakes
    from ..inputs.lines import line_of

    placed = [(line_of(text, m.path), m) for m in mistakes]
    placed.sort(key=lambda pair: pair[0] or 0)
    return [
        Mistake(m.path, m.found, m.allowed, " ".join(filter(None, (m.hint, f"(line {line})")))) if line else m
        for line, m in placed
    ]
