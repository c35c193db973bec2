"""The closing of channels in closed form is what the rates of turnover and hydration do to a tissue."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.slabs import person, roller
from microneedling.course.course import Course
from microneedling.course.protocol import protocol_of
from microneedling.evidence.registry import Values, priors
from microneedling.skin.repair import repair_by_age
from microneedling.transport.closure import edge_speed_mm_per_h, open_area, passing_solutes

HOURS = np.concatenate([[0.0], np.geomspace(0.05, 60, 60)])
WEEK_H = 168.0  # a wrap worn longer than pores are looked at
SHARP_MM = 1e-4  # radius under which the tissue's rim slows; the closed form knows none
FEEL = 5e-3  # of what was open at first


def course(wrapped: bool, age_year: float, passes: int) -> Course:
    return Course.model_validate(
        {
            "person": person(age_year=age_year).model_dump(exclude_defaults=True),
            "concern": [{"kind": "texture"}],
            "instrument": {"roller": roller().model_dump()},
            "session": [{"day": 0, "instrument": "roller", "depth_mm": 0.5, "passes": passes}],
            "aftercare": {"occlusion_h": WEEK_H if wrapped else 0.0},
        }
    )


def followed(values: Values, wrapped: bool, age_year: float, passes: int = 8):
    """The person's own skin at `HOURS` after one session, and the punctures of that session."""
    days = HOURS / 24
    prepared = protocol_of(course(wrapped, age_year, passes), days, tolerance=1e-8).prepare(values)
    tissue = prepared.follow("skin")
    at = np.searchsorted(tissue.day, days[1:])
    assert np.array_equal(tissue.day[at], days[1:])
    return tissue, at, prepared.session_effects[0].punctures


@pytest.mark.parametrize("age_year", [25.0, 70.0])
@pytest.mark.parametrize("wrapped", [False, True], ids=["in air", "under a wrap"])
def test_the_closed_form_is_what_the_rates_do(wrapped, age_year):
    values = (
        priors()
        .nominal()
        .stacked([{}, {"turnover.closure_speed_mm_per_day": 0.09}, {"turnover.closure_by_crowding_mm2": 0.3}])
    )
    values = values.with_values({"turnover.closure_radius_mm": SHARP_MM})
    tissue, at, made = followed(values, wrapped, age_year)
    radius, per_mm2 = made.channel_radius_mm, made.density_per_cm2 / 100
    speed = edge_speed_mm_per_h(values, repair_by_age(age_year, values), per_mm2, wrapped)
    open_now = open_area(HOURS[1:], radius, speed)
    assert tissue.turnover.opening_radius_mm[:, at] / radius[:, None] == pytest.approx(
        np.sqrt(open_now),
        abs=0.02,  # the slowing of the last 1e-4 mm counts for more in the radius than in the area
    )
    struck = made.struck_area[:, None]
    for name, gap in (("ion", tissue.hydration.barrier_gap), ("vapour", tissue.hydration.vapour_gap)):
        plugged = np.ones_like(open_now)
        if not wrapped:
            left = values[f"hydration.{name}_leak"][:, None]
            rate = values[f"hydration.{name}_seal_per_day"][:, None] / 24
            plugged = left + (1 - left) * np.exp(-rate * HOURS[1:])
        assert gap[:, at] / struck == pytest.approx(open_now * plugged, abs=FEEL), name
    solutes = passing_solutes(HOURS[1:], radius, speed, values, wrapped)
    assert tissue.hydration.barrier_gap[:, at] / struck == pytest.approx(solutes, abs=FEEL)


def test_a_wrap_that_comes_late_finds_what_the_air_has_left():
    values = priors().nominal()
    radius, per_mm2 = np.array([0.05]), 3.0
    wrapped, in_air = (edge_speed_mm_per_h(values, 1.0, per_mm2, w) for w in (True, False))
    hours = np.array([0.0, 1.0, 4.0, 12.0])
    late = passing_solutes(hours, radius, wrapped, values, True, 4.0)
    np.testing.assert_allclose(late[:, :3], passing_solutes(hours, radius, in_air, values, False)[:, :3])
    mouth = 1 - (4 * in_air + 8 * wrapped) / radius
    plug = late[0, 2] / (1 - 4 * in_air[0] / radius[0]) ** 2
    np.testing.assert_allclose(late[0, 3], mouth[0] ** 2 * plug)
    at_once = passing_solutes(hours, radius, wrapped, values, True)
    assert late[0, 3] < at_once[0, 3]
    np.testing.assert_allclose(
        passing_solutes(hours, radius, wrapped, values, True, 1e-12), at_once, rtol=1e-9
    )
