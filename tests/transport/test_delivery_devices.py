"""A deliver file may name its device, and tells how densely it needles as a course does."""

from __future__ import annotations

import pytest

from microneedling.errors import InputError
from microneedling.transport.delivery_file import DeliveryFile, from_tables


def delivery(instrument: dict, **needling) -> DeliveryFile:
    """A delivery through the channels of this instrument."""
    product = {"concentration_mg_per_ml": 10.0}
    raw = {"format": 1, "active": {"name": "caffeine"}, "product": product}
    return from_tables(raw | {"instrument": instrument, "needling": needling}, "test")


def test_an_instrument_by_name():
    found = delivery({"device": "roller, 192 needles", "needle_length_mm": 0.5}, passes=8).instrument
    assert found is not None
    assert (found.kind, found.needle_count, found.device) == ("roller", 192, "roller, 192 needles")


def test_a_pen_needs_no_glide_speed_and_may_be_told_by_its_time():
    assert delivery({"device": "SkinPen"}, depth_mm=0.5).needling.glide_speed_mm_per_s is None
    assert delivery({"device": "SkinPen"}, depth_mm=0.5, seconds_per_cm2=3).needling.seconds_per_cm2 == 3


@pytest.mark.parametrize(
    ("instrument", "needling", "place"),
    [
        ({"device": "skinpenn"}, {}, "instrument.device"),
        ({"device": "Exceed"}, {"depth_mm": 2.0}, "needling.depth_mm"),
        ({"device": "SkinPen"}, {"passes": 4, "seconds_per_cm2": 3}, "needling.passes"),
        ({"device": "Dermaroller MF8"}, {"seconds_per_cm2": 3}, "needling.seconds_per_cm2"),
    ],
)
def test_mistakes_about_the_device_are_told(instrument, needling, place):
    with pytest.raises(InputError) as told:
        delivery(instrument, **needling)
    assert [mistake.path for mistake in told.value.mistakes] == [place]
