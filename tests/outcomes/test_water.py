"""Water over depth: closed forms of its two parts, and what needles and dry rooms do to it."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.synthetic_tissue import person, tissue
from microneedling.evidence.registry import registry
from microneedling.outcomes import water
from microneedling.outcomes.barrier import tewl
from microneedling.skin.anatomy import anatomy_of
from microneedling.transport.delivery_file import Subject

DRAWS = registry().draws(60, 3)
BODY = anatomy_of(Subject(age_year=35, sex="female", site="forearm"), DRAWS)
WHO = person(site="forearm", on_face=False)


def made(gap: float = 0.0, values=DRAWS):
    return water.profile(tissue(draws=values.count, vapour_gap=gap), values, WHO, BODY, 10.0, places=40)


def test_water_rises_from_the_surface_to_the_loops_and_then_stays():
    found = made()
    assert np.all(np.diff(found.depth_mm, axis=1) > 0)
    assert np.all(np.diff(found.water_share, axis=1) >= -1e-12)
    assert np.all((found.water_share > 0.02) & (found.water_share < 0.8))
    assert found.water_share[:, -1] == pytest.approx(DRAWS["hydration.tissue_water_share"])
    assert found.water_share[:, -2] == pytest.approx(found.water_share[:, -1])


def test_below_the_corneum_the_flux_is_the_water_lost():
    skin = tissue(draws=DRAWS.count)
    found = water.profile(skin, DRAWS, WHO, BODY, 10.0, places=40)
    slope = (
        np.diff(found.water_share, axis=1)[:, 45] / np.diff(found.depth_mm, axis=1)[:, 45]
    )  # per mm, 1 g/cm3
    flux = DRAWS["hydration.tissue_water_diffusivity_mm2_per_day"] * slope  # mm of water a day
    lost = tewl(skin, DRAWS, WHO).baseline * 24e-3
    unclipped = found.water_share[:, 39] > 0.51 * DRAWS["hydration.tissue_water_share"]
    assert unclipped.mean() > 0.9
    assert flux[unclipped] == pytest.approx(lost[unclipped])


def test_sorption_and_its_inverse():
    activity = np.linspace(0.1, 0.99, DRAWS.count)
    assert water._activity(water.sorbed(activity, DRAWS), DRAWS) == pytest.approx(activity)


def test_the_mean_is_that_of_the_profile():
    skin = tissue(draws=DRAWS.count, vapour_gap=0.1)
    reading = water.corneum_water(skin, DRAWS, WHO, BODY)
    found = water.profile(skin, DRAWS, WHO, BODY, 10.0, places=400)
    depth, share = found.depth_mm[:, :400], found.water_share[:, :400]
    mean = 100 * np.trapezoid(share, depth, axis=1) / depth[:, -1]
    at = np.searchsorted(skin.day, 10.0, side="right") - 1
    assert reading.value[:, at] == pytest.approx(mean, rel=0.02)


def test_a_leaking_barrier_and_a_dry_room_change_the_surface_first():
    tight, leaking = made(), made(0.5)
    assert np.all(leaking.water_share[:, 0] > tight.water_share[:, 0])
    assert np.all(leaking.water_share[:, 39] <= tight.water_share[:, 39])
    dry = DRAWS.with_values({"hydration.room_humidity": 0.25})
    humid = DRAWS.with_values({"hydration.room_humidity": 0.6})
    gap = [made(0.0, values).water_share for values in (dry, humid)]
    assert np.all(gap[0][:, 0] < gap[1][:, 0])
    assert gap[0][:, 39:] == pytest.approx(gap[1][:, 39:])
