"""The manual of the course file names every word that may be written."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from microneedling.course.course import Course, FollowUp, Numbing, Session, Topical, Zone
from microneedling.device.instruments import INSTRUMENTS
from microneedling.evidence.practice import scale_range
from microneedling.protocol.topicals import ProductName, TopicalName
from microneedling.skin.concern import Kind, Scale, ScarType
from microneedling.skin.conditions import ConditionName
from microneedling.skin.person import Aftercare, Person
from microneedling.skin.sites import Site

MANUAL = (Path(__file__).parents[2] / "docs" / "course-file.md").read_text(encoding="utf-8")
VOCABULARIES = {
    "condition": ConditionName,
    "kind": Kind,
    "scale": Scale,
    "scar type": ScarType,
    "site": Site,
    "topical": TopicalName,
    "product": ProductName,
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_word_of_the_vocabularies(name):
    text = " ".join(MANUAL.split())
    missing = [word for word in get_args(VOCABULARIES[name]) if word not in text]
    assert not missing


@pytest.mark.parametrize(
    "model",
    [Course, Person, Session, Zone, Numbing, Topical, Aftercare, FollowUp, *INSTRUMENTS.values()],
    ids=lambda model: model.__name__,
)
def test_every_key(model):
    keys = [field.alias or name for name, field in model.model_fields.items()]
    assert not [key for key in keys if key not in MANUAL]


@pytest.mark.parametrize("scale", get_args(Scale))
def test_the_range_of_every_scale(scale):
    line = next(line for line in MANUAL.splitlines() if line.startswith(f"| `{scale}`"))
    low, high = scale_range(scale)
    assert f"{low:g}-{high:g}" in line
