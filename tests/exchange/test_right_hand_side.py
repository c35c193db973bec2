"""The column as a plain right-hand side: the solver's rates, an exact Jacobian, another solver's same answer."""

from __future__ import annotations

import numpy as np
import pytest

from helpers.posed import pose
from microneedling.engine import solver
from microneedling.engine.generated import layout
from microneedling.exchange.right_hand_side import BAND, COMPARTMENT, RightHandSide

DRAW = 1


@pytest.fixture(scope="module")
def problem():
    return pose(draws=3, layers=8, output_day=[0.0, 10.0, 30.0, 45.0, 90.0, 200.0, 365.0])


@pytest.fixture(scope="module")
def column(problem):
    return RightHandSide.of(problem, DRAW)


@pytest.fixture(scope="module")
def woken(column):
    """A state with every process at work: struck, and then moved at random, all above zero."""
    random = np.random.default_rng(7)
    y = column.segments[0].jump(column.start)
    return y * random.uniform(0.8, 1.3, y.size) + column.size * random.uniform(0.01, 0.1, y.size)


@pytest.mark.parametrize("segment", [0, 2])
def test_rates_are_those_of_the_solver(problem, column, woken, segment):
    states = np.stack([problem.start[0], woken, problem.start[2]])
    theirs = solver.rates(problem, states, segment)[DRAW]
    found = column.segments[segment].rates(0.0, woken)
    np.testing.assert_allclose(found, theirs, rtol=1e-12, atol=1e-12 * np.abs(theirs).max())
    assert np.abs(found / column.size).min() < 10 < np.abs(found / column.size).max()


def test_rates_depend_on_the_segment_of_the_day(column, woken):
    """UV or channels differ between segments only through the drivers; the day chooses which are in force."""
    first, second = column.segments[0], column.segments[1]
    assert column.at(0.0) is first
    assert column.at(second.start_day - 1e-9) is first
    assert column.at(second.start_day) is second
    assert column.at(1e6) is column.segments[-1]
    np.testing.assert_array_equal(column.rates(45.0, woken), second.rates(45.0, woken))


def test_jacobian_is_the_derivative_of_the_rates(column, woken):
    segment = column.segments[0]
    exact = segment.jacobian(0.0, woken).toarray()
    steps = 1e-6 * (column.size + np.abs(woken))
    differences = np.empty_like(exact)
    for j, step in enumerate(steps):
        change = np.zeros_like(woken)
        change[j] = step
        differences[:, j] = (segment.rates(0.0, woken + change) - segment.rates(0.0, woken - change)) / (
            2 * step
        )
    unit = column.size[None, :] / column.size[:, None]
    largest = np.abs(exact * unit).max(axis=1, keepdims=True) + 1.0
    assert (np.abs(exact - differences) * unit / largest).max() < 1e-6


def test_the_pattern_never_changes_and_every_place_is_needed(column, woken):
    pattern = column.sparsity()
    seen = np.zeros(pattern.nnz, bool)
    for segment in column.segments[:2]:
        for y in (column.start, woken):
            found = segment.jacobian(0.0, y)
            np.testing.assert_array_equal(found.indices, pattern.indices)
            np.testing.assert_array_equal(found.indptr, pattern.indptr)
            seen |= found.data != 0
    # A place that is never filled would only cost the solvers time; a retinoid alone fills four a layer.
    assert seen.mean() > 0.96


def test_band_holds_all_but_what_the_column_hears(column, woken):
    segment, chain = column.segments[0], len(column.start) - COMPARTMENT
    exact, band = segment.jacobian(0.0, woken).toarray(), segment.band(woken)
    unpacked = np.zeros_like(exact)
    for i in range(len(woken)):
        for j in range(max(i - BAND, 0), min(i + BAND + 1, len(woken))):
            unpacked[i, j] = band[BAND + i - j, j]
    np.testing.assert_array_equal(unpacked[:chain], exact[:chain])
    np.testing.assert_array_equal(unpacked[chain:, chain:], exact[chain:, chain:])
    assert np.all((unpacked[chain:] == exact[chain:]) | (unpacked[chain:] == 0))
    assert np.any(exact[:chain, chain:]) == np.False_  # the column is heard by none


def test_columns_by_row_and_by_column_hold_the_same(column, woken):
    from scipy.sparse import csc_matrix

    segment = column.segments[0]
    slots, minor, starts = segment.places.slots(by_column=True)
    data = np.bincount(slots, segment.entries(woken), minlength=len(minor))
    by_column = csc_matrix((data, minor, starts), shape=(segment.places.size,) * 2)
    np.testing.assert_array_equal(by_column.toarray(), segment.jacobian(0.0, woken).toarray())


def test_machine_code_says_the_same(column, woken):
    pytest.importorskip("numba", reason="the extra `fast` is not installed")
    from microneedling.exchange.compiled_right_hand_side import Compiled

    for segment in column.segments[:2]:
        code = Compiled(segment)
        f, v = np.full(code.size, np.nan), np.full(code.count, np.nan)
        code.rates(woken, f)
        code.entries(woken, v)
        rates, entries = segment.rates(0.0, woken), segment.entries(woken)
        np.testing.assert_allclose(f, rates, rtol=1e-9, atol=1e-10 * np.abs(rates).max())
        np.testing.assert_allclose(v, entries, rtol=1e-9, atol=1e-10)


def test_another_solver_reaches_the_same_year(problem, column):
    from scipy.integrate import solve_ivp

    expected = solver.integrate(problem, 1e-8, full=True)
    y, states = column.start, {0.0: column.start}
    for segment in column.segments:
        days = column.output_day[
            (column.output_day > segment.start_day) & (column.output_day <= segment.end_day)
        ]
        stops = np.unique([*days, segment.end_day])
        run = solve_ivp(segment.rates, (segment.start_day, segment.end_day), segment.jump(y), "BDF", stops,
                        rtol=1e-6, atol=1e-6 * column.size, jac=segment.jacobian)  # fmt: skip
        assert run.success, run.message
        states |= dict(zip(stops, run.y.T, strict=True))
        y = run.y[:, -1]
    found = np.stack([states[day] for day in column.output_day])
    assert expected.layers is not None
    right = np.concatenate(
        [expected.epidermis[DRAW], expected.layers[DRAW].reshape(len(found), -1), expected.compartment[DRAW]],
        axis=1,
    )
    assert np.abs((found - right) / (column.size + np.abs(right))).max() < 1e-4
    assert np.abs((right - column.start) / column.size).max() > 0.5  # the course did something


def test_names_are_those_of_the_layout(column):
    assert len(column.names) == len(set(column.names)) == len(column.start)
    assert column.names[0] == layout.EPIDERMIS_STATES[0]
    first = len(layout.EPIDERMIS_STATES)
    assert column.names[first] == f"{layout.LAYER_STATES[0]}_layer_01"
    assert column.names[-1] == layout.COMPARTMENT_STATES[-1]


@pytest.mark.parametrize("draw", [-1, 3])
def test_a_draw_that_is_not_there_is_refused(problem, draw):
    with pytest.raises(IndexError, match="draws 0 to 2"):
        RightHandSide.of(problem, draw)
