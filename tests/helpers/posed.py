"""Problems for the numerics tests: a real resting person, struck by sessions of known wounded fractions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from microneedling.engine.generated import layout
from microneedling.engine.problem import Problem
from microneedling.evidence.registry import registry
from microneedling.healing.baseline import solve_baseline
from microneedling.healing.process import DRIVERS
from microneedling.healing.run import _scale as sizes
from microneedling.healing.run import diffusivity_key, flat
from microneedling.skin.anatomy import anatomy_of
from microneedling.skin.layers import Layers
from microneedling.skin.person import Person

CHANNELS_PER_MM2 = 3.0
ADDED = {"debris": 0.06, "platelet_signal": 3.0, "tgf": 1.0}  # in a fully wounded layer
RADIUS_MM, DEPTH_MM = 0.05, 1.0


def pose(
    draws: int = 1,
    session_days=(0.0, 30.0, 60.0, 90.0),
    until_day: float = 365.0,
    layers: int = 24,
    output_day=None,
    seed: int = 1,
) -> Problem:
    """A 45-year-old's cheek needled through the upper dermis; `draws` > 1 draws the registry's priors."""
    values = registry().nominal() if draws == 1 else registry().draws(draws, seed)
    person = Person(age_year=45, sex="female", phototype="III", site="cheek", photoageing=0.3)
    depth = Layers.of(anatomy_of(person, values), layers)
    baseline = solve_baseline(person, "rolling scar", "uneven", depth, values)
    session_days = [day for day in session_days if day < until_day]
    days = np.array(sorted({0.0, *session_days, until_day}))
    is_session = np.isin(days[:-1], session_days)
    drivers = np.ones((draws, len(days) - 1, len(DRIVERS)))
    drivers[:, :, list(DRIVERS).index("uv")] = 0.2
    drivers[:, :, list(DRIVERS).index("channels_per_mm2")] = CHANNELS_PER_MM2 if len(session_days) else 0.0
    wound = 1 / (1 + np.exp((depth.middle_mm - 1.0) / 0.2))
    add = {name: amount * wound for name, amount in ADDED.items()} | {
        "opening_radius_mm": np.full(draws, RADIUS_MM)
    }
    struck = np.pi * RADIUS_MM**2 * CHANNELS_PER_MM2
    add |= dict.fromkeys(("barrier_gap", "vapour_gap"), np.full(draws, struck))
    add["wound"] = np.full(draws, struck * DEPTH_MM)
    scale = {"opening_radius_mm": np.zeros(draws), "type1_mature": 1 - 0.02 * wound}
    plain = (flat({}, depth, 1.0), flat({}, depth, 0.0))
    hit = (flat(scale, depth, 1.0), flat(add, depth, 0.0))
    constants = [
        values[layout.CONSTANT_KEYS[n]] if n in layout.CONSTANT_KEYS else baseline.numbers[n]
        for n in layout.CONSTANTS
    ]
    weights = depth.zone_weights()
    return Problem(
        constants=np.stack(constants, axis=1),
        layer_baseline=np.stack([baseline.layer_numbers[n] for n in layout.LAYER_BASELINE], axis=2),
        drivers=drivers,
        segment_day=days,
        start=flat(baseline.states, depth, 0.0),
        jump_scale=np.stack([(hit if s else plain)[0] for s in is_session], axis=1),
        jump_add=np.stack([(hit if s else plain)[1] for s in is_session], axis=1),
        exchange=np.stack([depth.exchange(values[diffusivity_key(n)]) for n in layout.SIGNALS], axis=2),
        papillary_weights=weights[:, 0],
        zone_weights=weights,
        output_day=np.linspace(0, until_day, 74) if output_day is None else np.asarray(output_day, float),
        scale=sizes(baseline, depth),
    )


def without_jumps(problem: Problem) -> Problem:
    """The same tissue left alone."""
    return replace(
        problem, jump_scale=np.ones_like(problem.jump_scale), jump_add=np.zeros_like(problem.jump_add)
    )
