"""The JSON schema of a trial file, so that editors complete and check while one writes."""

from __future__ import annotations

import json
from typing import Any

from ..course.schema import DIALECT, one_zone_schema
from .trial_file import MOST_ARMS, Trial

FROM_COURSE = ("instrument", "aftercare")


def trial_schema() -> dict[str, Any]:
    """The schema of the file: arms with their sessions, instruments and aftercare as in a course file."""
    schema = Trial.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    course = one_zone_schema()
    shared = {name: course["properties"][name] for name in FROM_COURSE}
    people = schema["$defs"]["TrialPeople"]["properties"]
    del people["rows"]
    people["phototypes"] = {
        "description": people["phototypes"]["description"],
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}, people["phototypes"]],
    }
    spread = schema["$defs"]["Distribution"]
    schema["$defs"]["Distribution"] = {
        "anyOf": [{"type": "number"}, {**spread, "required": []}],
        "description": spread["description"],
    }
    arm = {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": schema["$defs"]["Arm"]["properties"]["name"],
            "sham": schema["$defs"]["Arm"]["properties"]["sham"],
            "session": course["properties"]["session"],
            "aftercare": shared["aftercare"],
        },
    }
    kept = {name: part for name, part in schema["$defs"].items() if name not in ("Arm", "Course", "Zone")}
    properties = {name: part for name, part in schema["properties"].items() if name != "arms"}
    several = {"type": "array", "minItems": 2, "maxItems": MOST_ARMS, "items": arm}
    required = ["format", *(name for name in schema["required"] if name != "arms"), "arm"]
    return {
        "$schema": DIALECT,
        **{name: part for name, part in schema.items() if name not in ("$defs", "properties", "required")},
        "$defs": {**kept, **course["$defs"]},  # those of a course know `repeat`, and no zones
        "properties": {**properties, **shared, "arm": several},
        "required": required,
        "title": "A virtual trial of microneedling, format 1",
    }


def trial_schema_text() -> str:
    """The schema as the file that is shipped."""
    return json.dumps(trial_schema(), indent=2, ensure_ascii=False) + "\n"
