"""Skin that nobody needles stays as it is: random people, ten years, fifty compiled and twelve not; rest is stable."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from helpers.random_people import people
from helpers.reference import rates as reference
from helpers.subject import some
from microneedling.engine.problem import Problem
from microneedling.engine.solver import integrate
from microneedling.healing.adjuncts import Adjuncts, Window
from microneedling.healing.screening import returns_to_baseline

TEN_YEARS_DAY = 3652.0
ALL, FEW, FEWER = 50, 12, 4  # people; the few are the first of all
SHARED = ("segment_day", "output_day")


def _together(problems: list[Problem]) -> Problem:
    """Many problems of one draw as one problem of many draws."""
    joined = {
        field.name: np.concatenate([np.atleast_2d(getattr(problem, field.name)) for problem in problems])
        for field in fields(Problem)
        if field.name not in SHARED
    }
    return replace(problems[0], **joined)


def _quarterly() -> Adjuncts:
    """Adjuncts that changes nothing but makes the engine start anew forty times, else ten years are one step."""
    edges = np.linspace(0, TEN_YEARS_DAY, 41)
    return Adjuncts(
        tuple(Window(float(day), float(edges[-1]), "barrier_gain", np.ones(1)) for day in edges[:-1]),
        np.zeros(1),
    )


@pytest.mark.slow
@pytest.mark.parametrize(("kernel", "count"), [("numpy", FEW), ("numba", ALL)])
def test_ten_years_without_sessions(kernel, count):
    if kernel == "numba":
        pytest.importorskip("numba")
    days, care = (0.0, TEN_YEARS_DAY / 2, TEN_YEARS_DAY), _quarterly()
    posed = _together([someone.ageless().posed(care=care, days=days) for someone in people()[:count]])
    solution = integrate(posed, tolerance=1e-4, full=True, kernel=kernel)
    assert solution.layers is not None
    assert np.all(solution.status == 0)
    assert np.all(solution.steps >= 40)
    dermis = solution.layers.reshape(len(posed.start), len(days), -1)
    course = np.concatenate([solution.epidermis, dermis, solution.compartment], axis=2)
    # what rests at nothing has no size of its own: the engine's typical size stands in
    size = np.where(posed.start == 0, posed.scale, np.abs(posed.start))[:, None]
    assert np.array_equal(course[:, 0], posed.start)
    assert np.max(np.abs(course - posed.start[:, None]) / size) <= 1e-9


def _fastest_growth_per_day(someone, numbers: dict[str, float]) -> float:
    """Largest real part of the eigenvalues of the reference's rates about rest, by central differences."""
    setting, geometry = someone.setting, someone.geometry
    rest = reference.reference_baseline(
        numbers, someone.person, setting.kind, setting.lesional_pigment, geometry
    )
    packing = reference.Packing(rest["states"])
    y = packing.vector(rest["states"])
    size = np.maximum(np.abs(y), 0.01)

    def rates(state: np.ndarray) -> np.ndarray:
        named = packing.names(state)
        return packing.vector(reference.reference_rates(named, numbers, rest, geometry, reference.NO_CARE)[0])

    slopes = np.empty((y.size, y.size))
    for i, step in enumerate(1e-5 * size):
        moved = step * (np.arange(y.size) == i)
        slopes[:, i] = (rates(y + moved) - rates(y - moved)) / (2 * step) * size[i] / size
    return float(np.linalg.eigvals(slopes).real.max())


def _myofibroblast_loop_gain(numbers: dict[str, float]) -> float:
    """Gain of the loop myofibroblast -> TGF-b -> myofibroblast at rest, a h'(T0) sm / (k (back + loss)).

    Uniform over depth, so that diffusion does not weaken it; above 1 rest is a saddle and scarring runs away.
    """
    n = {key.removeprefix("proliferation."): value for key, value in numbers.items()}
    rest = n["tgf_baseline"]
    slope = n["myofibroblast_activation_per_day"] / (1 + rest) ** 2
    leaving = n["myofibroblast_return_per_day"] + n["myofibroblast_loss_per_day"]
    return slope * n["tgf_from_myofibroblasts_per_day"] / (n["tgf_decay_per_day"] * leaving)


def _dermal_share(geometry: dict) -> float:
    """Of the thickness in which TGF-b spreads; the epidermis holds TGF-b but no myofibroblasts."""
    dermis_mm = geometry["faces_mm"][-1] - geometry["faces_mm"][0]
    return float(dermis_mm / (dermis_mm + geometry["epidermis_mm"]))


@pytest.mark.parametrize("count", [FEWER, pytest.param(ALL, marks=pytest.mark.slow)])
def test_rest_is_stable_unless_fibrosis_feeds_itself(count):
    """Nothing grows about rest (a tether stays: 0), unless myofibroblasts can sustain themselves.

    The epidermis takes TGF-b up and so weakens the loop, by anything from nothing to its share of the
    thickness. Priors may leave no draw above 1, so each person is also set just below and just above.
    Only skin whose rest is stable may pass the screen.
    """
    release = "proliferation.tgf_from_myofibroblasts_per_day"
    for someone in some(people(layers=3)[:count]):
        gain, share = _myofibroblast_loop_gain(someone.numbers), _dermal_share(someone.geometry)
        for factor in (1.0, 0.98 / gain, 1.02 / (gain * share)):
            changed = {release: someone.numbers[release] * factor}
            stable = _fastest_growth_per_day(someone, someone.numbers | changed) <= 1e-8
            assert stable or factor * gain >= 1
            assert not stable or factor * gain * share <= 1
            assert stable or not returns_to_baseline(someone.setting.values.with_values(changed))[0]
