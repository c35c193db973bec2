"""The engine against an independent reference: the same rest, the same rates, the same course of sessions."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from helpers.random_people import people, perturbed, random_care
from helpers.reference import rates as reference
from helpers.subject import some
from microneedling.device.instruments import Pen
from microneedling.device.needling import Needling
from microneedling.engine.generated import layout
from microneedling.engine.solver import integrate, rates
from microneedling.healing.adjuncts import Adjuncts, Window
from microneedling.healing.session_effect import PARTS, SessionEffect
from microneedling.injury.punctures import Punctures, punctures
from microneedling.skin.anatomy import anatomy_of
from microneedling.skin.layers import Layers

REFERENCE = Path(reference.__file__).parent


def test_the_reference_shares_no_code():
    allowed = {"__future__", "collections.abc", "itertools", "typing"}
    allowed |= {"numpy", "scipy.integrate", "scipy.sparse"}
    for path in some(REFERENCE.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                assert {alias.name for alias in node.names} <= allowed, path.name
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                assert node.module in allowed, path.name


def _rest(someone) -> dict:
    kind, spot = someone.setting.kind, someone.setting.lesional_pigment
    return reference.reference_baseline(someone.numbers, someone.person, kind, spot, someone.geometry)


def test_same_rest():
    for someone in some(people()):
        solved = _rest(someone)
        assert set(solved["states"]) == {*someone.baseline.states, *layout.OBSERVER_STATES}
        assert all(solved["states"][name] == 0 for name in layout.OBSERVER_STATES)
        for name, value in someone.baseline.states.items():
            assert value[0] == pytest.approx(solved["states"][name], rel=1e-11, abs=0), name
        for name, value in (someone.baseline.numbers | someone.baseline.layer_numbers).items():
            if name in solved:
                assert value[0] == pytest.approx(solved[name], rel=1e-11, abs=0), name


def test_same_rates_away_from_rest():
    rng = np.random.default_rng(11)
    for someone in some(people()):
        solved, care = _rest(someone), random_care(rng)
        state = perturbed(solved["states"], rng)
        posed = replace(someone.posed(), drivers=np.array([[[care[name] for name in layout.DRIVERS]]]))
        moving, size = reference.reference_rates(state, someone.numbers, solved, someone.geometry, care)
        off = np.abs(rates(posed, someone.flat(state)) - someone.flat(moving))
        assert np.all(off <= 1e-9 * someone.flat(size))


def test_rates_at_rest_vanish():
    for someone in (item.ageless() for item in some(people())):
        solved = _rest(someone)
        inputs = (someone.numbers, solved, someone.geometry, reference.NO_CARE)
        moving, size = reference.reference_rates(solved["states"], *inputs)
        assert np.all(np.abs(someone.flat(moving)) <= 1e-12 * someone.flat(size))
        assert np.all(np.abs(rates(someone.posed())) <= 1e-12 * someone.flat(size))


PEN = Pen(needle_count=12, needle_diameter_mm=0.25, needle_length_mm=2.5, frequency_hz=100, tip_width_mm=10)
NEEDLING = Needling.of(PEN, depth_mm=1.5, passes=4, glide_speed_mm_per_s=20)
SESSION_DAYS = (0.0, 30.0)


def _around(left: Punctures, geometry: Layers) -> np.ndarray:
    """Channels per mm2 that reach the middle of each part of each layer, (layer, part)."""
    faces = geometry.parted(PARTS)[0]
    middle = (faces[1:] + faces[:-1])[None] / 2
    return (left.channels_per_cm2[:, None] / 100 * left.reached_fraction(middle))[0].reshape(-1, PARTS)


def _course(someone) -> tuple[list[SessionEffect], list[dict], Adjuncts]:
    """Two sessions of a pen, for the engine and for the reference; occlusion after the first; some sun."""
    setting = someone.setting
    body = anatomy_of(setting.person, setting.values)
    session_effects, plain = [], []
    for day in SESSION_DAYS:
        left = punctures(NEEDLING, body, setting.values)
        boost = np.full(1, 0.0 if day else 2.0)
        session_effects.append(SessionEffect(day, left, boost))
        plain.append(
            {
                "day": day,
                "platelet_boost": float(boost[0]),
                "wounded": left.wounded_fraction(setting.geometry.parted(PARTS))[0].reshape(-1, PARTS),
                "channels_per_mm2": _around(left, setting.geometry),
                "density_per_cm2": float(left.density_per_cm2[0]),
                "depth_median_mm": float(left.depth_median_mm[0]),
                "channel_radius_mm": float(left.channel_radius_mm[0]),
                "bleeding_fraction": float(left.bleeding_fraction[0]),
                "area_fraction": float(left.area_fraction[0]),
            }
        )
    return (
        session_effects,
        plain,
        Adjuncts(
            (
                Window(0.0, 2.0, "barrier_gain", np.full(1, 0.4)),
                Window(0.0, 2.0, "plugging", np.zeros(1)),
            ),
            np.full(1, 0.3),
        ),
    )


def _named(solution) -> dict[str, np.ndarray]:
    """The first draw's time courses by name, (day,) or (day, layer)."""
    assert solution.layers is not None
    found = {name: solution.epidermis[0, :, i] for i, name in enumerate(layout.EPIDERMIS_STATES)}
    found |= {name: solution.layers[0, :, :, i] for i, name in enumerate(layout.LAYER_STATES)}
    return found | {name: solution.compartment[0, :, i] for i, name in enumerate(layout.COMPARTMENT_STATES)}


@pytest.mark.parametrize("index", [0, pytest.param(7, marks=pytest.mark.slow)])
def test_same_course(index):
    someone = people()[index]
    session_effects, struck, care = _course(someone)
    days = [0.0, 0.1, 0.5, 1, 2, 3, 5, 7, 10, 14, 21, 30, 30.1, 30.5, 31, 32, 33, 35, 37, 40, 44, 51, 60]
    solved = _rest(someone)
    windows = [(w.from_day, w.to_day, w.driver, float(w.factor[0])) for w in care.windows]
    inputs = (someone.numbers, solved, someone.geometry, struck, days, windows, float(care.sun[0]))
    seen = reference.reference_solve(*inputs)
    solution = integrate(
        someone.posed(session_effects, care, days), tolerance=1e-6, full=True, kernel="numpy"
    )
    assert solution.status[0] == 0
    assert np.max(seen["debris"]) > 1e-2  # the course did wound
    for name, course in _named(solution).items():
        change = np.max(np.abs(seen[name] - solved["states"][name]))
        assert np.max(np.abs(course - seen[name])) <= 1e-3 * change + 1e-12, name
