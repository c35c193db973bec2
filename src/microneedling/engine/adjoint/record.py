"""Gradients of healing: a run that keeps its steps, and the derivatives of its states by every number of the problem.

    seeds = dO/dy(t_k)  ->  dO/dconstants, dO/dlayer_baseline, dO/ddrivers, dO/dstart, dO/djump_scale, dO/djump_add,
                            dO/dexchange, dO/dpapillary_weights,  all at once

Exact for the steps that were taken (`kernel`), so it differs from the derivative of the equations by as much
as the run differs from their solution. Needs the compiled kernel (extra `fast`). Breaks where a rate bends: there it is
the slope of one side. Memory: about 31 kB a step at 24 layers, 6 MB for a year with four sessions.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InputError, Mistake
from ...extras import needs_extra
from ..problem import Problem, Solution, blank_outputs, flat_size
from ..solver import chosen_kernel

if TYPE_CHECKING:
    from ..numba.course import Tape

MOST_STEPS = 20_000
ROOM = 400  # steps a segment for which room is set aside at first, at tolerance 1e-3; untouched room costs nothing


@dataclass(frozen=True)
class Derivatives:
    """Derivatives of one outcome by the numbers of a problem; same names and shapes, draw axis first."""

    constants: np.ndarray
    layer_baseline: np.ndarray
    drivers: np.ndarray
    start: np.ndarray
    jump_scale: np.ndarray
    jump_add: np.ndarray
    exchange: np.ndarray
    papillary_weights: np.ndarray


Room = tuple[np.ndarray, np.ndarray, np.ndarray]
_SPARE: list[Room] = []
MOST_SPARE = 8


def empty_tape(room: int, size: int, stages: int, segments: int, days: int) -> Tape:
    """Room for steps: that of a tape no longer used if it is of the kind, for fresh memory is slow to touch."""
    from ..numba.course import Tape

    kept = _spare(room, size)
    if kept is None:
        kept = (np.empty(room), np.empty((room, size)), np.empty((room, stages * size)))
    starts, before = np.zeros(segments + 1, np.int64), np.zeros((segments, size))
    return Tape(*kept, starts, before, np.zeros(days, np.int64), np.zeros(days))


def _spare(room: int, size: int) -> Room | None:
    """One that fits, each taken out to look at: threads may take and give back at the same time."""
    for _ in range(len(_SPARE)):
        try:
            kept = _SPARE.pop(0)
        except IndexError:
            return None
        if kept[1].shape[1] == size and len(kept[0]) >= room:
            return kept
        _SPARE.append(kept)
    return None


def _give_back(tapes: tuple[Tape, ...]) -> None:
    _SPARE.extend(tape[:3] for tape in tapes)
    del _SPARE[:-MOST_SPARE]  # those of other layers and tolerances go first


@dataclass(frozen=True)
class Recording:
    """A solution in full depth with the steps that led to it."""

    problem: Problem
    solution: Solution
    tapes: tuple[Tape, ...]
    threads: int | None = None

    def __post_init__(self) -> None:
        weakref.finalize(self, _give_back, self.tapes)

    def flat(self) -> np.ndarray:
        """States at the output days in the flat layout, (draw, day, flat)."""
        found = self.solution
        assert found.layers is not None
        dermis = found.layers.reshape(*found.layers.shape[:2], -1)
        return np.concatenate([found.epidermis, dermis, found.compartment], axis=2)

    def derivatives(self, seeds: np.ndarray) -> Derivatives:
        """Derivatives of one outcome by every number, from those by the states at the output days, (draw, day, flat).

        Raises ValueError for seeds of another shape.
        """
        from ..numba.state import scratch
        from ..rodas import STAGES
        from .kernel import backward
        from .linear import back

        p = self.problem
        seeds = np.ascontiguousarray(seeds, float)
        given = (p.draws, len(p.output_day), flat_size(p.layers))
        if seeds.shape != given:
            raise ValueError(f"seeds: found {seeds.shape}, needed {given}")
        result = Derivatives(
            **{item.name: np.zeros_like(getattr(p, item.name)) for item in fields(Derivatives)}
        )
        arrays = (p.constants, p.layer_baseline, p.drivers, p.jump_scale, p.exchange, p.papillary_weights,
                  p.zone_weights, p.scale)  # fmt: skip

        def one(draw: int) -> None:
            work, tape = scratch(p.layers, p.zone_weights.shape[1]), self.tapes[draw]
            made = (getattr(result, item.name)[draw] for item in fields(result))
            sums = back(p.layers, work.y.size, STAGES)
            backward(*(array[draw] for array in arrays), work, sums, seeds[draw], tape, *made)

        _each(p.draws, one, self.threads)
        return result


def _each(draws: int, one: Callable[[int], Any], threads: int | None) -> list[Any]:
    """`one` of every draw; the first alone, for it may compile, the others on threads."""
    found = [one(draw) for draw in range(min(draws, 1))]
    workers = min(threads or os.cpu_count() or 1, draws - 1)
    if workers <= 1:
        return found + [one(draw) for draw in range(1, draws)]
    with ThreadPoolExecutor(workers) as pool:
        return found + list(pool.map(one, range(1, draws)))


def record(problem: Problem, tolerance: float, threads: int | None = None) -> Recording:
    """Integrate every draw as `solver.integrate` does, and keep every step.

    `threads` defaults to the cores of the machine, here and backward.
    Raises `InputError` without the compiled kernel. A failed draw has a status; its derivatives mean nothing.
    """
    if chosen_kernel("auto") != "numba":
        found = "an installation without the compiled kernel"
        raise InputError("gradient", [Mistake("kernel", found, "the compiled kernel", needs_extra("fast"))])
    problem = problem.prepared()
    outputs = blank_outputs(problem, full=True)

    def one(draw: int) -> tuple[Tape, int, int, int]:
        return _record_draw(problem, draw, tolerance, tuple(array[draw] for array in outputs))

    counts = _each(problem.draws, one, threads)
    status, steps, rejected = (np.array([item[k] for item in counts]) for k in (1, 2, 3))
    epidermis, zone_means, compartment, depth = outputs
    solution = Solution(
        problem.output_day, epidermis, zone_means, compartment, depth, status, steps, rejected
    )
    return Recording(problem, solution, tuple(item[0] for item in counts), threads)


def _record_draw(problem: Problem, draw: int, tolerance: float, outputs) -> tuple[Tape, int, int, int]:
    """Tape, status, steps and rejected steps of one draw; a second time where the room did not suffice."""
    from ..numba.state import scratch
    from ..rodas import STAGES
    from .kernel import record

    p, work = problem, scratch(problem.layers, problem.zone_weights.shape[1])
    segments = len(p.segment_day) - 1
    arrays = (p.start[draw], p.constants[draw], p.layer_baseline[draw], p.drivers[draw], p.segment_day,
              p.jump_scale[draw], p.jump_add[draw], p.exchange[draw], p.papillary_weights[draw],
              p.zone_weights[draw], p.scale[draw], p.output_day)  # fmt: skip
    room = min(round(ROOM * segments * max(1e-3 / tolerance, 1.0) ** 0.25), MOST_STEPS)
    while True:
        tape = empty_tape(room, work.y.size, STAGES, segments, len(p.output_day))
        status, steps, rejected = record(*arrays, float(tolerance), MOST_STEPS, work, *outputs, tape)
        if steps <= room:
            return tape, status, steps, rejected
        room = steps
