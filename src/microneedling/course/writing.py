"""A `Course` written back as a course file of the newest format (TOML): every session on its own, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from .course import Course

WITHIN = "zone"  # tables of a session under headers of their own


def course_text(course: Course) -> str:
    """The course as TOML; reading it again gives an equal course."""
    return tables_text(in_file_words(course.as_file()))


def tables_text(tables: Mapping[str, Any]) -> str:
    """Plain tables of any file as TOML, in their order."""
    return "\n".join(_lines(tables)).strip() + "\n"


def in_file_words(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a course in the words of course files: devices, where the classes say instruments."""
    found: dict[str, Any] = {_word(key): value for key, value in tables.items()}
    found["session"] = [_session(session) for session in found.get("session", ())]
    return found


def _word(key: str) -> str:
    return "device" if key == "instrument" else key


def _session(session: Mapping[str, Any]) -> dict[str, Any]:
    found = {_word(key): value for key, value in session.items()}
    if WITHIN in found:
        found[WITHIN] = [{_word(key): value for key, value in zone.items()} for zone in found[WITHIN]]
    return found


def _lines(raw: Mapping[str, Any]) -> Iterator[str]:
    tables = {key: value for key, value in raw.items() if _is_table(value)}
    yield from (f"{key} = {_value(value)}" for key, value in raw.items() if key not in tables)
    for key, value in tables.items():
        if isinstance(value, list):
            for item in value:
                zones = item.get(WITHIN, ()) if key == "session" else ()
                plain = {name: inner for name, inner in item.items() if not zones or name != WITHIN}
                yield from _table(f"[[{key}]]", plain)
                for zone in zones:
                    yield from _table(f"[[{key}.{WITHIN}]]", zone)
        elif key == "device":
            for name, item in value.items():
                yield from _table(f"[{key}.{_key(name)}]", item)
        else:
            yield from _table(f"[{key}]", value)


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list) and any(isinstance(v, Mapping) for v in value)
    )


def _table(header: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", header, *(f"{key} = {_value(value)}" for key, value in table.items()))


def _key(name: str) -> str:
    plain = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
    return name if plain else _value(name)


def _value(value: Any) -> str:
    """One TOML value; a JSON string is also a TOML string but for the delete character."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    return repr(value)
