"""Pydantic's findings in our form: where, what was found, what is allowed, did you mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import Mistake, did_you_mean
from .written import Written


def collected(error: ValidationError, model: type[Written], path: str) -> list[Mistake]:
    """Every finding of one validation as a `Mistake` under `path`."""
    schema = model.model_json_schema(by_alias=True)
    return [_mistake(detail, schema, path) for detail in error.errors(include_url=False)]


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
    return str(value)[:60]


def _mistake(detail: ErrorDetails, schema: Mapping[str, Any], path: str) -> Mistake:
    loc = [part for part in detail["loc"] if not (isinstance(part, str) and part.startswith("function-"))]
    where = _joined(path, loc)
    kind, value = detail["type"], detail["input"]
    if kind == "extra_forbidden":
        keys = list(_table(schema, loc[:-1]).get("properties", {}))
        allowed = ", ".join(keys)
        return Mistake(where, "an unknown key", f"one of {allowed}", did_you_mean(str(loc[-1]), keys))
    if kind == "missing":
        return Mistake(where, "nothing", _allowed(_at(schema, loc), schema))
    if kind == "mistake":
        return Mistake(where, shown(value), detail["msg"])
    field = _at(schema, loc)
    words = [word for word in _choices(field) if isinstance(word, str)]
    hint = _nearest(value, words) if isinstance(value, str) else _slip(value, words)
    return Mistake(where, shown(value), _allowed(field, schema), hint)


def _nearest(value: str, words: Sequence[str]) -> str:
    """The nearest choice: by spelling, else the first that shares the beginning of a word."""
    if (hint := did_you_mean(value, words)) or len(value) < 4:
        return hint
    start = value.lower()[:5]
    sharing = [word for word in words if any(part.startswith(start) for part in word.lower().split())]
    return f'did you mean "{sharing[0]}"?' if sharing else ""


def _slip(value: Any, words: Sequence[str]) -> str:
    """A hint for a number where a word stands: Fitzpatrick types are Roman numerals."""
    roman = ("I", "II", "III", "IV", "V", "VI")
    if tuple(words) == roman and isinstance(value, int) and 1 <= value <= len(roman) and value is not True:
        return f'did you mean "{roman[value - 1]}"?'
    return ""


def _joined(path: str, loc: Sequence[int | str]) -> str:
    text = path
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        beside = {key: value for key, value in node.items() if key != "$ref"}
        node = {**schema["$defs"][node["$ref"].rsplit("/", 1)[1]], **beside}
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    if len(options) == 1:
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        return _resolved({**options[0], **rest}, schema)
    return node


def _at(schema: Mapping[str, Any], loc: Sequence[int | str]) -> Mapping[str, Any]:
    """The part of a JSON schema that describes the value at `loc`."""
    node = schema
    for part in loc:
        node = _resolved(node, schema)
        node = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part, {})
    return _resolved(node, schema)


def _table(schema: Mapping[str, Any], loc: Sequence[int | str]) -> Mapping[str, Any]:
    return _at(schema, loc) if loc else schema


def _choices(field: Mapping[str, Any]) -> list[Any]:
    return [field["const"]] if "const" in field else list(field.get("enum", ()))


def _allowed(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What may stand there, in words, from the same schema that editors use."""
    kind, about = field.get("type"), f" ({field['description']})" if field.get("description") else ""
    choices = _choices(field)
    if choices:
        return " | ".join(f'"{word}"' if isinstance(word, str) else str(word) for word in choices)
    if kind == "object":
        return "a table"
    if kind in ("number", "integer"):
        return f"a {'whole ' if kind == 'integer' else ''}number{_bounds(field)}{about}"
    if kind == "array":
        inner = _allowed(_resolved(field.get("items", {}), schema), schema)
        return f"a list [ ... ] of {inner}"
    words = {"boolean": "true or false", "string": "a short text in quotes"}
    return words.get(str(kind), "another value") + about


def _bounds(field: Mapping[str, Any]) -> str:
    low, above = field.get("minimum"), field.get("exclusiveMinimum")
    high, below = field.get("maximum"), field.get("exclusiveMaximum")
    text = f" from {low:g}" if low is not None else f" above {above:g}" if above is not None else ""
    return text + (f" to {high:g}" if high is not None else f" below {below:g}" if below is not None else "")
