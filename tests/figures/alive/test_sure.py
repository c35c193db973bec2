"""How sure the picture is: the drawn course is the nominal run, the band is of the draws, and both are told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.figures.alive.frames import frames_of
from microneedling.figures.alive.sure import NOT_TOLD, sure_of

LINES = Path(__file__).parents[3] / "examples" / "fine_lines_roller.toml"


@pytest.fixture(scope="module")
def forecast():
    return simulate(load_course(LINES), draws=24)


@pytest.fixture(scope="module")
def middle():
    return simulate(load_course(LINES), draws=1)


def test_what_is_drawn_does_not_depend_on_the_draws(forecast, middle):
    assert frames_of(forecast).to_json() == frames_of(middle).to_json()


def test_the_drawn_course_is_the_one_of_the_middle_numbers(forecast, middle):
    reach, upper, deeper, disorder = sure_of(forecast).bands
    skin, day = middle.tissues["skin"], sure_of(forecast).day
    place = int(np.flatnonzero(skin.day == day)[0])
    mature, before = skin.collagen.type1_mature[0, place], skin.baseline.collagen.type1_mature[0]
    assert upper.drawn == pytest.approx(mature[0] / before[0] - 1, abs=1e-6)
    assert deeper.drawn == pytest.approx(mature[1] / before[1] - 1, abs=1e-3)
    assert disorder.drawn == pytest.approx(skin.damage.disarray[0, place], rel=1e-3)
    assert reach.drawn == pytest.approx(middle.sessions[0].reached_mm["median"], rel=1e-2)


def test_the_band_is_of_the_draws(forecast):
    upper = sure_of(forecast).bands[1]
    skin, day = forecast.tissues["skin"], sure_of(forecast).day
    place = int(np.flatnonzero(skin.day == day)[0])
    gained = skin.collagen.type1_mature[:, place, 0] / skin.baseline.collagen.type1_mature[:, 0] - 1
    assert (upper.low80, upper.median, upper.high80) == pytest.approx(
        tuple(np.quantile(gained, (0.1, 0.5, 0.9)))
    )
    assert upper.low80 < upper.median < upper.high80


def test_words_tell_day_draws_and_every_band(forecast):
    first, *others = sure_of(forecast).words
    assert first == "On day 180, drawn here and over 24 draws of all numbers:"
    assert len(others) == 4
    assert all("in this drawing; middle of the draws" in words for words in others)


def test_one_draw_alone_tells_no_band(middle):
    assert sure_of(middle).words == (NOT_TOLD,)
    assert sure_of(middle).to_json()["bands"] == []
