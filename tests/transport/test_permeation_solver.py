"""The method: orders of convergence on manufactured solutions, band solve, sums kept, one draw like many."""

from __future__ import annotations

import numpy as np
import pytest

from microneedling.errors import SolverError
from microneedling.transport.permeation_solver import Links, march, solve_five_diagonals

LENGTH = 1.0


def conductivity(hour: float) -> float:
    return 0.7 + 0.3 * np.sin(2 * hour)


def exact(depth: np.ndarray, hour: float) -> np.ndarray:
    """The solution chosen: no flux at the top, zero at the bottom."""
    return np.cos(np.pi * depth / 2 / LENGTH) * (2 + np.sin(3 * hour))


def manufactured(cells: int):
    """Links and supply whose solution is `exact`, on equal cells; node 0 stands apart."""
    width = LENGTH / cells
    middle = (np.arange(cells) + 0.5) * width
    wave = np.pi / 2 / LENGTH
    # The mean of the cosine over a cell, so that the supply is exact and only the flux is approximate.
    mean = (np.sin(wave * (middle + width / 2)) - np.sin(wave * (middle - width / 2))) / (wave * width)

    def links(hour: float) -> Links:
        near = np.full((cells, 1), conductivity(hour) / width)
        near[0] = 0.0
        floor = (slice(cells, cells + 1), np.array([[2 * conductivity(hour) / width]]))
        return Links(np.full((cells + 1, 1), width), near, np.zeros((0, 1)), (floor,))

    def supply(hour: float) -> np.ndarray:
        rate = 3 * np.cos(3 * hour) + conductivity(hour) * wave**2 * (2 + np.sin(3 * hour))
        return np.concatenate([[0.0], rate * mean * width])[:, None]

    start = np.concatenate([[0.0], exact(middle, 0.0) / np.cos(wave * middle) * mean * width])[:, None]
    return links, supply, start, mean * width


def test_manufactured_solution_order_two_in_space():
    wrong = []
    for cells in (10, 20, 40):
        links, supply, start, shape = manufactured(cells)
        found = march(links, start, [0.0, 1.0], tolerance=1e-8, supply=supply).amount[-1, 1:, 0]
        wrong.append(np.abs(found - shape * (2 + np.sin(3.0))).max() * cells)
    orders = np.log2(np.array(wrong[:-1]) / wrong[1:])
    assert np.all(orders > 1.9), (wrong, orders)


def test_manufactured_solution_order_three_in_time():
    links, supply, start, _ = manufactured(20)
    best = march(links, start, [0.0, 1.0], supply=supply, fixed_steps=640).amount[-1]
    wrong = [
        np.abs(march(links, start, [0.0, 1.0], supply=supply, fixed_steps=n).amount[-1] - best).max()
        for n in (10, 20, 40)
    ]
    orders = np.log2(np.array(wrong[:-1]) / wrong[1:])
    assert np.all(orders > 2.7), (wrong, orders)


def test_stiff_parts_die_out_in_one_step():
    """L-stable: a node that empties a million times a step is empty after it, and does not ring."""
    fast = (slice(1, 2), np.array([[1e6]]))

    def links(hour: float) -> Links:
        return Links(np.ones((3, 1)), np.zeros((2, 1)), np.zeros((0, 1)), (fast,))

    found = march(links, np.array([[0.0], [1.0], [1.0]]), [0.0, 1.0], fixed_steps=1)
    assert abs(found.amount[-1, 1, 0]) < 1e-5
    assert found.amount[-1, 2, 0] == 1.0
    assert found.amount[-1, :, 0].sum() + found.drained[0, -1, 0] == pytest.approx(2.0, abs=1e-12)


def random_five_diagonals(draws: int, nodes: int = 21, wide: int = 8):
    random = np.random.default_rng(7)
    near, far = -random.uniform(0, 3, (nodes - 1, draws)), -random.uniform(0, 3, (wide, draws))
    diagonal = random.uniform(0.1, 1, (nodes, draws))
    diagonal[:-1] -= near
    diagonal[1:] -= near
    diagonal[:wide] -= far
    diagonal[2 : wide + 2] -= far
    return diagonal, near, far, random.standard_normal((nodes, draws))


@pytest.mark.parametrize("draws", [3, 40])
def test_the_band_solve_solves(draws):
    diagonal, near, far, right = random_five_diagonals(draws)
    found = solve_five_diagonals(diagonal.copy(), near.copy(), far.copy(), right.copy())
    for k in range(draws):
        matrix = np.diag(diagonal[:, k]) + np.diag(near[:, k], 1) + np.diag(near[:, k], -1)
        wide = np.zeros(len(diagonal) - 2)
        wide[: len(far)] = far[:, k]
        matrix += np.diag(wide, 2) + np.diag(wide, -2)
        assert np.allclose(matrix @ found[:, k], right[:, k], atol=1e-10)


def test_numbers_that_are_not_finite_are_told():
    links, supply, start, _ = manufactured(10)
    start[3] = np.nan
    with pytest.raises(SolverError, match="permeation"):
        march(links, start, [0.0, 1.0], supply=supply)
