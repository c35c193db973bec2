"""Fields beside the text of a file: its main values, read from the text, and written into it where one is changed.

A form sends each field as it is (`f-NAME`) and as it was when the text was last read (`was-f-NAME`): one that differs
was changed, and goes into the text. What several tables say differently, or nobody says, is an empty field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..fields import Field, number_or_word
from .toml_lines import IN_TEXT, NotHere, Step, held, with_value

NOW, BEFORE = "f-", "was-f-"
AS_IT_SAYS = ("", "as the text says")
Tables = Mapping[str, Any]
Read = Callable[[Tables], Any]
Write = Callable[[str, Any], str]


@dataclass(frozen=True)
class FileField:
    """A field of a file: what it is in the form, how its value is read of the tables and written into the text."""

    field: Field
    read: Read
    write: Write


@dataclass(frozen=True)
class FileFields:
    """The fields of a file as a page shows them, the text that they are of, and what changed it."""

    text: str
    fields: tuple[Field, ...]

    def with_mistakes(self, mistakes: Iterable[Any]) -> FileFields:
        """The same with the mistakes of a reader, each at the fields that its path names."""
        found = {item.name: list(item.wrong) for item in self.fields}
        for mistake in mistakes:
            place = mistake.path.rpartition(": ")[2]
            for item in self.fields:
                words = f"found {mistake.found}; allowed: {mistake.allowed}"
                if place.endswith(item.path) and words not in found[item.name]:
                    found[item.name].append(words)
        return replace(
            self, fields=tuple(replace(item, wrong=tuple(found[item.name])) for item in self.fields)
        )

    def to_json(self) -> dict[str, Any]:
        """What the page's script puts into text and fields."""
        fields = {item.name: {"value": item.typed, "wrong": list(item.wrong)} for item in self.fields}
        return {"text": self.text, "fields": fields}


def file_fields(known: Sequence[FileField], text: str, sent: Mapping[str, Any]) -> FileFields:
    """The fields of a text after those that were changed in the form went into it."""
    refused: dict[str, tuple[str, ...]] = {}
    for item in known:
        name = item.field.name
        now, before = (str(sent.get(mark + name, "")).strip() for mark in (NOW, BEFORE))
        if now in ("", before) or _readable(text) is None:
            continue
        value = now if item.field.choices else number_or_word(now)
        try:
            text = item.write(text, value)
        except NotHere:
            refused[name] = (IN_TEXT,)
    tables = _readable(text)
    fields = [_shown(item, tables, refused.get(item.field.name, ())) for item in known]
    return FileFields(text, tuple(fields))


def _readable(text: str) -> Tables | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _shown(item: FileField, tables: Tables | None, wrong: tuple[str, ...]) -> Field:
    value = None if tables is None else item.read(tables)
    typed = "" if value is None or isinstance(value, dict | list | bool) else str(value)
    choices = item.field.choices
    if choices:
        more = () if not typed or typed in dict(choices) else ((typed, typed),)
        choices = (AS_IT_SAYS, *more, *choices)
    return replace(item.field, name=NOW + item.field.name, typed=typed, choices=choices, wrong=wrong)


def at(field: Field, *path: Step) -> FileField:
    """A field whose value stands at one place."""
    return FileField(
        field, lambda tables: held(tables, path), lambda text, value: with_value(text, path, value)
    )


def in_each(field: Field, table: str, key: str) -> FileField:
    """A field whose value every table of a list says: read where they agree, written into each."""

    def read(tables: Tables) -> Any:
        found = [item.get(key) for item in listed(tables, table)]
        return found[0] if found and all(one == found[0] for one in found) else None

    def write(text: str, value: Any) -> str:
        for place in range(len(listed(tomllib.loads(text), table))):
            text = with_value(text, (table, place, key), value)
        return text

    return FileField(field, read, write)


def listed(tables: Tables, name: str) -> list[dict[str, Any]]:
    """The tables of a list, none where it is something else."""
    found = tables.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
