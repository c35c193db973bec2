"""The JSON schema of a course file, so that editors complete and check while one writes."""

from __future__ import annotations

import json
from typing import Any

from ..device.library import device_types
from ..inputs.repeat import Repeat
from .course import Course

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def course_schema() -> dict[str, Any]:
    """The schema of the file in the words of format 2: devices, and zones in sessions and concerns."""
    schema = _with_repeats()
    session, zone = schema["$defs"]["Session"], schema["$defs"]["Zone"]
    session["allOf"] = [_either("day", "repeat"), _either("device", "zone")]
    session["allOf"] += [{"anyOf": [_needs("passes"), _needs("seconds_per_cm2"), _needs("zone")]}]
    for table in (session, zone):
        table["properties"]["device"] = _DEVICE | {
            "description": "a type of device by name, or the name of a [device.NAME] table"
        }
        del table["properties"]["instrument"]
    schema["properties"]["device"] = schema["properties"].pop("instrument") | {
        "description": "devices with numbers of your own, each under a name of your own"
    }
    named = schema["$defs"]["Concern"]["properties"]["zone"]["anyOf"]
    named.insert(0, next(option["items"] for option in named if option.get("type") == "array"))
    person = schema["$defs"]["Person"]  # the first zone where every session has zones
    person["required"] = [name for name in person["required"] if name != "site"]
    schema["required"] = ["format", *schema["required"]]
    return {"$schema": DIALECT, **schema, "title": "A course of microneedling, format 2"}


def one_zone_schema() -> dict[str, Any]:
    """The same tables in the words of trial files, which have instruments and no zones."""
    schema = _with_repeats()
    session = schema["$defs"]["Session"]
    session["allOf"] = [
        _either("day", "repeat"),
        _either("instrument", "device"),
        _either("passes", "seconds_per_cm2"),
    ]
    session["properties"]["device"] = _DEVICE
    for table in (session, schema["$defs"]["Concern"]):
        del table["properties"]["zone"]
    del schema["$defs"]["Zone"]
    return schema


def _with_repeats() -> dict[str, Any]:
    """The schema of `Course`, its sessions with `repeat`, its devices by name, `depth_mm` free to be left out."""
    schema = Course.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    schema["$defs"]["Repeat"] = Repeat.model_json_schema()
    session = schema["$defs"]["Session"]
    session["properties"]["repeat"] = {
        "$ref": "#/$defs/Repeat",
        "description": "hold this session several times, counted from the session before it",
    }
    free = ("day", "depth_mm", "instrument")
    session["required"] = [name for name in session["required"] if name not in free]
    named_devices(schema)
    return schema


_DEVICE = {
    "type": "string",
    "description": "a type of device by name, instead of an instrument of your own",
    "examples": list(device_types()),
}


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
    return {"anyOf": [_needs(first), _needs(second)]}


def _needs(key: str) -> dict[str, Any]:
    return {"required": [key]}


def schema_text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(course_schema(), indent=2, ensure_ascii=False) + "\n"
