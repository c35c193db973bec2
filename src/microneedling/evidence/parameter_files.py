"""The parameter files: `parameters/<group>.toml`, one table a number, read with every mistake at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import InputError, Mistake, did_you_mean
from .entry import Entry

FOLDER = Path(__file__).parent / "parameters"

_KINDS: dict[str, tuple[type, ...]] = {
    "value": (int, float),
    "range": (list,),
    "sources": (list,),
    **{name: (str,) for name in ("unit", "grade", "about", "formula", "prior", "where", "seen", "subject")},
}
_NEEDED = ("unit", "grade", "about")


def _entries(
    group: str, table: Mapping[str, Any], mistakes: list[Mistake], prefix: str = "", depth: int = 0
) -> Iterator[Entry]:
    """Entries of one file. A table without a unit, and with tables in it, holds one entry per category."""
    for name, body in table.items():
        key = f"{prefix}{name}"
        path = f"{group}.{key}"
        if not isinstance(body, dict):
            mistakes.append(Mistake(path, repr(body), "a table [name] with the fields of one number"))
        elif depth == 0 and "unit" not in body and body and all(isinstance(v, dict) for v in body.values()):
            yield from _entries(group, body, mistakes, f"{key}.", depth + 1)
        elif found := _misread(path, body):
            mistakes += found
        else:
            fields: dict[str, Any] = dict(body)
            if "value" in fields:
                fields["value"] = float(fields["value"])
            if "range" in fields:
                fields["range"] = tuple(float(x) for x in fields["range"])
            if "sources" in fields:
                fields["sources"] = tuple(fields["sources"])
            yield Entry(key=path, **fields)


def _misread(path: str, body: Mapping[str, Any]) -> list[Mistake]:
    """What keeps a table from being read as an entry: field names, types, a missing number."""
    found = []
    for name, value in body.items():
        if name not in _KINDS:
            hint = did_you_mean(name, _KINDS)
            found.append(Mistake(f"{path}.{name}", "an unknown field", ", ".join(_KINDS), hint))
        elif not isinstance(value, _KINDS[name]) or isinstance(value, bool):
            found.append(
                Mistake(f"{path}.{name}", repr(value), " or ".join(k.__name__ for k in _KINDS[name]))
            )
        elif name == "range" and not (len(value) == 2 and all(type(x) in (int, float) for x in value)):
            found.append(Mistake(f"{path}.range", repr(value), "two numbers [low, high]"))
        elif name == "sources" and not all(isinstance(x, str) for x in value):
            found.append(Mistake(f"{path}.sources", repr(value), "a list of keys of sources.bib"))
    found += [Mistake(path, f"no {name}", f"{name} = ...") for name in _NEEDED if name not in body]
    if ("value" in body) == ("formula" in body):
        both = "both value and formula" if "value" in body else "neither value nor formula"
        found.append(Mistake(path, both, "value = ... or formula = ..., never both"))
    return found


def read_folder(folder: Path = FOLDER, files: str = "*.toml") -> dict[str, Entry]:
    """All entries of the parameter files of a folder; raises InputError naming all that cannot be read.

    `files` narrows the reading to some groups (`"practice.toml"`), for what must answer at once.
    """
    entries: dict[str, Entry] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob(files)):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            mistakes.append(Mistake(path.name, f"no valid TOML ({error})", "TOML"))
            continue
        entries.update((entry.key, entry) for entry in _entries(path.stem, table, mistakes))
    if mistakes:
        raise InputError(f"registry {folder.name}/", mistakes)
    return entries
