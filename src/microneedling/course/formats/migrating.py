"""A course file of format 1 written in format 2: line by line with its comments, else anew without them.

Either way the new text is read again, and is given back only where it makes the very same course. Loads without the
array library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import InputError
from ...inputs.plain import listed
from ...inputs.text import tables_of
from ..course import Course
from ..reading import WHAT, parse_course
from ..writing import course_text, in_file_words
from .words import NEWEST, OLDEST, format_of


@dataclass(frozen=True)
class Migrated:
    """The new text of a course file; whether it was of the newest format before, and whether its remarks are lost."""

    text: str
    course: Course
    newest_before: bool = False
    remarks_lost: bool = False


def migrated(text: str, source: str) -> Migrated:
    """A course file in format 2; raises `InputError` with every mistake in it. Nothing but remarks can get lost."""
    course = parse_course(text, source)
    raw = tables_of(text, source, WHAT)
    if _in_words_of_today(raw):
        return Migrated(text, course, newest_before=True)
    if source.endswith(".json") or text.lstrip()[:1] == "{":
        return Migrated(
            json.dumps(in_file_words(course.as_file()), indent=2, ensure_ascii=False) + "\n", course
        )
    changed = _line_by_line(text, bool("format" in raw))
    if _reads_as(changed, course, source):
        return Migrated(changed, course)
    return Migrated(course_text(course), course, remarks_lost="#" in text)


def _reads_as(text: str, course: Course, source: str) -> bool:
    try:
        return parse_course(text, source) == course and _in_words_of_today(tables_of(text, source, WHAT))
    except InputError:
        return False


def _in_words_of_today(raw: Mapping[str, Any]) -> bool:
    sessions = [session for session in listed(raw, "session") if isinstance(session, Mapping)]
    parts = [raw, *sessions, *(zone for session in sessions for zone in listed(session, "zone"))]
    return format_of(raw, OLDEST) == NEWEST and not any("instrument" in part for part in parts)


_HEADER = re.compile(r"^(\s*\[\s*)instrument(\s*\.[^#]*?)(\s+#|\s*$)")
_KEY = re.compile(r"^(\s*)instrument(\s*)=")
_ANY_HEADER = re.compile(r"^\s*\[+\s*([^\[\]]+?)\s*\]+\s*(?:#.*)?$")
_FORMAT = re.compile(r"^(\s*format\s*=\s*)1\b")
_SHORTER = len("instrument") - len("device")


def _line_by_line(text: str, has_format: bool) -> str:
    """The text with the words of format 2 in headers and in keys of sessions; all else as it stands."""
    lines, table = [], ""
    for line in text.splitlines(keepends=True):
        if header := _ANY_HEADER.match(line):
            table = header[1]
        line = _HEADER.sub(_header, line)
        if table == "session":
            line = _KEY.sub(_key, line)
        elif not table:
            line = _FORMAT.sub(rf"\g<1>{NEWEST}", line)
        lines.append(line)
    return "".join(lines) if has_format else _with_format(lines)


def _header(match: re.Match[str]) -> str:
    """`[device.NAME]`, a remark behind it where it stood."""
    remark = " " * _SHORTER + match[3] if "#" in match[3] else match[3]
    return f"{match[1]}device{match[2]}{remark}"


def _key(match: re.Match[str]) -> str:
    """`device`, with the sign of equality where it stood if blanks brought it into a column."""
    blanks = match[2] + " " * _SHORTER if match[2] else ""
    return f"{match[1]}device{blanks}="


def _with_format(lines: list[str]) -> str:
    """The format as the first line that is no remark."""
    place = next((k for k, line in enumerate(lines) if not line.lstrip().startswith("#")), len(lines))
    return "".join([*lines[:place], f"format = {NEWEST}\n", *lines[place:]])
