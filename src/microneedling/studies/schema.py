"""The JSON schema of a study file, so that editors complete and check while one writes."""

from __future__ import annotations

import json
from typing import Any

from ..course.schema import DIALECT
from ..device.library import device_types
from .reading_words import SCALE_ALIASES
from .readings import READINGS
from .study import Study

SPREAD = "#/$defs/Distribution"


def study_schema() -> dict[str, Any]:
    """The schema of the file: that of `Study`, with the short forms that the reader takes."""
    schema = Study.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    for table in (schema, *schema["$defs"].values()):
        for name, field in table.get("properties", {}).items():
            table["properties"][name] = _short(field)
    people = schema["$defs"]["Population"]["properties"]
    people["phototypes"] = _phototypes(people["phototypes"])
    reading = schema["$defs"]["Reading"]["properties"]
    reading["scale"] = {
        "anyOf": [{"enum": list(READINGS)}, {"enum": sorted(SCALE_ALIASES)}, {"type": "string"}],
        "description": reading["scale"]["description"],
    }
    for name in ("statistic", "rater"):
        reading[name].pop("default", None)
    device = schema["$defs"]["StudyDevice"]
    device["allOf"] = [{"anyOf": [{"required": [name]} for name in ("kind", "device")]}]
    device["required"] = []
    device["properties"]["device"]["examples"] = list(device_types())
    schema["required"] = ["format", *schema["required"], "reading"]
    schema["properties"]["reading"]["minItems"] = 1
    return {"$schema": DIALECT, **schema, "title": "One arm of a study of microneedling, format 1"}


def study_schema_text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(study_schema(), indent=2, ensure_ascii=False) + "\n"


def _short(field: dict[str, Any]) -> dict[str, Any]:
    """A spread number may be written as a plain number; what nobody writes (null) is left out."""
    options = field.get("anyOf") or [{"$ref": field["$ref"]}] if "$ref" in field or "anyOf" in field else []
    kept = [option for option in options if option.get("type") != "null"]
    rest = {key: value for key, value in field.items() if key not in ("anyOf", "$ref")}
    if rest.get("default", 0) is None:
        del rest["default"]
    if {"$ref": SPREAD} in kept:
        return {"anyOf": [{"type": "number"}, {"$ref": SPREAD}], **rest}
    if len(kept) == 1:
        return {**kept[0], **rest}
    return {"anyOf": kept, **rest} if kept else rest


def _phototypes(field: dict[str, Any]) -> dict[str, Any]:
    words = {"enum": ["I", "II", "III", "IV", "V", "VI"]}
    shares = {
        "type": "object",
        "propertyNames": words,
        "additionalProperties": {"type": "number", "minimum": 0, "maximum": 1},
    }
    several = {"type": "array", "items": words, "minItems": 1}
    return {"anyOf": [words, several, shares], "description": field["description"]}
