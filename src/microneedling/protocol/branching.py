"""A course followed session by session, and what it would be if it stopped after each: one run for all lengths.

    trunk     0 |--------| d |--------| 2d |--------| 3d ...          a session at the start of every stretch
    branches             '-> stopped after one     '-> after two      the same skin, nobody treats it any more

A course of n sessions is the beginning of one of n + 1 as long as what follows the last session has not begun, so all
of them share the trunk, and each adds only its own ending. Where a stretch ends the step control starts anew, and a
habit that the next session would have interrupted goes on in the ending only from there on: a course stopped here
differs from one that was run for itself by the solver's tolerance and by that one day (`tests/protocol`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from ..engine.problem import Problem, Solution
from ..engine.solver import integrate
from ..healing.adjuncts import drivers, segment_days
from ..healing.run import PosedTissue
from ..skin.tissue import GROUPS, TissueTrajectory
from .protocol import Prepared


@dataclass(frozen=True)
class Branches:
    """A tissue under all sessions, until the next would be due, and after stopping: by number of sessions."""

    trunk: TissueTrajectory
    stopped: Mapping[int, TissueTrajectory]

    def whole(self, count: int, until_day: float) -> TissueTrajectory:
        """The tissue of the course of `count` sessions: the trunk up to `until_day`, then its own ending."""
        return joined(on_days(self.trunk, self.trunk.day <= until_day), self.stopped[count])


def branches(
    prepared: Prepared, kind: str, every_day: float, endings: Mapping[int, Sequence[float]], threads: int = 1
) -> Branches:
    """Follow `prepared`, whose sessions are `every_day` apart, and stop it after each number of sessions in `endings`.

    `endings` gives for each number the days on which the stopped course is to be known, all later than the day on which
    the next session would have been. The output days of `prepared` are those of the trunk.
    """
    count = len(prepared.session_effects)
    end = count * every_day
    asked = prepared.protocol.output_day
    posed = prepared.pose(kind, np.unique(np.append(asked[asked <= end], end)))
    state, pieces, states = posed.problem.start, [], {}
    for k in range(count):
        piece = _stretch(posed.problem, k * every_day, (k + 1) * every_day, state, first=k == 0)
        solution = integrate(
            piece, prepared.protocol.tolerance, full=True, threads=threads, kernel=_kernel(prepared)
        )
        state = last_state(solution)
        pieces.append(solution)
        states[k + 1] = state
    trunk = posed.labelled(_together(pieces))
    stopped = {
        number: _ending(prepared, posed, number, number * every_day, days, states[number], threads)
        for number, days in endings.items()
    }
    return Branches(trunk, stopped)


def _kernel(prepared: Prepared) -> Any:
    return prepared.protocol.kernel


def _stretch(problem: Problem, start: float, end: float, state: np.ndarray, first: bool) -> Problem:
    """The equations from one session up to the next, from a state; the first day is known from the stretch before."""
    days = problem.segment_day
    a, b = int(np.searchsorted(days, start)), int(np.searchsorted(days, end))
    out = problem.output_day
    inside = (out <= end) & ((out >= start) if first else (out > start))
    return replace(
        problem,
        start=state,
        segment_day=days[a : b + 1],
        drivers=problem.drivers[:, a:b],
        jump_scale=problem.jump_scale[:, a:b],
        jump_add=problem.jump_add[:, a:b],
        output_day=out[inside],
    )


def _ending(
    prepared: Prepared,
    posed: PosedTissue,
    number: int,
    start: float,
    days: Sequence[float],
    state: np.ndarray,
    threads: int,
) -> TissueTrajectory:
    """What follows when nothing is done any more after `number` sessions, on `days` after `start`."""
    effects = prepared.session_effects[:number]
    out = np.unique(np.asarray(days, float))
    shorter = prepared.repeated_on([effect.day for effect in effects], out)
    edges = segment_days(effects, shorter.adjuncts, float(out[-1]))
    edges = np.unique(np.append(edges[edges > start], start))
    draws, size = state.shape
    still = (draws, len(edges) - 1, size)
    problem = replace(
        posed.problem,
        start=state,
        segment_day=edges,
        drivers=drivers(effects, shorter.adjuncts, edges, draws),
        jump_scale=np.broadcast_to(1.0, still),
        jump_add=np.broadcast_to(0.0, still),
        output_day=out,
    )
    solution = integrate(problem, prepared.protocol.tolerance, threads=threads, kernel=_kernel(prepared))
    return PosedTissue(posed.setting, posed.baseline, effects, problem).labelled(solution)


def last_state(solution: Solution) -> np.ndarray:
    """The whole state on the last output day, (draw, flat)."""
    assert solution.layers is not None
    dermis = solution.layers[:, -1].reshape(len(solution.layers), -1)
    return np.concatenate([solution.epidermis[:, -1], dermis, solution.compartment[:, -1]], axis=1)


def _together(pieces: Sequence[Solution]) -> Solution:
    """Stretches one after another, without their layers."""

    def along(name: str) -> np.ndarray:
        return np.concatenate([getattr(piece, name) for piece in pieces], axis=1)

    return Solution(
        day=np.concatenate([piece.day for piece in pieces]),
        epidermis=along("epidermis"),
        zones=along("zones"),
        compartment=along("compartment"),
        layers=None,
        status=np.max([piece.status for piece in pieces], axis=0),
        steps=np.sum([piece.steps for piece in pieces], axis=0),
        rejected=np.sum([piece.rejected for piece in pieces], axis=0),
    )


def on_days(tissue: TissueTrajectory, keep: np.ndarray) -> TissueTrajectory:
    """A tissue on some of its days: a mask, or the places of the days."""
    return _mapped([tissue], lambda parts: parts[0][:, keep], lambda days: days[0][keep])


def joined(*parts: TissueTrajectory) -> TissueTrajectory:
    """Parts of one person's tissue one after another along the days; whoever failed in one failed."""
    return _mapped(parts, lambda held: np.concatenate(held, axis=1), np.concatenate)


def _mapped(parts: Sequence[TissueTrajectory], states: Any, days: Any) -> TissueTrajectory:
    first = parts[0]

    def group(items: Sequence[Any]) -> Any:
        names = [item.name for item in fields(items[0])]
        return type(items[0])(**{name: states([getattr(item, name) for item in items]) for name in names})

    return replace(
        first,
        **{name: group([getattr(part, name) for part in parts]) for name in GROUPS},
        day=days([part.day for part in parts]),
        opening_fraction=states([part.opening_fraction for part in parts]),
        failed=np.logical_or.reduce([part.failed for part in parts]),
        observers={name: states([part.observers[name] for part in parts]) for name in first.observers},
    )
