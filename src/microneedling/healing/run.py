"""Run the cascade: from a person's resting tissue through strikes and care to named time courses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..evidence.registry import Values
from ..skin.layers import Layers
from ..skin.people import Somebody
from ..skin.tissue import Tissue, TissueCourse
from .care import Care, drivers, segment_days
from .cascade import STATES
from .generated import layout
from .rest import Rest, at_rest
from .solver import Kernel, Problem, Solution, flat_size, integrate
from .strike import Strike, strike

TOLERANCE = 1e-3  # its error is a tenth of what the layers leave; see docs/decisions/0004
# Typical sizes under which errors do not matter; states that rest at a large value bring their own.
SMALL = {"cells/mm3": 30.0, "cells/mm2": 100.0, "mm": 0.005, "d": 0.5}


@dataclass(frozen=True)
class Setting:
    """One tissue to run: which kind, which darker spot, whose, in which layers."""

    person: Somebody
    kind: str
    spot: str
    layers: Layers
    values: Values


def run(
    setting: Setting,
    strikes: Sequence[Strike],
    care: Care,
    days: np.ndarray,
    tolerance: float = TOLERANCE,
    full: bool = False,
    kernel: Kernel = "auto",
    threads: int | None = None,
) -> TissueCourse:
    """Named time courses of a tissue on `days`; with `full` every dermal layer instead of the two zones."""
    rest = at_rest(setting.person, setting.kind, setting.spot, setting.layers, setting.values)
    posed = problem(setting, rest, strikes, care, days)
    solution = integrate(posed, tolerance=tolerance, full=full, kernel=kernel, threads=threads)
    return labelled(setting, rest, strikes, posed, solution, full)


def problem(setting: Setting, rest: Rest, strikes: Sequence[Strike], care: Care, days: np.ndarray) -> Problem:
    """The numbers the kernel needs, in the order of the generated layout."""
    layers, values = setting.layers, setting.values
    segments = segment_days(strikes, care, max(float(days[-1]), 1.0))
    constants = np.stack(
        [
            values[layout.CONSTANT_KEYS[name]] if name in layout.CONSTANT_KEYS else rest.baseline[name]
            for name in layout.CONSTANTS
        ],
        axis=1,
    )
    scale, add = _strikes(setting, strikes, segments)
    weights = layers.zone_weights()
    return Problem(
        constants=constants,
        layer_baseline=np.stack([rest.layer_baseline[name] for name in layout.LAYER_BASELINE], axis=2),
        drivers=drivers(strikes, care, segments, values.count),
        segment_day=segments,
        start=flat(rest.states, layers, 0.0),
        strike_scale=scale,
        strike_add=add,
        exchange=np.stack(
            [layers.exchange(values[diffusivity_key(name)]) for name in layout.SIGNALS], axis=2
        ),
        papillary_weights=np.ascontiguousarray(weights[:, 0]),
        zone_weights=weights,
        output_day=np.asarray(days, float),
        scale=_scale(rest, layers),
    )


def diffusivity_key(signal: str) -> str:
    group = "proliferation" if signal == "tgf" else "inflammation"
    return f"{group}.{signal}_diffusivity_mm2_per_day"


def flat(named: dict[str, np.ndarray], layers: Layers, missing: float) -> np.ndarray:
    """Named states (draw,) or (draw, layer) in the flat order of the kernel: epidermis, layers, column."""
    draws, count, width = len(layers.faces_mm), layers.count, len(layout.LAYER_STATES)
    first, column = len(layout.EPIDERMIS_STATES), len(layout.EPIDERMIS_STATES) + count * width
    found = np.full((draws, flat_size(count)), missing)
    dermis = found[:, first:column].reshape(
        draws, count, width
    )  # a view: what is put there is put into `found`
    for names, place in (
        (layout.EPIDERMIS_STATES, found),
        (layout.LAYER_STATES, dermis),
        (layout.COLUMN_STATES, found[:, column:]),
    ):
        for k, name in enumerate(names):
            if name in named:
                place[..., k] = named[name]
    return found


def _strikes(
    setting: Setting, strikes: Sequence[Strike], segments: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What every segment begins with, (draw, segment, flat); sessions alike in all but the day are made once."""
    layers = setting.layers
    shape = (len(layers.faces_mm), len(segments) - 1, flat_size(layers.count))
    scale, add = np.ones(shape), np.zeros(shape)
    made: dict[tuple[int, int], tuple[np.ndarray, np.ndarray]] = {}
    for item in strikes:
        segment = int(np.searchsorted(segments, item.day))
        if segment >= len(segments) - 1:
            continue
        alike = (id(item.punctures), id(item.platelet_boost))
        if alike not in made:
            change = strike(item, layers, setting.values)
            made[alike] = flat(change.scale, layers, 1.0), flat(change.add, layers, 0.0)
        scale[:, segment], add[:, segment] = made[alike]
    return scale, add


def _scale(rest: Rest, layers: Layers) -> np.ndarray:
    floor = {state.name: np.full(len(layers.faces_mm), SMALL.get(state.unit, 0.02)) for state in STATES}
    for name in layout.LAYER_STATES:
        floor[name] = floor[name][:, None]
    sizes = {name: np.maximum(np.abs(value), floor[name]) for name, value in rest.states.items()}
    return flat(sizes, layers, 1.0)


def labelled(
    setting: Setting, rest: Rest, strikes: Sequence[Strike], posed: Problem, solution: Solution, full: bool
) -> TissueCourse:
    layers = setting.layers
    dermal = solution.layers if full else solution.zones
    assert dermal is not None
    states = {name: solution.epidermis[..., i] for i, name in enumerate(layout.EPIDERMIS_STATES)}
    states |= {name: dermal[..., i] for i, name in enumerate(layout.LAYER_STATES)}
    states |= {name: solution.column[..., i] for i, name in enumerate(layout.COLUMN_STATES)}
    weights = posed.zone_weights

    def placed(value: np.ndarray) -> np.ndarray:
        return value if full or value.ndim == 1 else np.einsum("dzl,dl->dz", weights, value)

    thickness = layers.thickness_mm
    zones = np.stack(
        [
            np.where(layers.is_papillary, thickness, 0).sum(1),
            np.where(layers.is_papillary, 0, thickness).sum(1),
        ],
        1,
    )
    middle = layers.middle_mm if full else np.einsum("dzl,dl->dz", weights, layers.middle_mm)
    named = Tissue.from_states(setting.kind, states)
    at_start = Tissue.from_states(setting.kind, {name: placed(value) for name, value in rest.states.items()})
    return TissueCourse(
        **vars(named),
        day=posed.output_day,
        rest=at_start,
        opening_fraction=_opening(strikes, posed.output_day, named.turnover.opening_radius_mm),
        thickness_mm=thickness if full else zones,
        depth_mm=middle,
        failed=solution.status != 0,
    )


def _opening(strikes: Sequence[Strike], days: np.ndarray, radius_mm: np.ndarray) -> np.ndarray:
    """Open channel area fraction n pi r^2 of the latest session before each day."""
    density = np.zeros_like(radius_mm)
    for item in strikes:
        density[:, days > item.day] = item.punctures.density_per_cm2[:, None] / 100
    return density * np.pi * radius_mm**2
