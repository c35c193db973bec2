"""The parts of a file: one table, several tables, a table whose kind decides its class; mistakes go on one list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from ..errors import InputError, Mistake, did_you_mean
from .lines import with_lines
from .mistakes import other_unit, shown, under
from .place import key_words
from .written import Written

Model = TypeVar("Model", bound=Written)


def checked(model: type[Model], raw: Any, path: str, mistakes: list[Mistake]) -> Model | None:
    """What stands at `path`, checked by its class; None where it has mistakes, which go on the list."""
    try:
        return model.model_validate(raw)
    except InputError as error:
        mistakes += under(path, error.mistakes)
        return None


def one_table(model: type[Model], raw: Any, path: str, mistakes: list[Mistake]) -> Model | None:
    """A table that stands once in its file, written [path]; None where it is missing or has mistakes."""
    if raw is None:
        mistakes.append(Mistake(path, "nothing", f"a [{path}] table"))
        return None
    if not isinstance(raw, Mapping):
        mistakes.append(Mistake(path, counted(raw), f"one table, written [{path}]"))
        return None
    return checked(model, raw, path, mistakes)


def several_tables(
    raw: Mapping[str, Any], key: str, mistakes: list[Mistake], needed: bool = False
) -> list[Any]:
    """The list of tables under `key`; one table in single brackets, or none where one is needed, is a mistake."""
    value = raw.get(key, [])
    if isinstance(value, list) and (value or not needed):
        return value
    found = "one table" if isinstance(value, Mapping) else shown(value) if value else "nothing"
    mistakes.append(Mistake(key, found, f"one or more tables, each written [[{key}]]"))
    return []


def by_kind(models: Mapping[str, type[Model]], raw: Any, path: str, mistakes: list[Mistake]) -> Model | None:
    """A table whose `kind` names its class among `models`; capitals and surrounding blanks are ignored."""
    if not isinstance(raw, Mapping):
        mistakes.append(Mistake(path, shown(raw), "a table"))
        return None
    kind = raw.get("kind")
    word = kind.strip().lower() if isinstance(kind, str) else ""
    if word not in models:
        allowed = " | ".join(f'"{name}"' for name in models)
        hint = did_you_mean(word, models) if word else ""
        mistakes.append(Mistake(f"{path}.kind", shown(kind), allowed, hint))
        return None
    return checked(models[word], {**raw, "kind": word}, path, mistakes)


def unknown_keys(table: Mapping[str, Any], allowed: Iterable[str], path: str = "") -> list[Mistake]:
    """One mistake for each key that no table of this kind has, with the nearest that it has."""
    names = list(allowed)
    before = f"{path}." if path else ""
    return [
        Mistake(
            f"{before}{key_words(key)}",
            "an unknown key",
            f"one of {', '.join(names)}",
            other_unit(key, names) or did_you_mean(key, names),
        )
        for key in table
        if key not in names
    ]


def missing_format(raw: Mapping[str, Any], number: int) -> list[Mistake]:
    """The mistake of a file that does not say in which format it is written."""
    if "format" in raw:
        return []
    return [Mistake("format", "nothing", str(number), f"Put `format = {number}` at the top.")]


def counted(raw: Any) -> str:
    """What was found where one table, or a list of them, was meant."""
    if not isinstance(raw, list):
        return shown(raw)
    return f"{len(raw)} table{'s' if len(raw) != 1 else ''}"


def refuse_mistakes(source: str, mistakes: Iterable[Mistake], text: str = "") -> None:
    """Raise one `InputError` with every mistake, each once and, given the text, with its line; else do nothing."""
    found = list(dict.fromkeys(mistakes))
    if found:
        raise InputError(source, with_lines(found, text))
