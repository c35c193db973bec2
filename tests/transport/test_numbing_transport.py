"""Numbing as a transported drug: longer, wrapped and pre-rolled numbs more; block ends; no dead numbers."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from helpers.slabs import person, roller, values
from microneedling.device.needling import Needling
from microneedling.evidence.registry import registry
from microneedling.injury.punctures import punctures
from microneedling.protocol.topicals import ProductName
from microneedling.skin.anatomy import anatomy_of
from microneedling.transport.numbing_transport import DRUGS, numb

DEPTH_MM = 1.0


def setting(draws: int = 1, site: str = "cheek"):
    numbers = values(draws)
    return numbers, anatomy_of(person(site), numbers)


def test_every_cream_of_the_course_file_is_known():
    assert set(DRUGS) == set(get_args(ProductName))


def test_longer_numbs_deeper_and_more():
    numbers, skin = setting(site="thigh")
    made = [numb("EMLA", minutes, skin, numbers) for minutes in (20, 60, 120)]
    depth = [run.numbed_depth_mm()[0] for run in made]
    assert depth == sorted(depth)
    assert depth[2] > 1.3 * depth[1] > 0
    assert made[0].at_wiping(DEPTH_MM)[0] < made[2].at_wiping(DEPTH_MM)[0]


def test_a_wrap_and_a_roller_before_the_cream_shorten_the_onset():
    numbers, skin = setting(site="thigh")
    pricks = punctures(Needling.of(roller(0.2), passes=4), skin, numbers)
    bare = numb("lidocaine 4 %", 90, skin, numbers, occluded=False).onset_min(DEPTH_MM)[0]
    wrapped = numb("lidocaine 4 %", 90, skin, numbers).onset_min(DEPTH_MM)[0]
    rolled = numb("lidocaine 4 %", 90, skin, numbers, pre_rolled=pricks).onset_min(DEPTH_MM)[0]
    assert rolled < 0.9 * wrapped < 0.9 * bare


def test_block_rises_ends_and_stays_below_the_greatest_relief():
    numbers, skin = setting()
    made = numb("EMLA", 60, skin, numbers)
    block = made.block(DEPTH_MM)[0]
    assert block[0] == 0
    assert block.max() <= numbers["transport.greatest_relief"][0]
    assert block[-1] < 0.5 * block.max()
    assert made.onset_min(DEPTH_MM)[0] < 60 < made.over_min(DEPTH_MM)[0] < made.minutes[-1]


def test_where_it_never_numbs_it_says_so():
    numbers, skin = setting()
    made = numb("tetracaine 4 %", 1, skin, numbers)
    assert np.isnan(made.onset_min(5.0)[0])
    assert made.numbed_depth_mm()[0] == 0


def test_the_depth_numbed_is_where_block_is_half():
    numbers, skin = setting(3)
    made = numb("EMLA", 90, skin, numbers)
    half = made.at_wiping(made.numbed_depth_mm())
    numbed = made.numbed_depth_mm() > 0
    assert numbed.any()
    assert half[numbed] == pytest.approx(0.5 * numbers["transport.greatest_relief"][numbed], rel=0.05)


def test_an_unknown_cream_is_named():
    numbers, skin = setting()
    with pytest.raises(KeyError, match="EMLA"):
        numb("EMULA", 60, skin, numbers)


@pytest.mark.slow
def test_every_number_of_creams_moves_the_block():
    book = registry()
    mine = [e for e in book.values() if e.key.startswith(("permeation.cream_", "permeation.block_"))]
    left = {e.key: e.range[0] if e.range else (e.value or 0) * 0.5 for e in mine}
    for product in DRUGS:
        numbers = book.nominal().stacked([{}, *({key: end} for key, end in left.items())])
        made = numb(product, 45, anatomy_of(person(), numbers), numbers)
        level = np.concatenate([made.block(DEPTH_MM), made.over_min(DEPTH_MM)[:, None]], axis=1)
        moved = np.nanmax(np.abs(level[1:] - level[0]), axis=1) > 1e-6
        left = {key: end for (key, end), yes in zip(left.items(), moved, strict=True) if not yes}
        if not left:
            break
    assert not left, "\n".join(sorted(left))
