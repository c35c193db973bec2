"""What the description of the API says of every way: what it may refuse with, and which answers are files."""

from __future__ import annotations

from typing import Any

STRING = {"type": "string"}
MISTAKE = {
    "type": "object",
    "properties": {name: STRING for name in ("path", "found", "allowed", "hint")},
    "required": ["path", "found", "allowed", "hint"],
}
SCHEMAS: dict[str, Any] = {
    "Refusal": {"type": "object", "properties": {"detail": STRING}, "required": ["detail"]},
    "Mistakes": {
        "type": "object",
        "properties": {"detail": STRING, "mistakes": {"type": "array", "items": MISTAKE}},
        "required": ["detail"],
    },
    "Conflict": {
        "type": "object",
        "properties": {"detail": STRING, "record": STRING}
        | {name: {"type": "object"} for name in ("mine", "theirs", "base")},
        "required": ["detail", "record", "mine", "theirs", "base"],
    },
}
# Status -> what it means, and the schema of what is said.
REFUSALS = {
    400: ("The body is no JSON, or what was sent is too much.", "Refusal"),
    401: ("Nobody is signed in, or the second step is due.", "Refusal"),
    403: ("Not allowed to who is signed in; or sent by a page of another site.", "Refusal"),
    404: ("No such record.", "Refusal"),
    409: ("Somebody else changed the record meanwhile: both texts.", "Conflict"),
    422: ("What was sent is not taken: every mistake.", "Mistakes"),
    503: ("The disc is full, read-only or broken: nothing was written.", "Refusal"),
}


FILE = "x-file"


def file_of(kind: str) -> dict[str, str]:
    """Said of a way whose answer is a file: its content type, which the description then names."""
    return {FILE: kind}


def with_refusals(shape: dict[str, Any]) -> dict[str, Any]:
    """A description (OpenAPI) in which every way names them, and files their kind; what a way says itself stays."""
    shape.setdefault("components", {}).setdefault("schemas", {}).update(SCHEMAS)
    for ways in shape["paths"].values():
        for way in ways.values():
            if kind := way.pop(FILE, ""):
                way["responses"][200]["content"] = {kind: {"schema": {"type": "string", "format": "binary"}}}
            for status, (words, schema) in REFUSALS.items():
                content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
                way["responses"].setdefault(status, {"description": words, "content": content})
    return shape
