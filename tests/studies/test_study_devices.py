"""A study file may name its device: what sources give of it is taken, what nobody gives stays open."""

from __future__ import annotations

from typing import Any

import pytest

from microneedling.errors import InputError
from microneedling.studies.study import Study
from microneedling.studies.study_file import parse_study


def study(**device: Any) -> Study:
    """An arm with this device."""
    raw = {
        "format": 1,
        "population": {"n": 20, "condition": "atrophic acne scar"},
        "device": device,
        "course": {"sessions": 3, "interval_day": 30},
        "reading": [{"scale": "ecca", "day": 150}],
    }
    return parse_study(raw)


def test_a_pen_takes_what_sources_give_and_leaves_the_rest_open():
    pen = study(device="skin pen", passes=4).device
    assert (pen.device, pen.kind, pen.needle_count) == ("SkinPen", "pen", 14)
    assert pen.frequency_hz == pytest.approx(7000 / 60, rel=1e-3)
    assert (pen.needle_diameter_mm, pen.tip_width_mm, pen.needle_length_mm) == (None, None, None)


def test_a_roller_has_its_needle_length():
    roller = study(device="Dermaroller MF8").device
    assert roller.needle_length_mm is not None
    assert roller.needle_length_mm.middle == 1.5
    assert roller.drum_diameter_mm == 20


def test_a_number_beside_the_device_is_kept():
    assert study(device="SkinPen", needle_count=12).device.needle_count == 12


def test_a_usual_type_gives_its_number_of_needles_and_its_kind_only():
    pen = study(device="pen, 36 needles").device
    given = {key for key, value in pen.model_dump(exclude_none=True).items() if value not in ("", True)}
    assert given == {"device", "kind", "needle_count"}


def test_it_is_written_and_read_again():
    found = study(device="SkinPen", passes=4)
    assert parse_study(found.as_file()) == found


@pytest.mark.parametrize(
    ("device", "place", "word"),
    [
        ({"device": "skinpenn"}, "device.device", 'did you mean "SkinPen"?'),
        ({"device": "SkinPen", "kind": "roller"}, "device.kind", 'which "SkinPen" is'),
    ],
)
def test_a_mistaken_device_is_told_once(device, place, word):
    with pytest.raises(InputError) as told:
        study(**device)
    (mistake,) = told.value.mistakes
    assert mistake.path == place
    assert word in str(mistake)
