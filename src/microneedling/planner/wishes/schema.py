"""The JSON schema of a goals file, so that editors complete and check while one writes."""

from __future__ import annotations

import json
from typing import Any

from ...course.schema import DIALECT, named_devices
from .goals import Goals


def goals_schema() -> dict[str, Any]:
    """The schema of the file; devices may be named types, as in a course file."""
    schema = Goals.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    properties = schema["properties"]
    properties["instrument"] = properties.pop("device")
    named_devices(schema)
    properties["device"] = properties.pop("instrument")
    schema["required"] = ["format", *schema["required"]]
    return {"$schema": DIALECT, **schema, "title": "Wishes and limits of a plan, format 1"}


def goals_schema_text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(goals_schema(), indent=2, ensure_ascii=False) + "\n"
