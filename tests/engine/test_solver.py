"""The door to the kernels: outputs at strikes, codes of failure, shapes, choice of the kernel."""

from __future__ import annotations

import re
import warnings
from dataclasses import replace

import numpy as np
import pytest

from helpers.posed import RADIUS_MM, pose
from microneedling.engine import solver
from microneedling.engine.generated import layout
from microneedling.engine.solver import integrate, rates
from microneedling.errors import SlowKernelWarning

KERNELS = ("numpy", "numba")
OPENING = layout.EPIDERMIS_STATES.index("opening_radius_mm")


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_value_at_a_session_is_the_one_before_the_strike(kernel):
    problem = pose(until_day=40.0, session_days=(0.0, 20.0), output_day=[0.0, 20.0, 20.001, 40.0])
    opening = integrate(problem, kernel=kernel).epidermis[0, :, OPENING]
    assert opening[0] == 0.0
    assert opening[1] < 1e-4
    assert opening[2] == pytest.approx(RADIUS_MM, rel=0.01)


@pytest.mark.parametrize("kernel", KERNELS)
def test_zone_means_are_the_weighted_layers(kernel):
    problem = pose(until_day=10.0, session_days=(0.0,), output_day=[0.0, 3.0, 10.0])
    solved = integrate(problem, kernel=kernel, full=True)
    means = np.einsum("dzl,dtls->dtzs", problem.zone_weights, solved.layers)
    np.testing.assert_allclose(solved.zones, means, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("kernel", KERNELS)
def test_a_failed_draw_is_a_code_and_spares_the_others(kernel):
    problem = pose(draws=3, until_day=5.0, session_days=(0.0,), output_day=[0.0, 5.0])
    constants = problem.constants.copy()
    constants[1, 0] = np.nan
    solved = integrate(replace(problem, constants=constants), kernel=kernel)
    assert list(solved.status) == [0, 2, 0]
    assert np.isnan(solved.zones[1, -1]).all()
    assert np.isfinite(solved.zones[[0, 2]]).all()


@pytest.mark.parametrize("kernel", KERNELS)
def test_too_many_steps_is_a_code(kernel):
    assert list(integrate(pose(), kernel=kernel, max_steps=10).status) == [3]


def test_every_wrong_shape_is_named():
    problem = pose(until_day=5.0)
    with pytest.raises(ValueError, match=r"constants: found .* exchange: found"):
        integrate(replace(problem, constants=np.ones((1, 2)), exchange=np.ones((1, 2, 3, 4))))


def test_days_out_of_order_are_refused():
    with pytest.raises(ValueError, match="sorted"):
        integrate(pose(until_day=5.0, output_day=[3.0, 1.0]))
    with pytest.raises(ValueError, match="sorted"):
        integrate(pose(until_day=5.0, output_day=[6.0]))


def test_rest_has_no_rates():
    problem = pose(draws=5)
    uv = layout.DRIVERS.index("uv")
    drivers = problem.drivers.copy()
    drivers[:, :, uv] = 0.0
    lasting = problem.layer_baseline.copy()
    for name in ("wear", "wear_by_sun"):  # years take their own
        lasting[:, :, layout.LAYER_BASELINE.index(name)] = 0.0
    constants = problem.constants.copy()
    for name in set(layout.CONSTANTS) & {"elastic_wear", "elastic_wear_by_sun"}:
        constants[:, layout.CONSTANTS.index(name)] = 0.0
    found = rates(replace(problem, drivers=drivers, layer_baseline=lasting, constants=constants))
    assert np.max(np.abs(found) / problem.scale) < 1e-12


def test_the_automatic_choice_does_not_depend_on_what_was_run_before(monkeypatch):
    assert solver.chosen_kernel("numpy") == "numpy"
    assert solver.chosen_kernel("auto") == "numba"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert solver.chosen_kernel("auto") == "numpy"


def test_without_a_compiler_it_is_told_that_it_is_slow_and_what_helps(monkeypatch):
    problem = pose(draws=1, until_day=1.0, layers=3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        integrate(problem, kernel="numpy")  # by name: who asks for it knows it
        integrate(problem)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.warns(SlowKernelWarning, match=re.escape('microneedling[fast]"')):
        integrate(problem)


def test_the_cache_follows_the_source(tmp_path, monkeypatch):
    from microneedling.engine import compiled_cache

    monkeypatch.setenv("MICRONEEDLING_CACHE", str(tmp_path))
    before = compiled_cache.cache_folder()
    monkeypatch.setattr(compiled_cache, "SOURCES", compiled_cache.SOURCES[:-1])
    assert compiled_cache.cache_folder() != before


def test_one_thread_starts_no_others_and_threads_change_no_result(monkeypatch):
    problem = pose(draws=20, until_day=40.0, layers=8)
    shared = integrate(problem, kernel="numba", threads=2)

    def never(*_):
        raise AssertionError("a pool of threads was asked for")

    monkeypatch.setattr(solver, "ThreadPoolExecutor", never)
    alone = integrate(problem, kernel="numba", threads=1)
    assert np.array_equal(alone.zones, shared.zones)
    assert np.array_equal(alone.compartment, shared.compartment)
    with pytest.raises(AssertionError, match="pool"):
        integrate(problem, kernel="numba", threads=2)
