"""Rodas4: the stiff one-step method of both kernels, its step control and its dense output.

For y' = f(y) with Jacobian J, a step h solves six times with one factorisation (autonomous form):

    (1/(gamma h) - J) K_i = f(y + sum_j a_ij K_j) + sum_j c_ij K_j / h
    y_new = y + sum_j a_6j K_j + K_6,   error estimate = K_6

Order 4 with an embedded order 3, L-stable, stiffly accurate; dense output of order 3. Coefficients of
Hairer and Wanner, Solving Ordinary Differential Equations II, second edition, section VI.4 (code RODAS, method 1); the
tests check the order. Good at relative tolerances 1e-2 .. 1e-8; below that a method of higher order is cheaper.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

GAMMA = 0.25
STAGES = 6
A = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [1.544, 0.0, 0.0, 0.0, 0.0],
        [0.9466785280815826, 0.2557011698983284, 0.0, 0.0, 0.0],
        [3.314825187068521, 2.896124015972201, 0.9986419139977817, 0.0, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 0.0],
        [1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1.0],
    ]
)
C = np.array(
    [
        [0.0, 0.0, 0.0, 0.0, 0.0],
        [-5.6688, 0.0, 0.0, 0.0, 0.0],
        [-2.430093356833875, -0.2063599157091915, 0.0, 0.0, 0.0],
        [-0.1073529058151375, -9.594562251023355, -20.47028614809616, 0.0, 0.0],
        [7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160, 0.0],
        [8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054],
    ]
)
# Dense output: y(s) = (1 - s) y + s (y_new + (1 - s) (D1 K + s D2 K)), s in 0..1.
D = np.array(
    [
        [10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662],
        [-0.6762803392801253, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872],
    ]
)

SAFETY, SLOWEST, FASTEST = 0.9, 1.0 / 6.0, 5.0
SMALLEST_STEP_DAY = 1e-10
OK, STEP_TOO_SMALL, NOT_FINITE, TOO_MANY_STEPS = 0, 1, 2, 3


def next_factor(error: float, error_before: float, ratio: float) -> float:
    """Factor for the next step after one with scaled `error` (accepted when <= 1).

    `error_before` is the error of the accepted step before (negative: none) and `ratio` that step over this
    one: Gustafsson's predictive controller with the limits of RODAS (1/6 to 5). Not finite: shrink fourfold.
    """
    if not math.isfinite(error):
        return 0.25
    fourth_root = math.sqrt(math.sqrt(max(error, 1e-12)))
    factor = SAFETY / fourth_root
    if error <= 1.0 and error_before >= 0.0:
        predicted = SAFETY / (ratio * math.sqrt(math.sqrt(max(error * error, 1e-24) / error_before)))
        factor = min(factor, predicted)
    return min(FASTEST, max(SLOWEST, factor))


def first_step(slope: float, tolerance: float, length: float) -> float:
    """A first step (days) from the scaled size of the rates (1/day, in units of the error scale) and what is left."""
    return min(length, 0.5 * tolerance**-0.75 / slope) if slope > 0.0 else length


@dataclass(frozen=True)
class System:
    """What the stepping code needs to know of y' = f(y); `factor(y, 1/(gamma h))` returns the solver of K."""

    rates: Callable[[np.ndarray], np.ndarray]
    factor: Callable[[np.ndarray, float], Callable[[np.ndarray], np.ndarray]]
    error_norm: Callable[[np.ndarray, np.ndarray], float]  # (error or slope, state) -> scaled size


def step(system: System, y: np.ndarray, h: float) -> tuple[np.ndarray, np.ndarray]:
    """One step of h days: the new state (n,) and the stages K (6, n), of which the last is the error estimate."""
    solve = system.factor(y, 1.0 / (GAMMA * h))
    stages = np.empty((STAGES, y.size))
    point = y
    for i in range(STAGES):
        right = system.rates(point)
        if i:
            right = right + (C[i, :i] / h) @ stages[:i]
        stages[i] = solve(right)
        if i + 1 < STAGES:
            point = y + A[i + 1, : i + 1] @ stages[: i + 1]
    return point + stages[-1], stages


def dense(
    y: np.ndarray, y_new: np.ndarray, stages: np.ndarray, at: Sequence[float] | np.ndarray
) -> np.ndarray:
    """States at the fractions `at` (0..1) of an accepted step, shape (len(at), n)."""
    s = np.asarray(at, float)[:, None]
    first, second = D @ stages[:5]
    return (1 - s) * y + s * (y_new + (1 - s) * (first + s * second))


@dataclass
class Run:
    """What stepping through one segment gave; the state is that of the last accepted step."""

    y: np.ndarray
    steps: int = 0
    rejected: int = 0
    status: int = OK


def _attempt(system: System, y: np.ndarray, h: float) -> tuple[np.ndarray, np.ndarray, float]:
    try:
        y_new, stages = step(system, y, h)
    except (ArithmeticError, ValueError, np.linalg.LinAlgError):
        return y, y, math.nan
    return y_new, stages, system.error_norm(stages[-1], y_new)


def advance(
    system: System,
    y: np.ndarray,
    start: float,
    end: float,
    tolerance: float,
    max_steps: int,
    output_day: Sequence[float] = (),
    write: Callable[[int, np.ndarray], None] = lambda index, state: None,
) -> Run:
    """Integrate one segment with adaptive steps; `write(k, state)` is called for each output day in (start, end].

    Failures are codes in the result (`Run.status`); nothing is raised.
    """
    run = Run(y)
    try:
        h = first_step(system.error_norm(system.rates(y), y), tolerance, end - start)
    except (ArithmeticError, ValueError):
        h = end - start
    t, next_output, error_before, h_before, was_rejected = start, 0, -1.0, h, False
    while t < end:
        if run.steps + run.rejected >= max_steps:
            run.status = TOO_MANY_STEPS
            return run
        last = t + 1.0001 * h >= end
        h = end - t if last else h
        y_new, stages, error = _attempt(system, run.y, h)
        factor = next_factor(error, error_before, h_before / h)
        if error <= 1.0:
            t_new = end if last else t + h
            inside = [k for k in range(next_output, len(output_day)) if output_day[k] <= t_new]
            if inside:
                states = dense(run.y, y_new, stages, [(output_day[k] - t) / (t_new - t) for k in inside])
                for k, state in zip(inside, states, strict=True):
                    write(k, state)
                next_output = inside[-1] + 1
            run.y, t, run.steps = y_new, t_new, run.steps + 1
            error_before, h_before = max(error, 1e-2), h
            h *= min(factor, 1.0) if was_rejected else factor
            was_rejected = False
        else:
            run.rejected += 1
            was_rejected = True
            h *= min(factor, SAFETY)
            if h < SMALLEST_STEP_DAY:
                run.status = STEP_TOO_SMALL if math.isfinite(error) else NOT_FINITE
                return run
    return run
