"""The text of the graphics kernel, compiled for the processor: same steps and results as the compiled kernel."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from helpers.posed import pose

pytest.importorskip("numba")

from test_kernels import rows

from helpers import one_thread
from microneedling.engine.cuda import kernel as cuda_kernel
from microneedling.engine.cuda import layout as cuda_layout
from microneedling.engine.cuda.layout import HEAD_NUMBERS, LAYER_NUMBERS, WIDTH, numbers
from microneedling.engine.generated.layout import LAYER_STATES
from microneedling.engine.problem import REASONS, Problem, Solution, flat_size
from microneedling.engine.solver import integrate
from microneedling.errors import SolverError

NEAR = 1e-9  # of each state's scale
compiles = pytest.mark.slow  # whichever of these runs first waits half a minute for the compiler


def gap(one: Solution, other: Solution, problem: Problem) -> float:
    """Largest difference in units of each state's typical size and value, zones left to their layers."""
    assert one.layers is not None
    assert other.layers is not None
    size = np.broadcast_to(problem.scale, (problem.draws, flat_size(problem.layers)))[:, None]
    shape = (problem.draws, len(one.day), -1)

    def flat(item: Solution) -> np.ndarray:
        return np.concatenate([item.epidermis, item.layers.reshape(shape), item.compartment], axis=2)

    found, wanted = flat(one), flat(other)
    assert np.array_equal(np.isnan(found), np.isnan(wanted))
    return float(np.nanmax(np.abs(found - wanted) / (size + np.abs(wanted)), initial=0.0))


def alike(problem: Problem, tolerance: float, max_steps: int = 20_000) -> np.ndarray:
    """Both ways of the same problem, compared; their status."""
    one = one_thread.integrate(problem, tolerance, max_steps)
    other = integrate(problem, tolerance, full=True, kernel="numba", max_steps=max_steps)
    for name in ("status", "steps", "rejected"):
        assert list(getattr(one, name)) == list(getattr(other, name)), name
    assert gap(one, other, problem) < NEAR
    weighed = np.einsum("dzl,dtls->dtzs", problem.zone_weights, one.layers)
    np.testing.assert_allclose(one.zones, weighed, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(one.zones, other.zones, rtol=1e-9, atol=1e-9)
    return one.status


@compiles
@pytest.mark.parametrize(("layers", "tolerance"), [(8, 1e-2), (8, 1e-4), (13, 1e-3), (24, 1e-3)])
def test_same_steps_and_results_as_the_compiled_kernel(layers, tolerance):
    problem = pose(draws=5, layers=layers, until_day=120.0)
    assert not alike(problem, tolerance).any()


@compiles
def test_a_year_with_four_sessions():
    assert not alike(pose(draws=3, layers=8), 1e-2).any()


@compiles
def test_more_draws_than_a_warp_lie_side_by_side():
    problem = pose(draws=WIDTH + 3, layers=2, until_day=3.0, session_days=(0.0,), output_day=[0.0, 1.0, 3.0])
    assert not alike(problem, 1e-3).any()


@compiles
def test_failures_are_the_same_and_leave_nothing_behind():
    problem = pose(draws=3, layers=8, until_day=40.0, session_days=(0.0, 20.0))
    constants = problem.constants.copy()
    constants[1] = math.nan
    broken = replace(problem, constants=constants)
    alone = [rows(broken, slice(draw, draw + 1)) for draw in range(3)]
    status = [int(alike(item, 1e-3)[0]) for item in alone]
    assert [REASONS[code] for code in status] == ["finished", "the rates are not finite", "finished"]
    together = one_thread.integrate(broken, 1e-3)
    for draw, item in enumerate(alone):
        single = one_thread.integrate(item, 1e-3)
        for name in ("epidermis", "zones", "compartment", "layers", "steps", "rejected", "status"):
            assert np.array_equal(getattr(together, name)[draw], getattr(single, name)[0], equal_nan=True), (
                name
            )
    assert set(alike(problem, 1e-3, max_steps=30)) == {3}
    assert set(alike(problem, 1e-40)) == {1}


@compiles
def test_without_layers_in_the_output():
    problem = pose(draws=2, layers=8, until_day=30.0, session_days=(0.0,))
    bare = one_thread.integrate(problem, 1e-2, full=False)
    whole = one_thread.integrate(problem, 1e-2)
    assert bare.layers is None
    for name in ("epidermis", "zones", "compartment"):
        assert np.array_equal(getattr(bare, name), getattr(whole, name))


def test_numbers_a_draw_are_those_of_the_docstring():
    eight, twenty_four = (round(8 * numbers(layers) / 1e3) for layers in (8, 24))
    said = " ".join(cuda_layout.__doc__.split())
    states = len(LAYER_STATES)
    assert f"With {states} states a layer a draw takes {HEAD_NUMBERS} + {LAYER_NUMBERS} n numbers" in said
    assert f"{eight} kB for 8 layers, {twenty_four} kB for 24." in said


def test_a_slab_fits_into_half_of_the_memory_in_whole_warps():
    problem = pose(draws=70, layers=8, until_day=5.0, session_days=(0.0,)).prepared()
    outputs = ()
    assert cuda_kernel.slab(problem, outputs, math.inf) == 96
    each = 8 * numbers(8) + sum(getattr(problem, name).nbytes for name in cuda_kernel.PER_DRAW) // 70
    assert cuda_kernel.slab(problem, outputs, 2 * 64.5 * each) == 64
    with pytest.raises(SolverError, match="the graphics processor has"):
        cuda_kernel.slab(problem, outputs, 2 * 31 * each)
