"""What solvers that call back are handed: rates and derivatives of one segment, plain NumPy or compiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from microneedling.engine.problem import Problem
from microneedling.exchange.right_hand_side import BAND, RightHandSide, Segment

from .problem_file import Answer, Solver, read_out


@dataclass(frozen=True)
class Callbacks:
    """`rates(y, f)` fills f; `entries(y)` gives the derivatives in the order of the segment's places."""

    rates: Callable[[np.ndarray, np.ndarray], None]
    entries: Callable[[np.ndarray], np.ndarray]


def callbacks(segment: Segment, compiled: bool) -> Callbacks:
    """Of one segment; the compiled ones reuse one array, which the caller must copy from at once."""
    if not compiled:

        def rates(y: np.ndarray, f: np.ndarray) -> None:
            f[:] = segment.rates(0.0, y)

        return Callbacks(rates, segment.entries)
    from microneedling.exchange.compiled_right_hand_side import Compiled

    code = Compiled(segment)
    v = np.empty(code.count)

    def entries(y: np.ndarray) -> np.ndarray:
        code.entries(y, v)
        return v

    return Callbacks(code.rates, entries)


@dataclass(frozen=True)
class Scatter:
    """Adds entries up into stored places: values at `where` of a flat array are the sums by `slot`."""

    kept: np.ndarray
    slot: np.ndarray
    where: np.ndarray

    @classmethod
    def of(cls, keys: np.ndarray, kept: np.ndarray) -> Scatter:
        where, slot = np.unique(keys[kept], return_inverse=True)
        return cls(kept, slot, where)

    @classmethod
    def square(cls, segment: Segment) -> Scatter:
        """Into a full (flat, flat) array of which only the band is read."""
        at = segment.places
        return cls.of(at.rows * at.size + at.columns, np.abs(at.rows - at.columns) <= BAND)

    @classmethod
    def packed(cls, segment: Segment) -> Scatter:
        """Into LAPACK's band form (2 BAND + 1, flat)."""
        at = segment.places
        offset = at.rows - at.columns
        return cls.of((BAND + offset) * at.size + at.columns, np.abs(offset) <= BAND)

    def sums(self, entries: np.ndarray) -> np.ndarray:
        return np.bincount(self.slot, entries[self.kept], minlength=len(self.where))


# A stretch of days of one segment: (segment number, y, days with first and last) -> states at those days, or None.
Stretch = Callable[[int, np.ndarray, np.ndarray, float], np.ndarray | None]


def through_course(problem: Problem, draw: int, begin: Callable[[RightHandSide], Stretch]) -> Solver:
    """Solve a draw segment by segment with `begin(model)`, which is handed the state after each jump."""
    model = RightHandSide.of(problem, draw)
    stretch, days = begin(model), model.output_day
    edges = [segment.start_day for segment in model.segments] + [model.segments[-1].end_day]
    plans = []
    for start, end in pairwise(edges):
        inside = (days > start) & (days <= end)
        plans.append((np.flatnonzero(inside), np.unique([start, *days[inside], end])))

    def solve(tolerance: float) -> list[Answer]:
        y = model.start
        states = np.tile(y, (len(days), 1))  # days up to the first jump show the start
        for number, (inside, stops) in enumerate(plans):
            found = stretch(number, model.segments[number].jump(y), stops, tolerance)
            if found is None or not np.isfinite(found[-1]).all():
                return [None]
            states[inside], y = found[1 : 1 + len(inside)], found[-1]
        return [read_out(problem, draw, states)]

    return solve
