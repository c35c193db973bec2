"""The frames: what the engine said, to half a step of its bytes, on its own days, and small enough for a page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpers.report_result import make_result
from microneedling import load_course, simulate
from microneedling.figures.alive.frames import MOST_FRAMES, frames_of, kept
from microneedling.figures.alive.packed import STEPS, packed, unpacked
from microneedling.figures.alive.quantities import QUANTITIES

EXAMPLES = Path(__file__).parents[3] / "examples"
LARGEST_BYTES = 300_000


@pytest.fixture(scope="module")
def needled():
    return simulate(load_course(EXAMPLES / "fine_lines_roller.toml"), draws=1)


@pytest.fixture(scope="module")
def frames(needled):
    return frames_of(needled)


def test_bytes_give_the_series_back_to_half_a_step():
    series = np.random.default_rng(1).normal(size=(40, 24)) ** 3
    told = packed(series, "mm")
    assert (told["unit"], told["shape"]) == ("mm", [40, 24])
    step = (series.max() - series.min()) / STEPS
    assert np.abs(unpacked(told) - series).max() <= 0.5001 * step + 1e-5 * np.abs(series).max()


def test_a_series_that_never_moves_is_itself():
    assert unpacked(packed(np.full(7, 0.25), "1")) == pytest.approx(np.full(7, 0.25))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_what_is_not_finite_is_refused(bad):
    with pytest.raises(ValueError, match="not finite"):
        packed(np.array([1.0, bad]), "mm")


def test_every_series_is_what_the_engine_said(needled, frames):
    section, told = needled.section, json.loads(json.dumps(frames.to_json()))
    places = np.searchsorted(section.day, frames.day)
    assert set(told["series"]) == {item.name for item in QUANTITIES}
    for item in QUANTITIES:
        said = np.maximum(item.read(section)[0, places], 0)
        step = (said.max() - said.min()) / STEPS
        assert np.abs(unpacked(told["series"][item.name]) - said).max() <= 0.51 * step + 1e-5 * said.max()
        assert told["series"][item.name]["unit"] == item.unit
        assert np.ndim(frames.baseline[item.name]) == int(item.layered)
    assert told["series"]["fibroblasts"]["shape"] == [frames.day.size, section.depth_mm.shape[1]]


def test_states_that_are_drawn_together_are_added(needled, frames):
    collagen, elastin = needled.section.collagen, needled.section.elastin
    assert frames.series["collagen_new"][-1] == pytest.approx((collagen.type3 + collagen.type1_new)[0, -1])
    assert frames.series["elastic"][0] == pytest.approx((elastin.elastic + elastin.tropoelastin)[0, 0])


def test_sessions_are_those_of_the_forecast(needled, frames):
    session, told = needled.sessions[1], frames.sessions[1]
    assert [item.day for item in frames.sessions] == [item.day for item in needled.sessions]
    assert told.median_mm == pytest.approx(session.punctures.depth_quantiles_mm()[1])
    assert told.channels_per_cm2 == pytest.approx(float(session.punctures.channels_per_cm2[0]))
    assert told.mouth_mm == pytest.approx(float(session.punctures.channel_radius_mm[0]))
    assert list(told.depth_mm) == sorted(told.depth_mm)
    assert told.depth_mm[7] <= told.median_mm * 1.05 <= told.depth_mm[-1] * 1.05


def test_the_epidermis_rises_faster_where_its_cells_are_younger(needled, frames):
    still = 1 / (2 * float(needled.section.baseline.turnover.suprabasal_age_day[0]))
    pace = np.diff(frames.risen) / np.diff(frames.day)
    assert pace[0] == pytest.approx(still, rel=0.02)
    assert pace.max() > 1.05 * still
    assert np.all(pace > 0)


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.toml")))
def test_frames_of_every_example_are_small(name):
    course = load_course(EXAMPLES / f"{name}.toml")
    for zone in simulate(course, draws=1).by_zone.values():
        assert len(json.dumps(frames_of(zone).to_json())) < LARGEST_BYTES / 2


def test_even_the_longest_course_stays_below_the_limit():
    result = make_result(sessions=40, until_day=1400)
    layers, told = result.section.depth_mm.shape[1], frames_of(result)
    assert told.day.size <= MOST_FRAMES < result.section.day.size
    bytes_each = sum(24 if item.layered else 1 for item in QUANTITIES) * 4 / 3
    assert layers <= 24
    assert MOST_FRAMES * bytes_each + 40_000 < LARGEST_BYTES


def test_frames_are_thinned_evenly_and_sessions_stay():
    days = np.arange(0, 100, 0.1)
    places = kept(days, [0.0, 28.0], most=60)
    assert places.size <= 60
    assert {0, 1, 280, 281, days.size - 1} <= set(places.tolist())
    assert np.diff(places).max() <= 2 * days.size / 50
    assert kept(days, [0.0], most=2000).size == days.size


def test_untreated_skin_has_frames_without_sessions():
    told = frames_of(make_result(sessions=0, until_day=120))
    assert told.sessions == ()
    assert json.dumps(told.to_json())


def with_another(result, day):
    """The result with one session more, as its first."""
    sessions = (*result.sessions, replace(result.sessions[0], day=day))
    return replace(result, sessions=sessions, section_punctures=result.section_punctures[:1] * len(sessions))


def test_sessions_after_the_last_day_are_left_out():
    result = make_result(sessions=2)
    assert [item.day for item in frames_of(with_another(result, 9999.0)).sessions] == [0, 28]


def test_a_session_far_into_a_long_course_keeps_its_day():
    result = make_result(sessions=2, until_day=1400)
    told = frames_of(with_another(result, 1234.5)).to_json()
    assert [item["day"] for item in told["sessions"]] == [0, 28, 1234.5]
    assert told["sessions"][-1]["day"] <= told["day"][-1]
