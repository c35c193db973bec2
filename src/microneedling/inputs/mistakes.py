"""Pydantic's findings in our form: where, what was found, what is allowed, did you mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..errors import Mistake, did_you_mean
from .allowed import allowed_words, choices_of, nearest
from .place import Place, place_in


def collected(error: ValidationError, model: type[BaseModel], path: str) -> list[Mistake]:
    """Every finding of one validation as a `Mistake` under `path`, each once."""
    schema = _schema(model)
    findings = [item for item in error.errors(include_url=False) if not _short_of_wrong_ones(item)]
    found = [one for item in findings for one in _mistakes(item, model, schema, path)]
    return list(dict.fromkeys(found))


@cache
def _schema(model: type[BaseModel]) -> Mapping[str, Any]:
    """What may stand where; made once, since it reads the text of every class below the model (a tenth of a second)."""
    return model.model_json_schema(by_alias=True)


def _short_of_wrong_ones(detail: ErrorDetails) -> bool:
    """Whether a list is said to be too short only because those in it that are wrong were not counted."""
    least, given = detail.get("ctx", {}).get("min_length"), detail["input"]
    return detail["type"] == "too_short" and isinstance(given, list | tuple) and len(given) >= (least or 0)


def with_those_between(found: Iterable[Mistake], between: Sequence[Mistake]) -> list[Mistake]:
    """Mistakes of the parts and those between them. A number that breaks two bounds is one slip: the bound that the
    rest of the whole sets is told, for it is the narrower."""
    told = {(item.path, _number(item.found)) for item in between} - {(item.path, None) for item in between}
    return [*(item for item in found if (item.path, _number(item.found)) not in told), *between]


def _number(found: str) -> float | None:
    try:
        return float(found)
    except ValueError:
        return None


def under(path: str, mistakes: Iterable[Mistake]) -> list[Mistake]:
    """The same mistakes of a part, with their places in the whole."""
    return [Mistake(_joined(path, item.path), item.found, item.allowed, item.hint) for item in mistakes]


def shown(value: Any) -> str:
    """What was found, short and in the file's own words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the word "{value[:60]}"' if value else "an empty word"
    if isinstance(value, Mapping):
        return "a table"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, int | float):
        return repr(value) if value != value or abs(value) < 1e15 else "a huge number"
    if isinstance(value, BaseModel):
        return f"a {type(value).__name__}"
    return str(value)[:60]


def _joined(path: str, inner: str) -> str:
    if not path or not inner:
        return path or inner
    return f"{path}{inner}" if inner.startswith("[") else f"{path}.{inner}"


def _mistakes(
    detail: ErrorDetails, model: type[BaseModel], schema: Mapping[str, Any], path: str
) -> list[Mistake]:
    """One finding; where a part brought a list of its own mistakes, all of them."""
    place = place_in(detail["loc"], model, schema)
    where, own = _joined(path, place.path), detail.get("ctx", {}).get("mistakes")
    if own is not None:
        return under(where, own)
    return [_mistake(detail, place, schema, where)]


def _mistake(detail: ErrorDetails, place: Place, schema: Mapping[str, Any], where: str) -> Mistake:
    kind, value = detail["type"], detail["input"]
    if kind == "invalid_key" or (kind == "string_unicode" and "properties" in place.node):
        return Mistake(where or str(value), "an unknown key", "keys that are words")
    if kind == "extra_forbidden":
        keys = list(place.beside)
        if where.rpartition(".")[2] in keys:  # a part may be given by its name in files or by its attribute's
            return Mistake(where, "what was given by another name too", "it once")
        found = did_you_mean(str(detail["loc"][-1]), keys)
        return Mistake(where, "an unknown key", f"one of {', '.join(keys)}", other_unit(where, keys) or found)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        kinds = list(place.node.get("discriminator", {}).get("mapping", {}))
        given = value.get("kind") if isinstance(value, Mapping) else value
        hint = did_you_mean(given, kinds) if isinstance(given, str) else ""
        return Mistake(_joined(where, "kind"), shown(given), " | ".join(f'"{name}"' for name in kinds), hint)
    if kind == "missing":
        return Mistake(where, "nothing", allowed_words(place.node, schema))
    if kind == "mistake":
        return Mistake(where, shown(value), detail["msg"])
    if kind in ("tuple_type", "list_type") and isinstance(value, Mapping):
        hint = f"Put it into a list, [ ... ]; in a file, begin it with [[{where}]]."
        return Mistake(where, "one table", allowed_words(place.node, schema), hint)
    words = [word for word in choices_of(place.node) if isinstance(word, str)]
    hint = detail.get("ctx", {}).get("hint")
    if hint is None:
        hint = nearest(value, words) if isinstance(value, str) else _slip(value, words)
    return Mistake(where, shown(value), allowed_words(place.node, schema), hint)


UNITS = {("um", "mm"): 1e-3, ("cm", "mm"): 10.0, ("nm", "um"): 1e-3, ("mm", "um"): 1e3, ("cm2", "mm2"): 1e2}


def other_unit(key: str, keys: Iterable[str]) -> str:
    """What to write for a length in another unit: `depth_um` is `depth_mm`, a thousandth of it; else nothing."""
    stem, _, unit = key.rpartition(".")[2].rpartition("_")
    for (given, wanted), times in UNITS.items():
        name = f"{stem}_{wanted}"
        if unit == given and name in keys:
            return f"Lengths of this kind are given in {wanted}: write {name}, {times:g} of the number in {given}."
    return ""


def _slip(value: Any, words: Sequence[str]) -> str:
    """A hint for a number where a word stands: Fitzpatrick types are Roman numerals."""
    roman = ("I", "II", "III", "IV", "V", "VI")
    if tuple(words) == roman and isinstance(value, int) and 1 <= value <= len(roman) and value is not True:
        return f'did you mean "{roman[value - 1]}"?'
    return ""
