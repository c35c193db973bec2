"""The compiled kernel: draws one after another through Rodas4 (see `rodas` for the method).

A draw touches only its own rows, so its result does not depend on its neighbours. The entry releases the
interpreter, so that threads share a batch; there is no parallel compiler pass (it would double the compile time).
Machine code is kept in a folder named after the text of these files, so that no stale code is ever used.
"""

from __future__ import annotations

from typing import Any

import numba

from ..compiled_cache import cache_folder
from .compiler import OPTIONS, machine_code_in
from .course import course_of
from .layout import compiled
from .state import scratch, settle


def _integrate_draws(first, end, start, constants, layer_baseline, drivers, segment_day, jump_scale, jump_add,
                     exchange, papillary_weights, zone_weights, scale, output_day, tolerance, max_steps, w,
                     epidermis, zones, compartment, layers, counts):  # fmt: skip
    """The draws `first` .. `end` - 1 one after another; counts[draw] = (status, steps, rejected)."""
    n = papillary_weights.shape[1]
    for draw in range(first, end):
        settle(
            papillary_weights[draw],
            zone_weights[draw],
            exchange[draw],
            layer_baseline[draw],
            scale[draw],
            n,
            w,
        )
        counts[draw, 0], counts[draw, 1], counts[draw, 2] = course_of(
            start[draw], constants[draw], drivers[draw], segment_day, jump_scale[draw], jump_add[draw], output_day,
            n, tolerance, max_steps, w, epidermis[draw], zones[draw], compartment[draw], layers[draw], None,
        )  # fmt: skip


def cached(function: Any) -> Any:
    """Compile with a persistent cache in `cache_folder`, without one where nothing can be written."""
    try:
        with machine_code_in(cache_folder()):
            return numba.njit(**OPTIONS, cache=True)(function)
    except (OSError, RuntimeError):
        return compiled(function)


__all__ = ["integrate_draws", "scratch"]
integrate_draws = cached(_integrate_draws)
