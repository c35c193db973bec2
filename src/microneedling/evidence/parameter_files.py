"""The parameter files: `parameters/<group>.toml`, one table a number, read with every mistake at once."""

from __future__ import annotations

import re
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
_HEAD = re.compile(r"^\[([\w.-]+)\]$", re.MULTILINE)


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


def read_folder(folder: Path = FOLDER) -> dict[str, Entry]:
    """All entries of the parameter files of a folder; raises InputError naming all that cannot be read."""
    entries: dict[str, Entry] = {}
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            mistakes.append(Mistake(path.name, f"no valid TOML ({error})", "TOML"))
            continue
        entries.update((entry.key, entry) for entry in _entries(path.stem, table, mistakes))
    if mistakes:
        raise InputError(f"registry {folder.name}/", mistakes)
    return entries


class GroupWhenAsked(Mapping[str, Entry]):
    """The entries of one parameter file by their name within the group, each parsed when it is first asked for.

    `check` needs a quarter of the numbers of practice, and parsing them all was a tenth of its time. Reads files in
    the form of ours alone, one table a number, its head on a line of its own; a test compares every file with
    `read_folder`. Raises `InputError` for an entry that cannot be read.
    """

    def __init__(self, group: str, folder: Path = FOLDER) -> None:
        self._group = group
        path = folder / f"{group}.toml"
        _, *parts = _HEAD.split(path.read_text(encoding="utf-8")) if path.exists() else ("",)
        self._texts = dict(zip(parts[::2], parts[1::2], strict=True))
        self._read: dict[str, Entry] = {}

    def __getitem__(self, name: str) -> Entry:
        if name not in self._read:
            table = tomllib.loads(f"[{name}]\n{self._texts[name]}")
            mistakes: list[Mistake] = []
            found = list(_entries(self._group, table, mistakes))
            if mistakes:
                raise InputError(f"registry {self._group}.toml", mistakes)
            self._read[name] = found[0]
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
