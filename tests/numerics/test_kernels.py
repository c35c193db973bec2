"""Both kernels on the assembled tissue: against each other, themselves in pieces, and an outside
integrator.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from helpers.posed import pose, without_jumps
from microneedling.engine.generated import layout
from microneedling.engine.numpy_kernel import BAND, COMPARTMENT, EPIDERMIS, LAYER, MEANS, Draw
from microneedling.engine.problem import Problem, flat_size
from microneedling.engine.solver import integrate

PER_DAY = ("segment_day", "output_day")


def rows(problem: Problem, keep: slice) -> Problem:
    """The same problem with some draws only."""
    named = {f.name: getattr(problem, f.name) for f in fields(problem)}
    return Problem(
        **{
            k: v if k in PER_DAY else np.broadcast_to(v, (problem.draws, *np.shape(v)[1:]))[keep]
            for k, v in named.items()
        }
    )


def gap(one, other, problem: Problem) -> float:
    """Largest difference of two solutions in units of each state's typical size."""
    sizes = np.broadcast_to(problem.scale, (problem.draws, flat_size(problem.layers)))
    epidermis = sizes[:, None, :EPIDERMIS]
    dermis = sizes[:, EPIDERMIS : EPIDERMIS + LAYER][:, None, None]
    compartment = sizes[:, None, -COMPARTMENT:]
    return max(
        np.max(np.abs(one.epidermis - other.epidermis) / (epidermis + np.abs(other.epidermis))),
        np.max(np.abs(one.zones - other.zones) / (dermis + np.abs(other.zones))),
        np.max(np.abs(one.compartment - other.compartment) / (compartment + np.abs(other.compartment))),
    )


def wounded(problem: Problem) -> np.ndarray:
    """A state in full inflammation: a day after the first strike."""
    from microneedling.engine import rodas

    y = problem.start[0] * problem.jump_scale[0, 0] + problem.jump_add[0, 0]
    part = Draw(problem, 0, 0)
    system = rodas.System(part.rates, part.factor, part.error_norm(1e-6))
    return rodas.advance(system, y, 0.0, 1.0, 1e-6, 10_000).y


@pytest.mark.parametrize("layers", [8, 13, 24])
def test_kernels_agree(layers):
    problem = pose(until_day=60.0, session_days=(0.0, 20.0), layers=layers)
    one, other = (integrate(problem, kernel=kernel, full=True) for kernel in ("numpy", "numba"))
    assert list(one.steps) == list(other.steps)
    assert gap(one, other, problem) < 1e-8
    np.testing.assert_allclose(one.layers, other.layers, rtol=1e-7, atol=1e-7)


def test_jacobian_is_the_derivative_of_the_rates():
    problem = pose(layers=6).prepared()
    part, y = Draw(problem, 0, 0), wounded(problem)
    band, own, hears = part.jacobian(y)
    chain = part.chain
    stored = band.reshape(chain, 3 * BAND + 1)
    exact = np.zeros((y.size, y.size))
    for j in range(chain):
        for i in range(max(0, j - BAND), min(chain, j + BAND + 1)):
            exact[i, j] = stored[j, 2 * BAND + i - j]
    exact[chain:, chain:] = own
    exact[chain:, :EPIDERMIS] = hears[:, :EPIDERMIS]
    for layer in range(problem.layers):
        at = EPIDERMIS + layer * LAYER + np.array(MEANS)
        exact[chain:, at] = hears[:, EPIDERMIS:] * part.weights[layer]
    scale = problem.scale[0] + np.abs(y)
    difference = np.empty_like(exact)
    for j in range(y.size):
        step = np.zeros_like(y)
        step[j] = 1e-5 * scale[j]
        difference[:, j] = (part.rates(y + step) - part.rates(y - step)) / (2 * step[j])
    relative = np.abs(exact - difference) * scale[None, :] / scale[:, None]
    assert relative.max() < 2e-7 * max(1.0, np.max(np.abs(exact) * scale[None, :] / scale[:, None]))


def test_a_draw_does_not_depend_on_its_neighbours():
    problem = pose(draws=11, until_day=40.0, session_days=(0.0,))
    together = integrate(problem, kernel="numba")
    for draw in (0, 7, 10):
        alone = integrate(rows(problem, slice(draw, draw + 1)), kernel="numba")
        for name in ("epidermis", "zones", "compartment", "steps"):
            assert np.array_equal(getattr(alone, name)[0], getattr(together, name)[draw]), name
    single = integrate(problem, kernel="numba", threads=1)
    assert np.array_equal(single.zones, together.zones)


