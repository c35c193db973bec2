"""The quick way to an exposure: against fine cells and small steps, in any company, and without channels."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.slabs import needled, values
from microneedling.transport import channel_course
from microneedling.transport.actives import find
from microneedling.transport.dose import Dose
from microneedling.transport.exposure import Exposure, exposure, ladder
from microneedling.transport.permeation import permeate

LAYERS = {"tranexamic acid": "epidermis", "ascorbic acid": "papillary", "dextran 25 kDa": "papillary"}
HOURS = np.unique(np.concatenate([[0.0, 8.0], np.geomspace(0.01, 72, 120)]))


def exposed(name: str, occluded: bool, numbers) -> Exposure:
    skin, made = needled(numbers)
    dose = Dose(40.0, wiped_off_min=480.0, occluded=occluded)
    channels = channel_course.closing(made, skin, numbers, occluded)
    return exposure(dose, find(name), skin, channels, numbers, LAYERS[name])


@pytest.mark.parametrize("occluded", [False, True])
@pytest.mark.parametrize("name", LAYERS)
def test_few_cells_and_steps_find_the_same(name, occluded):
    numbers = values()
    skin, made = needled(numbers)
    dose = Dose(40.0, wiped_off_min=480.0, occluded=occluded)
    quick = exposed(name, occluded, numbers)
    channels = channel_course.closing(made, skin, numbers, occluded)
    for told, way in ((quick.needled, channels), (quick.intact, channel_course.none(1))):
        found = permeate(dose, find(name), skin, way, numbers, HOURS, tolerance=3e-4, finer=2)
        by_hour = found.free_concentration_ug_per_ml[LAYERS[name]]
        assert told == pytest.approx(np.trapezoid(by_hour, HOURS, axis=1), rel=0.03), way


def test_a_draw_gets_the_same_in_any_company():
    numbers = values(12, seed=4)
    many = exposed("tranexamic acid", False, numbers)
    alone = exposed("tranexamic acid", False, numbers.subset(np.arange(12) == 7))
    assert alone.needled[0] == pytest.approx(many.needled[7], rel=1e-9)
    assert alone.intact[0] == pytest.approx(many.intact[7], rel=1e-9)


def test_the_channels_share_is_what_intact_skin_lacks():
    found = Exposure(np.array([10.0, 5.0, 1.0]), np.array([1.0, 5.0, 1.1]))
    assert found.channels_share == pytest.approx([0.9, 0.0, 0.0])
    drawn = exposed("ascorbic acid", False, values(12, seed=4)).channels_share
    assert np.all((drawn > 0.3) & (drawn < 1))


def test_the_ladder_starts_and_ends_where_it_should_and_widens():
    hours = ladder(8.0, 72.0, 0.4, 2.5)
    steps = np.diff(hours)
    assert hours[0] == 8
    assert hours[-1] == pytest.approx(72)
    assert steps[1:] / steps[:-1] == pytest.approx(2.5)
    assert steps[0] == pytest.approx(0.4, rel=1)
