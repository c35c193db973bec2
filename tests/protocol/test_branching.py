"""One trunk for courses of every length: each ending against the course run for itself."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.course.protocol import protocol_of
from microneedling.course.reading import load_course
from microneedling.healing.screening import stable_draws
from microneedling.protocol.branching import branches, joined, on_days
from microneedling.skin.layers import layered

GAP, MOST = 28.0, 3


@pytest.fixture(scope="module")
def made():
    """A prepared protocol of three sessions with a product, a retinoid at home, and its branches."""
    course = load_course("examples/fine_lines_roller.toml")
    care = course.aftercare.model_copy(update={"retinoid": "tretinoin"})
    course = course.model_copy(update={"aftercare": care})
    values, _ = stable_draws(6, 1)
    grid = np.unique([*np.arange(0.0, MOST * GAP + 1, 7.0), 0.5, 28.5, 56.5])
    prepared = protocol_of(course, grid, geometry=layered(8), tolerance=1e-5).prepare(values)
    prepared = prepared.repeated_on([k * GAP for k in range(MOST)], grid)
    endings = {n: (n * GAP + 14.0, n * GAP + 62.0) for n in range(1, MOST + 1)}
    return prepared, endings, branches(prepared, "skin", GAP, endings)


@pytest.mark.parametrize("count", range(1, MOST + 1))
def test_a_course_stopped_early_is_the_course_run_for_itself(made, count):
    prepared, _endings, found = made
    whole = found.whole(count, count * GAP)
    alone = prepared.repeated_on([k * GAP for k in range(count)], whole.day).follow("skin")
    assert np.array_equal(whole.day, alone.day)
    for group, name in (("collagen", "type1_mature"), ("pigment", "melanin_epidermis"), ("damage", "wound")):
        mine, theirs = (getattr(getattr(item, group), name) for item in (whole, alone))
        assert np.allclose(mine, theirs, rtol=2e-3, atol=1e-6), name
    before = whole.day <= (count - 1) * GAP  # shared to the bit as long as nothing differs
    assert np.array_equal(whole.collagen.type1_mature[:, before], alone.collagen.type1_mature[:, before])


def test_what_differs_after_the_last_session_does_differ(made):
    _, _, found = made
    one, three = found.stopped[1], found.stopped[3]
    assert not np.allclose(one.collagen.type1_mature[:, -1], three.collagen.type1_mature[:, -1], rtol=1e-3)


def test_days_are_picked_and_joined_without_changing_the_parts(made):
    trunk = made[2].trunk
    parts = on_days(trunk, np.arange(3)), on_days(trunk, np.arange(3, trunk.day.size))
    again = joined(*parts)
    assert np.array_equal(again.day, trunk.day)
    assert np.array_equal(again.inflammation.cytokine, trunk.inflammation.cytokine)
    assert set(again.observers) == set(trunk.observers)


def test_sessions_put_on_other_days_are_the_sessions_written_there():
    course = load_course("examples/melasma_tranexamic_acid.toml")
    values, _ = stable_draws(4, 1)
    days = [0.0, 21.0]
    grid = np.array([0.0, 10.0, 21.0, 60.0])
    moved = protocol_of(course, grid, geometry=layered(8)).prepare(values).repeated_on(days, grid)
    kept = course.sessions[0]
    written = course.model_copy(
        update={"sessions": tuple(kept.model_copy(update={"day": int(day)}) for day in days)}
    )
    alone = protocol_of(written, grid, geometry=layered(8)).prepare(values)
    assert np.array_equal(
        moved.follow("skin").pigment.melanin_epidermis, alone.follow("skin").pigment.melanin_epidermis
    )