@pytest.mark.parametrize("layers", [8, 11])
def test_a_failed_draw_leaves_nothing_behind(layers):
    problem = pose(draws=8, layers=layers, until_day=40.0, session_days=(0.0, 20.0))
    alone = [integrate(rows(problem, slice(k, k + 1)), kernel="numba") for k in range(8)]
    constants, start = problem.constants.copy(), problem.start.copy()
    constants[1], constants[4], start[6] = np.nan, 1e300, np.inf
    spoilt = replace(problem, constants=constants, start=start)
    together = integrate(spoilt, kernel="numba", threads=1)
    assert together.status[[1, 4, 6]].all()
    for k in (0, 2, 3, 5, 7):
        assert together.steps[k] == alone[k].steps[0]
        for part in ("epidermis", "zones", "compartment"):
            assert getattr(together, part)[k].tobytes() == getattr(alone[k], part)[0].tobytes()


@pytest.mark.parametrize("kernel", [pytest.param("numpy", marks=pytest.mark.slow), "numba"])
def test_split_and_restart_equals_a_straight_run(kernel):
    straight = pose(until_day=80.0, session_days=(0.0, 30.0), output_day=[12.0, 80.0])
    whole = integrate(straight, tolerance=1e-7, kernel=kernel, full=True)
    cut = {
        name: np.insert(getattr(straight, name), 1, value, axis=1)
        for name, value in (("jump_scale", 1.0), ("jump_add", 0.0))
    }
    pieces = replace(
        straight,
        segment_day=np.array([0.0, 12.0, 30.0, 80.0]),
        drivers=np.repeat(straight.drivers[:, :1], 3, axis=1),
        **cut,
    )
    assert gap(integrate(pieces, tolerance=1e-7, kernel=kernel), whole, straight) < 2e-6


def test_dense_output_is_as_good_as_landing_on_the_day():
    days = np.array([0.3, 1.7, 5.1, 17.3, 40.0])
    read = integrate(pose(until_day=40.0, session_days=(0.0,), output_day=days), kernel="numba")
    landed = pose(until_day=40.0, session_days=(0.0,), output_day=days)
    count = len(days)
    landed = replace(
        landed,
        segment_day=np.array([0.0, *days]),
        drivers=np.repeat(landed.drivers, count, axis=1),
        jump_scale=np.concatenate(
            [landed.jump_scale, np.ones((1, count - 1, landed.start.shape[1]))], axis=1
        ),
        jump_add=np.concatenate([landed.jump_add, np.zeros((1, count - 1, landed.start.shape[1]))], axis=1),
    )
    assert gap(read, integrate(landed, tolerance=1e-8, kernel="numba"), landed) < 2e-3


def test_tightening_the_tolerance_converges():
    problem = pose(until_day=60.0, session_days=(0.0, 30.0))
    best = integrate(problem, tolerance=1e-9, kernel="numba")
    errors = [
        gap(integrate(problem, tolerance=t, kernel="numba"), best, problem) for t in (1e-3, 1e-4, 1e-5, 1e-6)
    ]
    assert errors[0] < 2e-2
    assert errors[1] < 2e-3
    assert errors[2] < 2e-4
    assert errors[3] < 2e-5


@pytest.mark.slow
def test_an_outside_integrator_agrees():
    cvode = pytest.importorskip("sksundae.cvode")
    problem = pose(
        until_day=30.0, session_days=(0.0,), layers=6, output_day=[1.0, 3.0, 10.0, 30.0]
    ).prepared()
    part = Draw(problem, 0, 0)

    def right(t, y, yp):
        yp[:] = part.rates(np.asarray(y))

    struck = problem.start[0] * problem.jump_scale[0, 0] + problem.jump_add[0, 0]
    solver = cvode.CVODE(right, method="BDF", rtol=1e-9, atol=1e-9 * problem.scale[0], max_num_steps=100_000)
    outside = solver.solve(np.array([0.0, *problem.output_day]), struck).y[1:]
    ours = integrate(problem, tolerance=1e-7, kernel="numpy", full=True)
    flat = np.concatenate([ours.epidermis[0], ours.layers[0].reshape(4, -1), ours.compartment[0]], axis=1)
    assert np.max(np.abs(flat - outside) / (problem.scale[0] + np.abs(outside))) < 1e-5


@pytest.mark.parametrize("kernel", ["numpy", "numba"])
def test_untouched_skin_stays(kernel):
    problem = without_jumps(pose(until_day=3650.0, session_days=(), output_day=[0.0, 3650.0]))
    problem = replace(
        problem, drivers=np.where(np.array([n == "uv" for n in layout.DRIVERS]), 0.0, problem.drivers)
    )
    problem.start[:, -COMPARTMENT + layout.COMPARTMENT_STATES.index("tether_mm")] = 0.0
    for name in ("wear", "wear_by_sun"):  # years take their own
        problem.layer_baseline[:, :, layout.LAYER_BASELINE.index(name)] = 0.0
    for name in ("elastic_wear", "elastic_wear_by_sun"):
        problem.constants[:, layout.CONSTANTS.index(name)] = 0.0
    still = integrate(problem, kernel=kernel)
    for states in (still.epidermis, still.zones):
        np.testing.assert_allclose(states[:, 1], states[:, 0], rtol=1e-9, atol=1e-9)
