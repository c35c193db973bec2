"""A course gone on with from a day: what was done up to then is integrated once, whatever is to follow.

    begun     0 |----------------------| day          every state of every draw kept
    resumed                            | day |------- another course that is the same up to that day

Where the integration begins anew its step control does: a course resumed differs from one that was run in one go by
the solver's tolerance (`tests/protocol`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from ..answers.brief import brief
from ..engine.problem import Problem
from ..engine.solver import integrate
from ..skin.tissue import TissueTrajectory
from .branching import joined, last_state
from .protocol import Prepared


@dataclass(frozen=True)
class Begun:
    """Every tissue up to a day, known on the output days before it, and its whole state (draw, flat) on that day."""

    __repr__ = brief

    day: float
    tissues: Mapping[str, TissueTrajectory]
    states: Mapping[str, np.ndarray]

    @property
    def failed(self) -> np.ndarray:
        """Draws (draw,) of which a tissue could not be integrated."""
        return np.logical_or.reduce([tissue.failed for tissue in self.tissues.values()])


def begun(prepared: Prepared, day: float) -> Begun:
    """Follow a course to a day, on which a session may be due that is not done yet."""
    tissues, states = {}, {}
    protocol = prepared.protocol
    days = np.unique(np.append(protocol.output_day[protocol.output_day < day], day))
    for kind in protocol.tissue_kinds:
        posed = prepared.pose(kind, days)
        solution = integrate(
            posed.problem, protocol.tolerance, full=True, kernel=protocol.kernel, threads=protocol.threads
        )
        tissues[kind], states[kind] = posed.labelled(solution), last_state(solution)
    return Begun(day, tissues, states)


def resumed(prepared: Prepared, from_: Begun) -> dict[str, TissueTrajectory]:
    """Every tissue of a course that is the same up to the day of `from_`, to its output days; the last lies later."""
    found = {}
    protocol = prepared.protocol
    later = protocol.output_day[protocol.output_day > from_.day]
    for kind in protocol.tissue_kinds:
        posed = prepared.pose(kind, later)
        rest = replace(posed, problem=_from(posed.problem, from_.day, from_.states[kind]))
        followed = rest.follow(protocol.tolerance, False, protocol.kernel, protocol.threads)
        found[kind] = joined(from_.tissues[kind], followed)
    return found


def _from(problem: Problem, day: float, state: np.ndarray) -> Problem:
    """The equations from a day on, from a state; what begins within a segment begins without its jump."""
    first = int(np.searchsorted(problem.segment_day, day, side="right")) - 1
    edges = problem.segment_day[first:].copy()
    scale, add = problem.jump_scale[:, first:], problem.jump_add[:, first:]
    if edges[0] < day:
        edges[0] = day
        scale, add = scale.copy(), add.copy()
        scale[:, 0], add[:, 0] = 1.0, 0.0
    return replace(
        problem,
        start=state,
        segment_day=edges,
        drivers=problem.drivers[:, first:],
        jump_scale=scale,
        jump_add=add,
    )
