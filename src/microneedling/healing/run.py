"""The cascade of one tissue: equations posed with all their numbers, then integrated and named.

setting -> baseline;   session effects, adjuncts -> segments, jumps, drivers;   solution -> named time courses
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..engine.generated import layout
from ..engine.problem import Problem, Solution, flat_size
from ..engine.solver import Kernel, integrate
from ..evidence.registry import Values
from ..skin.layers import Geometry
from ..skin.people import Somebody
from ..skin.tissue import Tissue, TissueTrajectory
from .adjuncts import Adjuncts, drivers, segment_days
from .baseline import Baseline, solve_baseline
from .cascade import STATES
from .session_effect import SessionEffect, session_effect

TOLERANCE = 1e-3  # its error is a tenth of what the layers leave; see docs/decisions/0004
# Typical sizes under which errors do not matter; states that are large at baseline bring their own.
SMALL = {"cells/mm3": 30.0, "cells/mm2": 100.0, "mm": 0.005, "d": 0.5}
SMALL_SHARE = 0.02  # of states of any other unit, and of those of observers


@dataclass(frozen=True)
class Setting:
    """One tissue: whose it is, which kind ("skin" or a lesion), the kind of its lesional pigment, its geometry."""

    person: Somebody
    kind: str
    lesional_pigment: str
    geometry: Geometry
    values: Values


@dataclass(frozen=True)
class PosedTissue:
    """The equations of one tissue with every number they need, not yet integrated."""

    setting: Setting
    baseline: Baseline
    session_effects: Sequence[SessionEffect]
    problem: Problem

    def follow(
        self,
        tolerance: float = TOLERANCE,
        full: bool = False,
        kernel: Kernel = "auto",
        threads: int | None = None,
    ) -> TissueTrajectory:
        """Integrated to its output days; with `full` every dermal node instead of the two zones."""
        solution = integrate(self.problem, tolerance=tolerance, full=full, kernel=kernel, threads=threads)
        return self.labelled(solution, full)

    def labelled(self, solution: Solution, full: bool = False) -> TissueTrajectory:
        """A solution of these equations as named time courses."""
        return labelled(self.setting, self.baseline, self.session_effects, self.problem, solution, full)


def pose(
    setting: Setting, session_effects: Sequence[SessionEffect], adjuncts: Adjuncts, days: np.ndarray
) -> PosedTissue:
    """The equations of a tissue under these session effects and adjuncts, to be known on `days`, which rise."""
    baseline = solve_baseline(
        setting.person, setting.kind, setting.lesional_pigment, setting.geometry, setting.values
    )
    posed = problem(setting, baseline, session_effects, adjuncts, days)
    return PosedTissue(setting, baseline, session_effects, posed)


def problem(
    setting: Setting,
    baseline: Baseline,
    session_effects: Sequence[SessionEffect],
    adjuncts: Adjuncts,
    days: np.ndarray,
) -> Problem:
    """The numbers the kernel needs, in the order of the generated layout."""
    geometry, values = setting.geometry, setting.values
    segments = segment_days(session_effects, adjuncts, max(float(days[-1]), 1.0))
    constants = np.stack(
        [
            values[layout.CONSTANT_KEYS[name]] if name in layout.CONSTANT_KEYS else baseline.numbers[name]
            for name in layout.CONSTANTS
        ],
        axis=1,
    )
    scale, add = _jumps(setting, session_effects, segments)
    weights = geometry.zone_weights()
    return Problem(
        constants=constants,
        layer_baseline=np.stack([baseline.layer_numbers[name] for name in layout.LAYER_BASELINE], axis=2),
        drivers=drivers(session_effects, adjuncts, segments, values.count),
        segment_day=segments,
        start=flat(baseline.states, geometry, 0.0),
        jump_scale=scale,
        jump_add=add,
        exchange=np.stack(
            [geometry.exchange(values[diffusivity_key(name)]) for name in layout.SIGNALS], axis=2
        ),
        papillary_weights=np.ascontiguousarray(weights[:, 0]),
        zone_weights=weights,
        output_day=np.asarray(days, float),
        scale=_scale(baseline, geometry),
    )


def diffusivity_key(signal: str) -> str:
    """Registry key of the diffusivity (mm2/day) of a signal named in `layout.SIGNALS`."""
    group = "proliferation" if signal == "tgf" else "inflammation"
    return f"{group}.{signal}_diffusivity_mm2_per_day"


def flat(named: dict[str, np.ndarray], geometry: Geometry, missing: float) -> np.ndarray:
    """Named states (draw,) or (draw, layer) in the flat order of the kernel: epidermis, layers, compartment."""
    draws, count, width = geometry.draws, geometry.count, len(layout.LAYER_STATES)
    first, compartment = len(layout.EPIDERMIS_STATES), len(layout.EPIDERMIS_STATES) + count * width
    found = np.full((draws, flat_size(count)), missing)
    dermis = found[:, first:compartment].reshape(
        draws, count, width
    )  # a view: what is put there is put into `found`
    for names, place in (
        (layout.EPIDERMIS_STATES, found),
        (layout.LAYER_STATES, dermis),
        (layout.COMPARTMENT_STATES, found[:, compartment:]),
    ):
        for k, name in enumerate(names):
            if name in named:
                place[..., k] = named[name]
    return found


def _jumps(
    setting: Setting, session_effects: Sequence[SessionEffect], segments: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What every segment begins with, (draw, segment, flat); the change of equal sessions is computed once."""
    geometry = setting.geometry
    shape = (geometry.draws, len(segments) - 1, flat_size(geometry.count))
    scale, add = np.ones(shape), np.zeros(shape)
    changes: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}
    for item in session_effects:
        segment = int(np.searchsorted(segments, item.day))
        if segment >= len(segments) - 1:
            continue
        same = (id(item.punctures), id(item.platelet_boost))
        if same not in changes:
            change = session_effect(item, geometry, setting.values)
            changes[same] = flat(change.scale, geometry, 1.0), flat(change.add, geometry, 0.0)
        scale[:, segment], add[:, segment] = changes[same]
    return scale, add


