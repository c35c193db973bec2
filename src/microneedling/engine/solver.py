"""Integrates the healing equations: problems and solutions as arrays, several kernels behind one door.

    y' = f(y; constants, baseline, drivers) within a segment,    y <- scale y + add (a jump) at its start

The flat layout of one draw is [epidermis | layer 0 (shallow) .. layer N-1 (deep) | epidermal compartment], with the
names of `generated.layout`. Method: Rodas4 with a step of its own for every draw (`rodas`). A forecast uses relative
tolerance 1e-3 and takes some 250 steps for a year with four sessions; 1e-4, the default here, is for checks (see
docs/decisions/0004). `kernel="auto"` means the compiled kernel where its compiler is installed, else NumPy and LAPACK;
`"cuda"`, a graphics processor, is used only by name.
"""

from __future__ import annotations

import importlib.util
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .generated import layout

Kernel = Literal["auto", "numba", "numpy", "cuda"]
REASONS = {0: "finished", 1: "the step became too small", 2: "the rates are not finite", 3: "too many steps"}
CHUNK = 8  # draws per task of a thread


@dataclass(frozen=True)
class Problem:
    """What is integrated; all arrays but the days lead with the draw axis.

    constants (draw, constant) and layer_baseline (draw, layer, number) follow the names in the layout. Segment k
    runs from segment_day[k] to segment_day[k + 1] under drivers[:, k]; at its start y <- jump_scale y + jump_add.
    exchange (draw, layer + 1, signal, 2): couplings in 1/day to the node above and below, 0 at the ends.
    papillary_weights (draw, layer) sum to 1; zone_weights (draw, zone, layer) give the means of the output.
    scale (flat,) or (draw, flat): typical size of each state, for the absolute tolerance.
    """

    constants: np.ndarray
    layer_baseline: np.ndarray
    drivers: np.ndarray
    segment_day: np.ndarray
    start: np.ndarray
    jump_scale: np.ndarray
    jump_add: np.ndarray
    exchange: np.ndarray
    papillary_weights: np.ndarray
    zone_weights: np.ndarray
    output_day: np.ndarray
    scale: np.ndarray

    @property
    def draws(self) -> int:
        """Number of draws: persons, or sets of numbers."""
        return self.start.shape[0]

    @property
    def layers(self) -> int:
        """Number of dermal layers."""
        return self.papillary_weights.shape[1]

    def prepared(self) -> Problem:
        """The same problem as contiguous float64 arrays of the full shapes.

        Raises ValueError with all wrong shapes at once, or where days do not rise or outputs lie after the end.
        """
        draws, layers, segments = self.draws, self.layers, len(self.segment_day) - 1
        flat = flat_size(layers)
        shapes = {
            "constants": (draws, len(layout.CONSTANTS)),
            "layer_baseline": (draws, layers, len(layout.LAYER_BASELINE)),
            "drivers": (draws, segments, len(layout.DRIVERS)),
            "segment_day": (segments + 1,),
            "start": (draws, flat),
            "jump_scale": (draws, segments, flat),
            "jump_add": (draws, segments, flat),
            "exchange": (draws, layers + 1, len(layout.SIGNALS), 2),
            "papillary_weights": (draws, layers),
            "zone_weights": (draws, self.zone_weights.shape[-2], layers),
            "output_day": (len(self.output_day),),
            "scale": (draws, flat),
        }
        wrong, ready = [], {}
        for name, shape in shapes.items():
            try:
                # one positive-stride copy per array, so that only one specialisation is ever compiled
                ready[name] = np.array(
                    np.broadcast_to(getattr(self, name), shape), dtype=np.float64, order="C"
                )
            except ValueError:
                wrong.append(f"{name}: found {np.shape(getattr(self, name))}, needed {shape}")
        if wrong:
            raise ValueError("problem shapes: " + "; ".join(wrong))
        days, out = ready["segment_day"], ready["output_day"]
        if np.any(np.diff(days) <= 0) or np.any(np.diff(out) < 0) or (out.size and out[-1] > days[-1]):
            raise ValueError(
                "segment days must rise; output days must be sorted and not after the last segment"
            )
        return Problem(**ready)


@dataclass(frozen=True)
class Solution:
    """States at the output days (just before a jump of the same day); NaN from where a draw failed.

    epidermis (draw, day, state), zones (draw, day, zone, layer state), compartment (draw, day, state); layers
    (draw, day, layer, layer state) when asked for. status (draw,): a key of `REASONS`.
    """

    day: np.ndarray
    epidermis: np.ndarray
    zones: np.ndarray
    compartment: np.ndarray
    layers: np.ndarray | None
    status: np.ndarray
    steps: np.ndarray
    rejected: np.ndarray


def flat_size(layers: int) -> int:
    """Length of the flat state of one draw."""
    return len(layout.EPIDERMIS_STATES) + layers * len(layout.LAYER_STATES) + len(layout.COMPARTMENT_STATES)


def chosen_kernel(kernel: Kernel) -> Literal["numba", "numpy", "cuda"]:
    """The kernel that `auto` means here: compiled where a compiler is installed, whatever is cached or plugged in.

    Kernels agree to about eleven digits, not to the bit; a choice that depended on what was computed before would let
    one seed give two results.
    """
    if kernel != "auto":
        return kernel
    return "numpy" if importlib.util.find_spec("numba") is None else "numba"


def blank_outputs(problem: Problem, full: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Epidermis, zones, compartment and layers of a solution, NaN until written; no layers unless `full`."""
    shapes = (
        (len(layout.EPIDERMIS_STATES),),
        (problem.zone_weights.shape[1], len(layout.LAYER_STATES)),
        (len(layout.COMPARTMENT_STATES),),
        (problem.layers if full else 0, len(layout.LAYER_STATES)),
    )
    top, zones, compartment, layers = (
        np.full((problem.draws, len(problem.output_day), *shape), np.nan) for shape in shapes
    )
    return top, zones, compartment, layers


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
    wrong shapes, `InputError` for "cuda" without a device, `SolverError` where a device or a compiler is not enough.
    """
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

    def run(draws: range) -> None:
        work = scratch(p.layers, p.zone_weights.shape[1])
        integrate_draws(
            draws.start, draws.stop, *arrays, float(tolerance), int(max_steps), work, *outputs, counts
        )

    run(range(1))  # compiles or loads once, in this thread
    chunks = [range(first, min(first + CHUNK, p.draws)) for first in range(1, p.draws, CHUNK)]
    workers = min(threads or os.cpu_count() or 1, len(chunks))
    if workers <= 1:
        for chunk in chunks:
            run(chunk)
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
