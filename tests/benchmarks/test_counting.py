"""What the roofline counts by running the kernel's source is what stands in that source."""

from __future__ import annotations

import ast
import inspect
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("numba")

from benchmarks.counting import BYTES, Counter
from microneedling.engine.generated import simd
from microneedling.engine.generated.layout import SIMD_LANES
from microneedling.engine.numba import linear as numba_linear
from microneedling.engine.numba import step as numba_step

SIMPLE = (ast.Add, ast.Sub, ast.Mult, ast.Div)


def written(function) -> tuple[int, int, int]:
    """Operations, divisions and elements moved that are written in the lanes of a generated function."""
    tree = ast.parse(inspect.getsource(function)).body[0]
    loop = next(node for node in ast.walk(tree) if isinstance(node, ast.For))
    inside = [node for statement in loop.body for node in ast.walk(statement)]
    places = {id(part) for node in inside if isinstance(node, ast.Subscript) for part in ast.walk(node.slice)}
    found = [node for node in inside if isinstance(node, ast.BinOp) and id(node) not in places]
    powers = sum({2: 1, 3: 2, 4: 2}[node.right.value] for node in found if isinstance(node.op, ast.Pow))
    simple = sum(isinstance(node.op, SIMPLE) for node in found)
    divisions = sum(isinstance(node.op, ast.Div) for node in found)
    return simple + powers, divisions, sum(isinstance(node, ast.Subscript) for node in inside)


@pytest.mark.parametrize("name", ["layer_rates", "layer_factor", "layer_forward", "layer_backward"])
def test_generated_functions_count_as_they_are_written(name):
    function, counter = getattr(simd, name), Counter()
    given = [
        counter.number() if part == "shift" else counter.array(2000)
        for part in inspect.signature(function).parameters
    ]
    tally = counter.of(lambda: counter.counted(function)(*given))
    operations, divisions, moved = written(function)
    assert tally.operations - operations * SIMD_LANES in range(
        0, operations
    )  # beside the lanes, what they share
    assert tally.divisions == divisions * SIMD_LANES
    assert tally.bytes - BYTES * moved * SIMD_LANES in range(0, BYTES * 150)
    assert operations > 20


def test_a_combination_of_stages_counts_by_its_formula():
    counter, size = Counter(), 64
    base, stages, out = counter.array(size), counter.array(6 * size), counter.array(size)
    combine = counter.counted(numba_step.combine)
    tally = counter.of(lambda: combine(3, base, stages, size, np.ones(5), 1.0, out))
    assert tally.operations == 2 * 3 * size
    assert tally.bytes == BYTES * (3 + 2) * size
    assert all(array.touched for array in (base, stages, out))


def test_a_solve_passes_through_every_vector_of_the_signals():
    counter = Counter()
    few, many = (counter.of(lambda n=layers: _solve(counter, n)) for layers in (8, 24))
    assert 2.5 * few.operations < 3 * many.operations < 9 * few.operations
    assert few.divisions == many.divisions == 0


def _solve(counter: Counter, n: int) -> None:
    arrays = SimpleNamespace(size=-(-n // SIMD_LANES) * SIMD_LANES)
    solve = counter.counted(numba_linear.solve)
    r, lu, tri, scan, down, listen, p = (counter.array(5000) for _ in range(7))
    weights = counter.array(arrays.size)
    solve(r, lu, tri, scan, down, weights, n, listen, p)
