"""The backward pass: generated functions term by term against differences, and the adjoint of whole runs."""

from __future__ import annotations

import ast
import inspect
import math
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import fields, replace

import numpy as np
import pytest

from helpers.posed import pose
from microneedling.engine.generated import adjoint as generated
from microneedling.engine.generated import arrays, layout, nodes, simd
from microneedling.engine.problem import Problem
from microneedling.engine.solver import integrate

pytest.importorskip("numba")
from microneedling.engine.adjoint.record import Derivatives, record

WIDE, TIGHT = layout.SIMD_LANES, 1e-8

NEAR = 1e-4  # relative; what is right comes to 1e-6


def numbers(place: str) -> dict[str, np.ndarray]:
    """Inputs of one place about their usual sizes, none at rest: there too many terms are nothing."""
    problem, generator = pose(layers=8), np.random.default_rng(5)
    sizes, edge = problem.scale[0], len(layout.EPIDERMIS_STATES)
    dermis = sizes[edge : -len(layout.COMPARTMENT_STATES)].reshape(8, -1)

    def near(array: np.ndarray) -> np.ndarray:
        return array * generator.uniform(0.7, 1.4, array.shape)

    drivers = near(np.where(problem.drivers[0, 0] > 0, problem.drivers[0, 0], 1.0))
    known = {"c": near(problem.constants[0]), "d": drivers}
    if place == "layer":
        return {"y": near(dermis.T).ravel(), "b": near(problem.layer_baseline[0].T).ravel()} | known
    if place == "epidermis":
        return {"y": near(sizes[:edge])} | known
    means = near(dermis[0, list(layout.PAPILLARY_POSITIONS)])
    return {"y": near(sizes[-len(layout.COMPARTMENT_STATES) :]), "e": near(sizes[:edge]), "p": means} | known


def rates_of(place: str, given: dict[str, np.ndarray]) -> np.ndarray:
    size = len(given["y"])
    out = np.zeros(size)
    function = simd.layer_rates if place == "layer" else getattr(nodes, f"{place}_rates")
    function(*given.values(), out)
    return out


def jacobian_of(place: str, given: dict[str, np.ndarray]) -> np.ndarray:
    """Entries in the order in which the backward pass meets them."""
    if place == "layer":
        wide = {name: array.reshape(-1, WIDE) if name in "yb" else array for name, array in given.items()}
        out = np.zeros((len(layout.LAYER_ROWS), WIDE))
        arrays.layer_jacobian(*wide.values(), out)
        return out.ravel()
    own = np.zeros(len(getattr(layout, f"{place.upper()}_ROWS")))
    getattr(nodes, f"{place}_jacobian")(*given.values(), own)
    if place == "epidermis":
        return own
    heard = np.zeros(len(layout.LISTENING_ROWS))
    nodes.compartment_jacobian_listening(*given.values(), heard)
    return np.concatenate([own, heard])


def adjoint_of(
    function, place: str, given: dict[str, np.ndarray], seeds: np.ndarray
) -> dict[str, np.ndarray]:
    """What a generated function adds to every input; numbers that lanes share are summed over the lanes."""
    shared = [name for name in "cd" if place == "layer"]
    back = {name: np.zeros(array.size * (WIDE if name in shared else 1)) for name, array in given.items()}
    function(*given.values(), seeds, *back.values())
    return {name: array.reshape(-1, WIDE).sum(1) if name in shared else array for name, array in back.items()}


def differences(value, given: dict[str, np.ndarray], seeds: np.ndarray) -> dict[str, np.ndarray]:
    """The same by central differences of seeds . value(given)."""
    found = {}
    for name, array in given.items():
        slopes = np.zeros(array.size)
        for k in range(array.size):
            move = 1e-5 * array[k] * np.eye(array.size)[k]
            above, below = (value({**given, name: array + way * move}) for way in (1, -1))
            slopes[k] = seeds @ (above - below) / (2e-5 * array[k])
        found[name] = slopes
    return found


def apart(found: dict[str, np.ndarray], known: dict[str, np.ndarray], given: dict[str, np.ndarray]) -> float:
    """Largest difference between two slopes, over the slope; slopes that move nothing to speak of aside."""
    effects = {name: np.abs(known[name] * given[name]) for name in known}
    nothing = 1e-9 * max(float(effect.max()) for effect in effects.values())
    return max(
        float(np.max(np.abs((found[name] - known[name]) * given[name]) / (effects[name] + nothing)))
        for name in known
    )


CASES = [
    (place, part, value)
    for place in ("epidermis", "layer", "compartment")
    for part, value in (("rates_adjoint", rates_of), ("jacobian_adjoint", jacobian_of))
]


