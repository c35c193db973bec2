"""The page and the schema of study files are fresh and name everything that may be written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import get_args

import pytest

from helpers.study_files import EXAMPLES
from helpers.subject import some
from microneedling.studies.condition import Condition
from microneedling.studies.readings import READINGS, Rater, Statistic
from microneedling.studies.schema import study_schema, study_schema_text
from microneedling.studies.study import Population, Reading, Study, StudyCourse, StudyDevice
from microneedling.studies.study_file import study_from_text

ROOT = Path(__file__).parents[2]

import make_study_file  # noqa: E402

MANUAL = (ROOT / "docs" / "study-file.md").read_text(encoding="utf-8")
SHIPPED = ROOT / "schema" / "study.schema.json"


def test_the_table_of_readings_is_fresh():
    assert make_study_file.page() == MANUAL, "run python tools/make_study_file.py"


def test_the_page_names_every_reading_once():
    for name in some(READINGS):
        assert sum(line.startswith(f"| `{name}` |") for line in MANUAL.splitlines()) == 1, name


@pytest.mark.parametrize("model", [Study, Population, StudyDevice, StudyCourse, Reading])
def test_the_page_names_every_key(model):
    assert not [name for name in model.model_fields if name not in MANUAL]


@pytest.mark.parametrize("words", [Statistic, Rater, get_args(Condition)[0]])
def test_the_page_names_every_word(words):
    assert not [word for word in get_args(words) if word not in MANUAL]


def test_the_file_shown_on_the_page_is_a_study():
    shown = MANUAL.split("```toml\n", 1)[1].split("```", 1)[0]
    assert study_from_text(shown, "the page").days == (0.0, 30.0, 60.0, 90.0)


def test_the_shipped_schema_is_fresh():
    assert SHIPPED.read_text(encoding="utf-8") == study_schema_text(), (
        "microneedling schema study --output schema/study.schema.json --force"
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_fit_the_schema(path):
    schema = study_schema()
    _fits(tomllib.loads(path.read_text(encoding="utf-8")), schema, schema, path.stem)


def test_every_field_is_described():
    schema = study_schema()
    for name, table in {"Study": schema, **schema["$defs"]}.items():
        for key, field in table.get("properties", {}).items():
            assert field.get("description") or "const" in field or "$ref" in field, f"{name}.{key}"


def test_misfits_are_seen_by_this_test():
    schema = study_schema()
    raw = tomllib.loads(EXAMPLES[0].read_text(encoding="utf-8"))
    for place, key, value in (
        ("population", "n", "30"),
        ("device", "colour", 3),
        ("course", "sessions", [3]),
    ):
        wrong = {**raw, place: {**raw[place], key: value}}
        with pytest.raises(AssertionError):
            _fits(wrong, schema, schema, "wrong")


TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
}


def _fits(value, node, schema, where):
    """The part of JSON schema that ours uses: references, choices, types, words, keys, items."""
    if "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in node:
        assert any(_does_fit(value, option, schema, where) for option in node["anyOf"]), where
        return
    if "type" in node:
        assert isinstance(value, TYPES[node["type"]]), where
        assert node["type"] == "boolean" or not isinstance(value, bool), where
    assert value in node.get("enum", [value]), where
    assert value == node.get("const", value), where
    if isinstance(value, dict):
        assert not [key for key in node.get("required", ()) if key not in value], where
        for key, inner in value.items():
            known = node.get("properties", {}).get(key) or node.get("additionalProperties")
            assert known, f"{where}.{key}"
            _fits(inner, known, schema, f"{where}.{key}")
    if isinstance(value, list):
        for item in value:
            _fits(item, node["items"], schema, where)


def _does_fit(value, node, schema, where) -> bool:
    try:
        _fits(value, node, schema, where)
    except AssertionError:
        return False
    return True