def _scale(baseline: Baseline, geometry: Geometry) -> np.ndarray:
    floor = {state.name: np.full(geometry.draws, SMALL.get(state.unit, SMALL_SHARE)) for state in STATES}
    for name in layout.LAYER_STATES:
        floor[name] = floor[name][:, None]
    sizes = {name: np.maximum(np.abs(value), floor[name]) for name, value in baseline.states.items()}
    sizes |= {name: np.full(geometry.draws, SMALL_SHARE) for name in layout.OBSERVER_STATES}
    return flat(sizes, geometry, 1.0)


def labelled(
    setting: Setting,
    baseline: Baseline,
    session_effects: Sequence[SessionEffect],
    posed: Problem,
    solution: Solution,
    full: bool,
) -> TissueTrajectory:
    """The named time courses of a tissue from the solution of its equations.

    Arrays are (draw, day), of dermal states (draw, day, zone), or with `full` (draw, day, layer).
    """
    geometry = setting.geometry
    dermal = solution.layers if full else solution.zones
    assert dermal is not None
    states = {name: solution.epidermis[..., i] for i, name in enumerate(layout.EPIDERMIS_STATES)}
    states |= {name: dermal[..., i] for i, name in enumerate(layout.LAYER_STATES)}
    states |= {name: solution.compartment[..., i] for i, name in enumerate(layout.COMPARTMENT_STATES)}
    weights = posed.zone_weights

    def placed(value: np.ndarray) -> np.ndarray:
        return value if full or value.ndim == 1 else np.einsum("dzl,dl->dz", weights, value)

    thickness = geometry.thickness_mm
    zones = np.stack(
        [
            np.where(geometry.is_papillary, thickness, 0).sum(1),
            np.where(geometry.is_papillary, 0, thickness).sum(1),
        ],
        1,
    )
    middle = geometry.middle_mm if full else np.einsum("dzl,dl->dz", weights, geometry.middle_mm)
    named = Tissue.from_states(setting.kind, states)
    at_start = Tissue.from_states(
        setting.kind, {name: placed(value) for name, value in baseline.states.items()}
    )
    return TissueTrajectory(
        **vars(named),
        day=posed.output_day,
        baseline=at_start,
        opening_fraction=_opening(session_effects, posed.output_day, named.turnover.opening_radius_mm),
        thickness_mm=thickness if full else zones,
        depth_mm=middle,
        failed=solution.status != 0,
        observers={name: states[name] for name in layout.OBSERVER_STATES},
    )


def _opening(session_effects: Sequence[SessionEffect], days: np.ndarray, radius_mm: np.ndarray) -> np.ndarray:
    """Open channel area fraction n pi r^2 of the latest session before each day."""
    density = np.zeros_like(radius_mm)
    for item in session_effects:
        density[:, days > item.day] = item.punctures.density_per_cm2[:, None] / 100
    return density * np.pi * radius_mm**2
