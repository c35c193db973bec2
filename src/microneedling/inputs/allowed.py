"""What may stand at a place of a file, in words, from the same JSON schema that editors use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import did_you_mean
from .place import resolved


def choices_of(field: Mapping[str, Any]) -> list[Any]:
    """The values among which one is chosen; empty where there is no such list."""
    return [field["const"]] if "const" in field else list(field.get("enum", ()))


def nearest(value: str, words: Iterable[str], synonyms: Mapping[str, str] | None = None) -> str:
    """A suggestion for an unknown word: by spelling, by a synonym of like spelling, else by the beginning of a word."""
    words, synonyms = list(words), synonyms or {}
    if hint := did_you_mean(value, [*words, *synonyms]):
        word = hint.removeprefix('did you mean "').removesuffix('"?')
        return f'did you mean "{synonyms[word]}"?' if word in synonyms else hint
    if len(value) < 4:
        return ""
    start = value.lower()[:5]
    sharing = [
        word for word in (*words, *synonyms) if any(part.startswith(start) for part in word.lower().split())
    ]
    return f'did you mean "{synonyms.get(sharing[0], sharing[0])}"?' if sharing else ""


def allowed_words(field: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    """What may stand there, with its unit or meaning where the schema says it."""
    about = f" ({field['description']})" if field.get("description") else ""
    if choices := choices_of(field):
        return " | ".join(f'"{word}"' if isinstance(word, str) else str(word) for word in choices)
    if branches := field.get("anyOf"):
        kinds = [
            allowed_words(resolved(branch, schema), schema)
            for branch in branches
            if branch.get("type") != "null"
        ]
        return " or ".join(dict.fromkeys(kinds)) + about
    return _of_type(field, schema, about)


def _of_type(field: Mapping[str, Any], schema: Mapping[str, Any], about: str) -> str:
    kind = field.get("type")
    if kind == "object" and (words := choices_of(field.get("propertyNames", {}))):
        named = " | ".join(f'"{word}"' for word in words)
        return f"{named}, a list of these, or shares such as {{ {words[0]} = 0.4, {words[1]} = 0.6 }}{about}"
    if kind == "object" or "oneOf" in field:
        return "a table"
    if kind in ("number", "integer"):
        return f"a {'whole ' if kind == 'integer' else ''}number{_bounds(field)}{about}"
    if kind == "array" and field.get("minItems") and "properties" in resolved(field.get("items", {}), schema):
        return f"one or more tables{about}"
    if kind == "array":
        inner = resolved(field.get("items", {}), schema)
        return f"a list [ ... ]{f' of {allowed_words(inner, schema)}' if inner else ''}{about if not inner else ''}"
    if kind == "string" and "maxLength" in field:
        return f"a text in quotes of at most {field['maxLength']} letters{about}"
    words = {"boolean": "true or false", "string": "a short text in quotes"}
    return words.get(str(kind), "another value") + about


def _bounds(field: Mapping[str, Any]) -> str:
    low, above = field.get("minimum"), field.get("exclusiveMinimum")
    high, below = field.get("maximum"), field.get("exclusiveMaximum")
    text = f" from {low:g}" if low is not None else f" above {above:g}" if above is not None else ""
    return text + (f" to {high:g}" if high is not None else f" below {below:g}" if below is not None else "")
