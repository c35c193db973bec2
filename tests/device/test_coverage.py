"""Strokes per area are plain geometry: hand-computed cases, and what must hold for any instrument."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microneedling.device.coverage import needles_per_mm2, spacing_mm, strokes_per_cm2, travel_mm
from microneedling.device.instruments import Pen, Roller, Stamp
from microneedling.device.needling import Needling
from microneedling.evidence.practice import value_of

PEN = Pen(needle_count=12, needle_diameter_mm=0.25, needle_length_mm=2.0, frequency_hz=90, tip_width_mm=8)
ROLLER = Roller(
    needle_count=192, needle_diameter_mm=0.25, needle_length_mm=1.5, drum_diameter_mm=20, drum_width_mm=20
)
STAMP = Stamp(needle_count=100, needle_diameter_mm=0.2, needle_length_mm=0.5, tip_width_mm=10)


def use(instrument, passes: int = 1, speed: float | None = None, depth: float | None = 1.0) -> Needling:
    return Needling.of(instrument, passes=passes, glide_speed_mm_per_s=speed, depth_mm=depth)


def test_pen_by_hand():
    # 12 needles x 90 strokes a second spread over 8 mm x 20 mm/s = 1.6 cm2 a second, four times
    assert strokes_per_cm2(use(PEN, 4, 20.0)) == pytest.approx(12 * 90 * 4 / 1.6)


def test_a_pen_told_by_its_time_on_a_square_centimetre():
    # 12 needles x 90 strokes a second for 5 seconds, whatever the tip and the speed
    timed = Needling.of(PEN, seconds_per_cm2=5.0)
    assert strokes_per_cm2(timed) == pytest.approx(12 * 90 * 5)
    assert not timed.glide_speed_open


def test_four_passes_are_as_long_on_a_square_centimetre_as_they_sweep_it():
    swept_cm2_per_s = 8 * 20 / 100
    timed = Needling.of(PEN, seconds_per_cm2=4 / swept_cm2_per_s)
    assert strokes_per_cm2(timed) == pytest.approx(strokes_per_cm2(use(PEN, 4, 20.0)))


def test_without_a_glide_speed_the_usual_one_is_taken():
    usual = value_of("study", "typical_glide_speed_mm_per_s.pen")
    assert use(PEN, 4).glide_speed_open
    assert strokes_per_cm2(use(PEN, 4)) == strokes_per_cm2(use(PEN, 4, usual))
    assert not use(ROLLER, 4).glide_speed_open


def test_roller_by_hand():
    # 192 needles on a drum of 4 pi cm2
    assert strokes_per_cm2(use(ROLLER, 10)) == pytest.approx(10 * 192 / (4 * math.pi))


def test_stamp_by_hand():
    assert strokes_per_cm2(use(STAMP, 3)) == pytest.approx(300)
    assert spacing_mm(use(STAMP)) == pytest.approx(1.0)
    assert needles_per_mm2(use(STAMP)) == pytest.approx(1.0)


def test_travel_is_never_longer_than_the_needle():
    assert travel_mm(use(ROLLER, depth=3.0)) == 1.5
    assert travel_mm(use(ROLLER, depth=None)) == 1.5
    assert travel_mm(use(PEN, depth=0.5)) == 0.5


@given(passes=st.integers(1, 50), more=st.integers(1, 50), speed=st.floats(1, 200))
def test_more_passes_never_fewer_strokes(passes, more, speed):
    for instrument in (PEN, ROLLER, STAMP):
        fewer = strokes_per_cm2(use(instrument, passes, speed))
        assert strokes_per_cm2(use(instrument, passes + more, speed)) > fewer


@given(speed=st.floats(1, 200), factor=st.floats(1.01, 5))
def test_a_faster_pen_makes_fewer_strokes(speed, factor):
    assert strokes_per_cm2(use(PEN, 2, speed * factor)) < strokes_per_cm2(use(PEN, 2, speed))
