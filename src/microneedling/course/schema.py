"""The JSON schema of a course file, so that editors complete and check while one writes."""

from __future__ import annotations

import json
from typing import Any

from ..inputs.repeat import Repeat
from .course import Course

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def course_schema() -> dict[str, Any]:
    """The schema of the file: that of `Course`, with `repeat`, and with `depth_mm` free to be left out."""
    schema = Course.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    schema["$defs"]["Repeat"] = Repeat.model_json_schema()
    session = schema["$defs"]["Session"]
    session["properties"]["repeat"] = {
        "$ref": "#/$defs/Repeat",
        "description": "hold this session several times, counted from the session before it",
    }
    session["required"] = [name for name in session["required"] if name not in ("day", "depth_mm")]
    session["anyOf"] = [{"required": ["day"]}, {"required": ["repeat"]}]
    schema["required"] = ["format", *schema["required"]]
    return {"$schema": DIALECT, **schema, "title": "A course of microneedling, format 1"}


def schema_text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(course_schema(), indent=2, ensure_ascii=False) + "\n"
