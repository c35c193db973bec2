"""The JSON schema of a course file, so that editors complete and check while one writes."""

from __future__ import annotations

import json
from typing import Any

from ..device.library import device_types
from ..inputs.repeat import Repeat
from .course import Course

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def course_schema() -> dict[str, Any]:
    """The schema of the file: that of `Course`, with `repeat`, with devices by name, `depth_mm` free to be left out."""
    schema = Course.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    schema["$defs"]["Repeat"] = Repeat.model_json_schema()
    session = schema["$defs"]["Session"]
    session["properties"]["repeat"] = {
        "$ref": "#/$defs/Repeat",
        "description": "hold this session several times, counted from the session before it",
    }
    session["properties"]["device"] = {
        "type": "string",
        "description": "a type of device by name, instead of an instrument of your own",
        "examples": list(device_types()),
    }
    free = ("day", "depth_mm", "instrument")
    session["required"] = [name for name in session["required"] if name not in free]
    session["allOf"] = [
        _either("day", "repeat"),
        _either("instrument", "device"),
        _either("passes", "seconds_per_cm2"),
    ]
    named_devices(schema)
    schema["required"] = ["format", *schema["required"]]
    return {"$schema": DIALECT, **schema, "title": "A course of microneedling, format 1"}


def named_devices(schema: dict[str, Any]) -> None:
    """Let the instruments of a schema have a `device` instead of a kind and numbers of their own."""
    for kind in ("Pen", "Roller", "Stamp"):
        table = schema["$defs"][kind]
        needed = {"required": ["kind", *table.pop("required")]}
        table["anyOf"] = [{"required": ["device"]}, needed]
        table["properties"]["device"]["examples"] = list(device_types())
    tables = schema["properties"]["instrument"]["additionalProperties"]
    tables["anyOf"] = tables.pop("oneOf")  # a device alone fits every kind


def _either(first: str, second: str) -> dict[str, Any]:
    return {"anyOf": [{"required": [first]}, {"required": [second]}]}


def schema_text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(course_schema(), indent=2, ensure_ascii=False) + "\n"
