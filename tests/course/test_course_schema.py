"""The JSON schema of course files: fresh, and of the same mind as the reader."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from helpers.course_files import EXAMPLES
from helpers.subject import some
from microneedling.course.schema import course_schema, schema_text

SHIPPED = Path(__file__).parents[2] / "schema" / "course.schema.json"


def test_the_shipped_schema_is_fresh():
    assert SHIPPED.read_text(encoding="utf-8") == schema_text(), (
        "microneedling schema --output schema/course.schema.json --force"
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_key_of_the_examples_is_in_the_schema(path):
    schema = course_schema()
    _known(tomllib.loads(path.read_text(encoding="utf-8")), schema, schema, path.stem)


def _known(value, node, schema, where):
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    options = [option for option in (*node.get("anyOf", ()), *node.get("oneOf", ())) if "$ref" in option]
    if "properties" not in node and options and isinstance(value, dict):
        names = [schema["$defs"][option["$ref"].rsplit("/", 1)[1]] for option in options]
        node = next(
            n for n in names if n["properties"].get("kind", {}).get("const") in (None, value.get("kind"))
        )
    if isinstance(value, dict) and "properties" in node:
        for key, inner in value.items():
            assert key in node["properties"], f"{where}.{key}"
            _known(inner, node["properties"][key], schema, f"{where}.{key}")
    elif isinstance(value, dict):
        for key, inner in value.items():
            _known(inner, node["additionalProperties"], schema, f"{where}.{key}")
    elif isinstance(value, list):
        for item in value:
            _known(item, node["items"], schema, where)


def test_every_field_is_described():
    schema = course_schema()
    tables = {"Course": schema, **schema["$defs"]}
    for name, table in some(tables.items()):
        for key, field in table.get("properties", {}).items():
            assert field.get("description") or "const" in field or "$ref" in field, f"{name}.{key}"


def test_the_file_form_allows_repeat_and_a_depth_left_out():
    session = course_schema()["$defs"]["Session"]
    assert "repeat" in session["properties"]
    assert "depth_mm" not in session["required"]
    assert "day" not in session["required"]
