"""A ten times tighter tolerance, or twice the layers, moves no outcome of any example by 0.5 % of its own change."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from helpers.course_files import EXAMPLES
from helpers.subject import some
from microneedling.course.forecast import Forecast
from microneedling.course.reading import load_course
from microneedling.course.simulate import TOLERANCE, simulate
from microneedling.skin.layers import LAYERS

UNSEEN = 0.1  # share of the smallest detectable change that nobody could see
ALLOWED = 0.005  # share of an outcome's own largest change

every_example = pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)


@cache
def solved(path: Path, layers: int = LAYERS, tolerance: float = TOLERANCE) -> Forecast:
    return simulate(load_course(path), draws=1, layers=layers, tolerance=tolerance)


def moved(plain: Forecast, finer: Forecast) -> dict[str, float]:
    """By outcome, the largest shift on any day as a share of its own largest change.

    Where two effects cancel (melanin shed and melanin called, in light skin) that change can be far below what any
    instrument tells; then a tenth of the smallest detectable change is the measure.
    """
    found = {}
    for before, after in zip(plain.outcomes, finer.outcomes, strict=True):
        assert (before.name, before.scale) == (after.name, after.scale)
        own = max(np.max(np.abs(after.change)), UNSEEN * before.smallest_change)
        found[f"{before.name} {before.scale}"] = float(np.max(np.abs(after.change - before.change)) / own)
    return found


def test_there_are_examples_to_refine():
    assert len(EXAMPLES) >= 3


@every_example
def test_every_outcome_of_an_example_moves_at_all(path):
    for outcome in some(solved(path).outcomes):
        assert np.max(np.abs(outcome.change)) > 1e-6, outcome.name


@every_example
def test_a_ten_times_tighter_tolerance_moves_no_outcome(path):
    shifts = moved(solved(path), solved(path, tolerance=TOLERANCE / 10))
    assert {name: shift for name, shift in shifts.items() if shift > ALLOWED} == {}


@every_example
def test_twice_the_layers_move_no_outcome(path):
    shifts = moved(solved(path), solved(path, layers=2 * LAYERS))
    assert {name: shift for name, shift in shifts.items() if shift > ALLOWED} == {}


@every_example
def test_refinement_converges(path):
    """Errors fall as the layers double again: what is left is discretisation, not noise of the steps."""
    tight = TOLERANCE / 100
    coarse, middle, fine = (solved(path, layers=LAYERS * times, tolerance=tight) for times in (1, 2, 4))
    first, second = moved(coarse, middle), moved(middle, fine)
    assert {name: second[name] for name in first if second[name] > max(0.5 * first[name], 1e-4)} == {}
