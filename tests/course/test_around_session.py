"""Water around the last session: as many places as moments, less of it lost in time, nothing counted as used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from helpers.report_result import make_result
from microneedling.course.around_session import MOMENTS, layer_ends_mm, water_around
from microneedling.course.reading import load_course
from microneedling.course.simulate import simulate
from microneedling.evidence.registry import registry

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_water_is_lost_after_needling_and_kept_again_in_a_week():
    result = simulate(load_course(EXAMPLES / "fine_lines_roller.toml"), draws=4)
    around = result.water
    assert around is not None
    assert around.words == tuple(words for _, words in MOMENTS)
    assert around.loss_g_per_m2_h.shape == around.corneum_percent.shape == (len(MOMENTS), result.values.count)
    before, soon, *_, late = np.median(around.loss_g_per_m2_h, axis=1)
    assert soon > late >= 0.99 * before


def test_no_session_no_water():
    assert make_result(sessions=0, until_day=120).water is None


def test_what_is_read_here_is_no_part_of_the_answer():
    result = make_result()
    values = registry().draws(result.values.count, 1)
    water_around(result.course, result.section, registry().nominal(), result.tissues["skin"], values)
    assert not values.used


def test_layers_end_one_below_the_other():
    ends = layer_ends_mm(make_result().course.person, registry().nominal())
    assert list(ends) == sorted(ends)
    assert ends[0] == pytest.approx(0.015, rel=0.6)
