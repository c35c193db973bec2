"""The stepping code on small problems with known answers: order, dense output, control, failure."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from microneedling.engine import rodas

VAN_DER_POL = 3.0


def oscillator() -> rodas.System:
    """Van der Pol, nonlinear in both states, Jacobian exact."""

    def rates(y):
        return np.array([y[1], VAN_DER_POL * (1 - y[0] ** 2) * y[1] - y[0]])

    def factor(y, shift):
        jacobian = np.array([[0, 1], [-2 * VAN_DER_POL * y[0] * y[1] - 1, VAN_DER_POL * (1 - y[0] ** 2)]])
        return lambda right: np.linalg.solve(shift * np.eye(2) - jacobian, right)

    return rodas.System(rates, factor, lambda e, y: float(np.max(np.abs(e))) / 1e-8)


def fixed_steps(system: rodas.System, y: np.ndarray, end: float, count: int) -> np.ndarray:
    for _ in range(count):
        y, _ = rodas.step(system, y, end / count)
    return y


START = np.array([1.2, 0.3])


def test_observed_order_is_four():
    system = oscillator()
    exact = fixed_steps(system, START, 1.0, 2000)
    errors = [np.linalg.norm(fixed_steps(system, START, 1.0, n) - exact) for n in (20, 40, 80)]
    orders = [math.log2(a / b) for a, b in pairwise(errors)]
    assert all(3.7 < order < 4.5 for order in orders), orders


def test_the_embedded_estimate_is_of_order_three():
    system = oscillator()
    sizes = [np.linalg.norm(rodas.step(system, START, h)[1][-1]) for h in (0.1, 0.05, 0.025)]
    orders = [math.log2(a / b) for a, b in pairwise(sizes)]
    assert all(3.6 < order < 4.6 for order in orders), orders  # local error of order 3 falls as h^4


def test_dense_output_is_of_order_three():
    system = oscillator()

    def worst(h):
        y_new, stages = rodas.step(system, START, h)
        inside = rodas.dense(START, y_new, stages, [0.25, 0.5, 0.75])
        exact = [fixed_steps(system, START, s * h, 400) for s in (0.25, 0.5, 0.75)]
        return np.max(np.abs(inside - exact))

    order = math.log2(worst(0.1) / worst(0.05))
    assert order > 3.6, order


def test_stiff_decay_is_damped_in_one_long_step():
    system = rodas.System(
        lambda y: -1e9 * y,
        lambda y, shift: lambda right: right / (shift + 1e9),
        lambda e, y: float(np.max(np.abs(e))),
    )
    y, _ = rodas.step(system, np.ones(1), 1.0)
    assert abs(y[0]) < 1e-6  # L-stable: the factor vanishes as the rate grows


@pytest.mark.slow
@pytest.mark.parametrize("tolerance", [1e-3, 1e-5, 1e-7])
def test_adaptive_run_meets_its_tolerance(tolerance):
    base = oscillator()
    system = rodas.System(
        base.rates, base.factor, lambda e, y: float(np.max(np.abs(e) / (1 + np.abs(y)))) / tolerance
    )
    run = rodas.advance(system, START, 0.0, 5.0, tolerance, 10_000)
    exact = fixed_steps(base, START, 5.0, 20_000)
    assert run.status == rodas.OK
    assert np.max(np.abs(run.y - exact)) < 50 * tolerance


@pytest.mark.slow
def test_a_rate_that_blows_up_ends_with_a_code():
    system = rodas.System(
        lambda y: y**2,
        lambda y, shift: lambda right: right / (shift - 2 * y),
        lambda e, y: float(abs(e[0])) / 1e-6,
    )
    with np.errstate(all="ignore"):
        run = rodas.advance(system, np.ones(1), 0.0, 2.0, 1e-6, 100_000)
    assert run.status in (rodas.STEP_TOO_SMALL, rodas.NOT_FINITE, rodas.TOO_MANY_STEPS)


def test_too_many_steps_is_a_code():
    assert rodas.advance(oscillator(), START, 0.0, 50.0, 1e-8, 5).status == rodas.TOO_MANY_STEPS
