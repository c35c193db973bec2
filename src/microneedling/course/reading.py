"""A course file (TOML or JSON text) read as a `Course`, or refused with the list of every mistake in it.

Loads without the array library.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..device.reading import instrument_at
from ..errors import InputError, Mistake
from ..inputs.mistakes import shown, with_those_between
from ..inputs.parts import checked, one_table, refuse_mistakes, several_tables
from ..inputs.repeat import expand, without_depth
from ..inputs.text import read_text, tables_of
from ..skin.person import Aftercare, Concern, Person
from .agreement import disagreements
from .course import Course, FollowUp, Session
from .devices import said_already, with_devices
from .formats.words import OLDEST, in_our_words, in_words_of
from .zones.filling import with_site

WHAT = "a course file"
PARTS = ("person", "concern", "instrument", "session", "aftercare", "follow_up")


def load_course(path: str | Path) -> Course:
    """Read and check a course file; raises `InputError` with every mistake in it.

    >>> from microneedling import load_course
    >>> load_course("examples/acne_scars_cheek.toml").person.site
    'cheek'
    """
    return parse_course(read_text(path, WHAT), str(path))


def parse_course(text: str, source: str = "course") -> Course:
    """Check the text of a course file; raises `InputError` with every mistake in it."""
    return course_from_tables(tables_of(text, source, WHAT), source, text)


def course_from_tables(raw: Mapping[str, Any], source: str = "course", text: str = "") -> Course:
    """Check the plain tables of a course file; raises `InputError` with every mistake in them."""
    mistakes, of_devices, written = list[Mistake](), list[Mistake](), raw
    raw = with_site(with_devices(in_our_words(raw, mistakes, unsaid=OLDEST), of_devices))
    sessions, paths = expand(raw, mistakes)
    parts: dict[str, Any] = {key: value for key, value in raw.items() if key not in PARTS}
    parts["person"] = one_table(Person, raw.get("person"), "person", mistakes)
    concerns = several_tables(raw, "concern", mistakes, needed=True)
    parts["concern"] = [checked(Concern, c, f"concern[{k}]", mistakes) for k, c in enumerate(concerns)]
    parts["instrument"] = _instruments(raw, mistakes)
    parts["session"] = [checked(Session, s, p, mistakes) for s, p in zip(sessions, paths, strict=True)]
    for key, model in (("aftercare", Aftercare), ("follow_up", FollowUp)):
        if key in raw:
            parts[key] = one_table(model, raw[key], key, mistakes)
    mistakes += _rest(parts)
    mistakes = with_those_between(mistakes, disagreements({**raw, "session": sessions}, paths))
    said = without_depth(raw) | said_already(of_devices)
    told = [*of_devices, *(m for m in mistakes if m.path not in said)]
    refuse_mistakes(source, [in_words_of(mistake, written) for mistake in told], text)
    return Course.model_validate(parts)


def _instruments(raw: Mapping[str, Any], mistakes: list[Mistake]) -> dict[str, Any]:
    tables = raw.get("instrument", {})
    if not isinstance(tables, Mapping):
        mistakes.append(Mistake("instrument", shown(tables), "tables, each written [instrument.NAME]"))
        return {}
    if isinstance(tables.get("kind"), str):
        allowed = "a table with a name of your own: [instrument.NAME]"
        mistakes.append(Mistake("instrument", "one table", allowed))
        return {}
    return {name: instrument_at(table, f"instrument.{name}", mistakes) for name, table in tables.items()}


def _rest(parts: Mapping[str, Any]) -> list[Mistake]:
    """The top level itself: unknown keys, the format number, the title, the operator's own cap."""
    top = {key: value for key, value in parts.items() if key not in PARTS}
    try:
        Course.__pydantic_validator__.validate_python(top)
    except ValidationError as error:
        if all(item["loc"] and item["loc"][0] in PARTS for item in error.errors(include_url=False)):
            return []  # what is lacking here is read beside; to say more takes longer than all else of a check
    try:
        Course.model_validate(top)
    except InputError as error:
        return [m for m in error.mistakes if m.path not in PARTS]
    return []
