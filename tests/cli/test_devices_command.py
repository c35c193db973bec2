"""`devices` lists the library as it is, one type with every number, and says what it lacks."""

from __future__ import annotations

import json

from helpers.shell import here
from microneedling.device.library import device_types


def test_every_type_is_listed():
    done = here("devices")
    assert done.returncode == 0, done.stderr
    assert [name for name in device_types() if name not in done.stdout] == []


def test_one_type_with_grounds_and_clearances():
    told = here("devices", "skin pen").stdout
    assert told.startswith("SkinPen: pen (also SkinPen Precision)")
    assert "[realself]" in told
    assert "DEN160029" in told


def test_as_json():
    (found,) = json.loads(here("devices", "Exceed", "--json").stdout)["devices"]
    assert found["numbers"]["needle_length_mm"]["value"] == 1.5
    assert [row["number"] for row in found["clearances"]] == ["K180778", "K182407"]
    assert len(json.loads(here("devices", "--json").stdout)["devices"]) == len(device_types())


def test_an_unknown_name_is_told_with_the_nearest():
    done = here("devices", "skinpn")
    assert done.returncode == 2
    assert 'did you mean "SkinPen"?' in done.stderr
