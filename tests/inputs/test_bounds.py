"""Numbers that no solver can follow are refused at the door, whichever file they stand in."""

from __future__ import annotations

from typing import Any

import pytest

from helpers.course_files import changed, plain
from microneedling.course.reading import course_from_tables
from microneedling.device.instruments import Pen, Roller, Stamp
from microneedling.errors import InputError
from microneedling.inputs.place import resolved
from microneedling.inputs.written import Written
from microneedling.studies.study import StudyCourse, StudyDevice
from microneedling.transport.delivery_file import Cell, DeliveryFile, DeviceSettings, Substance, from_tables
from microneedling.transport.delivery_file import Product as PutOn


def told(read: Any, *arguments: Any) -> dict[str, str]:
    """Path -> message of every mistake."""
    with pytest.raises(InputError) as caught:
        read(*arguments)
    return {mistake.path: str(mistake) for mistake in caught.value.mistakes}


@pytest.mark.parametrize(
    "model",
    [Pen, Roller, Stamp, StudyDevice, StudyCourse, Substance, PutOn, Cell, DeviceSettings, DeliveryFile],
)
def test_no_amount_may_be_as_small_as_one_likes(model: type[Written]):
    schema = model.model_json_schema(by_alias=True)
    for name, field in schema["properties"].items():
        node = resolved(field, schema)
        assert node.get("exclusiveMinimum") != 0, f"{model.__name__}.{name} takes 1e-300"


@pytest.mark.parametrize("number", [10**400, -(10**400), 1e308, 1e-300])
@pytest.mark.parametrize(
    "where",
    [
        "session__0__day",
        "session__1__day",
        "session__0__depth_mm",
        "session__0__passes",
        "session__0__glide_speed_mm_per_s",
        "instrument__pen__needle_length_mm",
        "instrument__pen__tip_width_mm",
        "instrument__pen__needle_count",
        "concern__0__baseline",
        "follow_up__until_day",
        "depth_cap_mm",
    ],
)
def test_numbers_of_any_size_are_mistakes_and_never_end_the_program(where, number):
    if where == "concern__0__baseline" and number == 1e-300:
        return  # a score just above the lowest
    assert told(course_from_tables, changed(**{where: number}))


@pytest.mark.parametrize("every_day", [10**400, 3650, 1e-300])
def test_repeats_of_any_size_are_mistakes(every_day):
    raw = plain()
    raw["session"] = [{**raw["session"][0], "repeat": {"every_day": every_day, "times": 60}}]
    assert told(course_from_tables, raw)
    raw["session"][0] |= {"day": 10**400, "repeat": {"every_day": 1, "times": 2}}
    assert told(course_from_tables, raw)


@pytest.mark.parametrize("minutes", [1e-300, 0.5])
def test_minutes_of_a_cream_are_none_or_at_least_one(minutes):
    raw = changed(session__0__numbing={"product": "EMLA", "minutes": minutes})
    assert "0, or a number from 1" in told(course_from_tables, raw)["session[0].numbing.minutes"]
    raw["session"][0]["numbing"]["minutes"] = 0
    assert course_from_tables(raw).sessions[0].numbing is not None


def test_the_tip_of_a_stamp_is_no_point():
    raw = plain()
    raw["instrument"]["stamp"] = {
        "kind": "stamp",
        "needle_count": 36,
        "needle_diameter_mm": 0.25,
        "needle_length_mm": 1.0,
        "tip_width_mm": 1e-5,
    }
    assert "from 0.5 to 100" in told(course_from_tables, raw)["instrument.stamp.tip_width_mm"]


def test_a_delivery_is_not_over_before_it_begins():
    raw = {
        "format": 1,
        "hours": 1e-300,
        "active": {"name": "ascorbic acid"},
        "product": {"concentration_mg_per_ml": 100, "wiped_off_min": 1e-300, "dose_ul_per_cm2": 1e-300},
    }
    assert set(told(from_tables, raw, "d")) == {"hours", "product.wiped_off_min", "product.dose_ul_per_cm2"}
    raw |= {"hours": 1, "product": {"concentration_mg_per_ml": 100, "dose_ul_per_cm2": "x"}}
    assert '"infinite"' in told(from_tables, raw, "d")["product.dose_ul_per_cm2"]


@pytest.mark.parametrize(
    ("key", "hint"), [("depth_um", "write depth_mm, 0.001 of the number in um"), ("depth", '"depth_mm"')]
)
def test_a_depth_in_another_unit_is_led_to_its_own(key, hint):
    raw = plain()
    raw["session"][0][key] = raw["session"][0].pop("depth_mm")
    assert hint in told(course_from_tables, raw)[f"session[0].{key}"]
