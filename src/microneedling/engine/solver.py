"""Integrates the healing equations: several kernels behind one door.

    y' = f(y; constants, baseline, drivers) within a segment,    y <- scale y + add (a jump) at its start

The flat layout of one draw is [epidermis | layer 0 (shallow) .. layer N-1 (deep) | epidermal compartment], with the
names of `generated.layout`. Method: Rodas4 with a step of its own for every draw (`rodas`). A forecast uses relative
tolerance 1e-3 and takes some 250 steps for a year with four sessions; 1e-4, the default here, is for checks (see
docs/decisions/0004). `kernel="auto"` means the compiled kernel where its compiler is installed, else NumPy and LAPACK;
`"cuda"`, a graphics processor, is used only by name.
"""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Literal

import numpy as np

from ..errors import SlowKernelWarning
from ..extras import needs_extra
from .problem import Problem, Solution, blank_outputs

Kernel = Literal["auto", "numba", "numpy", "cuda"]
CHUNK = 8  # draws per task of a thread


def chosen_kernel(kernel: Kernel) -> Literal["numba", "numpy", "cuda"]:
    """The kernel that `auto` means here: compiled where a compiler is installed, whatever is cached or plugged in.

    Kernels agree to about eleven digits, not to the bit; a choice that depended on what was computed before would let
    one seed give two results.
    """
    if kernel != "auto":
        return kernel
    return "numpy" if importlib.util.find_spec("numba") is None else "numba"


def tell_if_slow(kernel: Kernel) -> None:
    """Warn with `SlowKernelWarning`, once, where `auto` finds no compiler; processes of a run leave it to the first."""
    if kernel == "auto" and chosen_kernel(kernel) == "numpy" and multiprocessing.parent_process() is None:
        told = f"without the compiled kernel this takes some hundred times as long. {needs_extra('fast')}"
        warnings.warn(told, SlowKernelWarning, stacklevel=1)  # of this line, so that it is shown once


def integrate(
    problem: Problem,
    tolerance: float = 1e-4,
    full: bool = False,
    kernel: Kernel = "auto",
    max_steps: int = 20_000,
    threads: int | None = None,
) -> Solution:
    """Integrate every draw from the first to the last segment day.

    `tolerance` is relative to |y| and, through `scale`, absolute. `full` keeps every layer. `threads` (compiled kernel
    only) defaults to the cores of the machine. A failed draw has a status and raises nothing. Raises ValueError for
    wrong shapes, `InputError` for "cuda" without a device, `SolverError` where a device or a compiler is not enough;
    warns where "auto" finds no compiler (`tell_if_slow`).
    """
    tell_if_slow(kernel)
    problem = problem.prepared()
    draws, outputs = problem.draws, blank_outputs(problem, full)
    counts = np.zeros((draws, 3), np.int64)  # status, steps, rejected
    chosen = chosen_kernel(kernel)
    if chosen == "numba":
        _integrate_compiled(problem, tolerance, max_steps, threads, outputs, counts)
    elif chosen == "cuda":
        from .cuda import kernel as cuda_kernel

        cuda_kernel.integrate_draws(problem, tolerance, max_steps, outputs, counts)
    else:
        from .numpy_kernel import integrate_draw

        for draw in range(draws):
            counts[draw] = integrate_draw(
                problem, draw, tolerance, max_steps, tuple(array[draw] for array in outputs)
            )
    epidermis, zone_means, compartment, layers = outputs
    status, steps, rejected = counts[:, 0].astype(np.int8), counts[:, 1], counts[:, 2]
    return Solution(
        problem.output_day,
        epidermis,
        zone_means,
        compartment,
        layers if full else None,
        status,
        steps,
        rejected,
    )


def _integrate_compiled(problem: Problem, tolerance, max_steps, threads, outputs, counts) -> None:
    """Draws on threads, which the compiled code lets run; Ctrl-C drops the draws not yet begun."""
    from .numba.kernel import integrate_draws, scratch

    p = problem
    arrays = (p.start, p.constants, p.layer_baseline, p.drivers, p.segment_day, p.jump_scale, p.jump_add,
              p.exchange, p.papillary_weights, p.zone_weights, p.scale, p.output_day)  # fmt: skip

    def run(draws: range, work: Any = None) -> None:
        work = work or scratch(p.layers, p.zone_weights.shape[1])
        integrate_draws(
            draws.start, draws.stop, *arrays, float(tolerance), int(max_steps), work, *outputs, counts
        )

    run(range(1))  # compiles or loads once, in this thread
    chunks = [range(first, min(first + CHUNK, p.draws)) for first in range(1, p.draws, CHUNK)]
    workers = min(threads or os.cpu_count() or 1, len(chunks))
    if workers <= 1:
        shared = scratch(p.layers, p.zone_weights.shape[1])
        for chunk in chunks:
            run(chunk, shared)
        return
    with ThreadPoolExecutor(workers) as pool:
        try:
            for future in [pool.submit(run, chunk) for chunk in chunks]:
                future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def rates(problem: Problem, y: np.ndarray | None = None, segment: int = 0) -> np.ndarray:
    """One evaluation of the rates of every state, per day, shape (draw, flat); `y` (draw, flat) defaults to the start.

    Raises ValueError for wrong shapes.
    """
    from .numpy_kernel import Draw

    problem = problem.prepared()
    states = problem.start if y is None else np.broadcast_to(y, problem.start.shape)
    return np.stack([Draw(problem, k, segment).rates(states[k]) for k in range(problem.draws)])
