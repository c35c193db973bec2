"""The text of the graphics kernel compiled for the processor, one draw after another, as one warp would see it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numba
import numpy as np

from microneedling.engine.cuda.compile import bound
from microneedling.engine.cuda.kernel import ordered
from microneedling.engine.cuda.layout import WIDTH, numbers
from microneedling.engine.problem import Problem, Solution, blank_outputs

OPTIONS = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "no_rewrites": True}


@lru_cache(maxsize=1)
def compiled() -> Any:
    """`one_draw`, with all that it calls."""
    inner = bound(numba.njit(**OPTIONS))["one_draw"]
    return numba.njit(error_model="numpy")(inner.py_func)


def integrate(problem: Problem, tolerance: float, max_steps: int = 20_000, full: bool = True) -> Solution:
    """As `solver.integrate`; working memory and outputs begin as rubbish, as on a device."""
    p = problem.prepared()
    outputs, counts = blank_outputs(p, full), np.full((p.draws, 3), -7, np.int64)
    for array in outputs:
        array.fill(1e300)
    warps = -(-p.draws // WIDTH)
    work = np.full(warps * WIDTH * numbers(p.layers), np.nan)
    given = ordered(p, slice(0, p.draws))
    for draw in range(p.draws):
        compiled()(draw, work, *given, float(tolerance), int(max_steps), *outputs, counts)
    top, zones, compartment, layers = outputs
    return Solution(
        p.output_day,
        top,
        zones,
        compartment,
        layers if full else None,
        counts[:, 0].astype(np.int8),
        *counts[:, 1:].T,
    )
