"""Where a finding of Pydantic stands in the file as people write it, and what its JSON schema says of that place.

Pydantic's own places name fields by either of their names, and add labels of their own: the branch of a union, the
function that checked, `[key]` for the key of a table. None of these stands in a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

KEY = "[key]"


def key_words(key: str) -> str:
    """A key as it stands in a path; in quotes where nothing of it, or blanks at its ends, would not be seen."""
    return key if key and key == key.strip() else f'"{key}"'


@dataclass(frozen=True)
class Place:
    """A path, the part of the schema that describes it, and the keys of the table around it."""

    path: str
    node: Mapping[str, Any]
    beside: tuple[str, ...]


def place_in(loc: Sequence[int | str], model: type[BaseModel], schema: Mapping[str, Any]) -> Place:
    """The place of one finding of a validation by `model`, whose JSON schema is `schema`."""
    node, path, beside = resolved(schema, schema), "", ()
    for step, part in enumerate(loc):
        if part == KEY:  # the place is the table's key, which stands in the path already
            node = node_of_keys(schema, loc[:step], model)
            continue
        inner = _inner(node, part, schema)
        if inner is None and isinstance(part, str) and step == 0:
            part = _alias(model, part)
            inner = _inner(node, part, schema)
        if inner is None and _is_label(node, part):
            node = _branch(node, part, schema)
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{key_words(part)}" if path else key_words(part)
        beside = tuple(node.get("properties", {}))
        node = resolved(inner or {}, schema)
    return Place(path, node, beside)


def resolved(node: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of a schema with references followed, and with `null` as the only other choice left out."""
    while "$ref" in node:
        beside = {key: value for key, value in node.items() if key != "$ref"}
        node = {**schema["$defs"][node["$ref"].rsplit("/", 1)[1]], **beside}
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    if len(options) == 1:
        rest = {key: value for key, value in node.items() if key != "anyOf"}
        return resolved({**options[0], **rest}, schema)
    return node


def node_of_keys(
    schema: Mapping[str, Any], loc: Sequence[int | str], model: type[BaseModel]
) -> Mapping[str, Any]:
    """What the schema says of the keys of the table whose key stands last in `loc`."""
    return place_in(loc[:-1], model, schema).node.get("propertyNames", {"type": "string"})


def _inner(node: Mapping[str, Any], part: int | str, schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if isinstance(part, int):
        if "prefixItems" in node and part < len(node["prefixItems"]):
            return node["prefixItems"][part]
        return node.get("items", {}) if node.get("type") == "array" else None
    if part in node.get("properties", {}):
        return node["properties"][part]
    more = node.get("additionalProperties")
    return more if isinstance(more, Mapping) else None


def _alias(model: type[BaseModel], name: str) -> str:
    """The name of a field in files, for its name in Python."""
    field = model.model_fields.get(name)
    return field.alias or name if field is not None else name


def _is_label(node: Mapping[str, Any], part: int | str) -> bool:
    """Whether a part of a place is Pydantic's own: the branch of a union, or a function that checks."""
    if not isinstance(part, str):
        return False
    return "oneOf" in node or "anyOf" in node or part.startswith("function-")


def _branch(node: Mapping[str, Any], part: int | str, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The branch that a kind names; where branches have no kind, all of them."""
    target = node.get("discriminator", {}).get("mapping", {}).get(part)
    return resolved({"$ref": target}, schema) if target else node