@pytest.mark.parametrize(("place", "part", "value"), CASES)
def test_the_adjoint_of_a_function_is_its_derivative(place, part, value):
    given = numbers(place)
    seeds = np.random.default_rng(1).uniform(0.5, 1.5, value(place, given).size)
    found = adjoint_of(getattr(generated, f"{place}_{part}"), place, given, seeds)
    known = differences(lambda at: value(place, at), given, seeds)
    assert apart(found, known, given) < NEAR
    assert sum(np.count_nonzero(array) for array in known.values()) > 10


def with_one_left_out(function, every: int) -> Iterator[tuple[str, Callable]]:
    """The generated function without one of the statements that hand something back, and that statement."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    body = tree.body[0]
    assert isinstance(body, ast.FunctionDef)
    holder = next((item for item in body.body if isinstance(item, ast.For)), body)
    handing = [
        (place, item)
        for place, item in enumerate(holder.body)
        if isinstance(item, ast.Assign) and "_back[" in ast.unparse(item.targets[0])
    ]
    assert len(handing) > 10
    for place, item in handing[::every]:
        del holder.body[place]
        space: dict = {"math": math}
        exec(compile(tree, "changed", "exec"), space)
        holder.body.insert(place, item)
        yield ast.unparse(item), space[body.name]


@pytest.mark.parametrize("every", [7, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("place", ["epidermis", "layer", "compartment"])
def test_a_term_left_out_is_noticed(place, every):
    given = numbers(place)
    seeds = np.random.default_rng(1).uniform(0.5, 1.5, given["y"].size)
    whole = getattr(generated, f"{place}_rates_adjoint")
    known = differences(lambda at: rates_of(place, at), given, seeds)
    assert apart(adjoint_of(whole, place, given, seeds), known, given) < NEAR
    for statement, changed in with_one_left_out(whole, every):
        assert apart(adjoint_of(changed, place, given, seeds), known, given) > NEAR, statement


@pytest.fixture(scope="module", params=[8, 11])
def posed(request) -> Problem:
    """Two sessions and half a year; 11 layers leave lanes of the kernel unused."""
    return pose(
        layers=request.param,
        session_days=(0.0, 30.0),
        until_day=180.0,
        output_day=[0.0, 3.0, 30.0, 77.7, 180.0],
    )


def states(problem: Problem, tolerance: float) -> np.ndarray:
    found = integrate(problem, tolerance=tolerance, full=True)
    assert found.layers is not None
    dermis = found.layers.reshape(problem.draws, len(problem.output_day), -1)
    return np.concatenate([found.epidermis, dermis, found.compartment], axis=2)


def test_a_recorded_run_is_the_run(posed):
    recording, plain = record(posed, 1e-4), integrate(posed, tolerance=1e-4)
    assert recording.solution.steps == plain.steps
    assert recording.solution.rejected == plain.rejected
    for name in ("epidermis", "zones", "compartment"):
        assert np.allclose(getattr(recording.solution, name), getattr(plain, name), rtol=1e-9, atol=1e-12)
    assert np.allclose(recording.flat(), states(posed, 1e-4), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", [item.name for item in fields(Derivatives)])
def test_runs_give_their_derivative(posed, name):
    generator = np.random.default_rng(2)
    recording = record(posed, TIGHT)
    seeds = generator.standard_normal(recording.flat().shape) / recording.problem.scale
    found = getattr(recording.derivatives(seeds), name)
    base = getattr(recording.problem, name)
    for _ in range(2):
        way = generator.uniform(0.5, 1.5, base.shape) * base
        ends = [
            np.sum(seeds * states(replace(posed, **{name: base + h * way}), TIGHT)) for h in (1e-4, -1e-4)
        ]
        known = (ends[0] - ends[1]) / 2e-4
        # the difference of two runs carries their own error; that of the sum is the yardstick
        assert np.sum(found * way) == pytest.approx(known, rel=1e-5, abs=1e-6 * np.sum(np.abs(found * way)))


def test_at_the_usual_tolerance_the_derivative_is_near(posed):
    near, exact = record(posed, 1e-3), record(posed, TIGHT)
    seeds = np.zeros_like(exact.flat())
    seeds[:, -1] = 1.0 / exact.problem.scale
    for item in fields(Derivatives):
        table = getattr(exact.problem, item.name)
        found, known = (getattr(one.derivatives(seeds), item.name) * table for one in (near, exact))
        assert np.abs(found - known).max() < 5e-3 * np.abs(known).max(), item.name
