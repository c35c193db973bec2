"""Carries amounts through a chain of compartments: implicit, conservative, with adaptive steps.

    dm_i/dt = sum_j G_ij (u_j - u_i) - drain_i u_i + supply_i,     u_i = m_i / C_i

Nodes: 0 the product on the skin, then tissue and channel of each depth in turn (1 tissue, 2 channel, 3 tissue,
...) and below the channels tissue alone, so that a node meets only the next two: the matrix C - h L of every
implicit stage is symmetric, positive and has five diagonals. Method: Alexander's SDIRK of order 3, L-stable,
with its embedded order 2 for the step; one step for all draws, bounded by the worst of them. Amounts move only
from node to node or into a drain, so their sum is kept to rounding whatever the step. Breaks down where C or G
turn negative.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.linalg import get_lapack_funcs

from ..errors import SolverError

(PBSV,) = get_lapack_funcs(("pbsv",), (np.zeros(1),))  # double precision
Supply = Callable[[float], np.ndarray]

# Alexander (1977): stages, weights and the embedded weights of order 2 on the first two stages.
GAMMA = 0.43586652150845967
NODES = np.array([GAMMA, (1 + GAMMA) / 2, 1.0])
_B1 = -(6 * GAMMA**2 - 16 * GAMMA + 1) / 4
_B2 = (6 * GAMMA**2 - 20 * GAMMA + 5) / 4
STAGES = ((), ((1 - GAMMA) / 2,), (_B1, _B2))
WEIGHTS = np.array([_B1, _B2, GAMMA])
LOWER = np.array([GAMMA / (1 - GAMMA), (1 - 2 * GAMMA) / (1 - GAMMA), 0.0])
STRIDE = 1 - 0.5**0.5
FIRST_H, SHORTEST_H, MOST_STEPS = 1e-5, 1e-13, 20_000
SAFETY, SHRINK, GROW = 0.9, 0.2, 5.0


Drain = tuple[slice, np.ndarray]  # the nodes it empties, and how fast (mL/cm2/h)


@dataclass(frozen=True)
class Links:
    """The compartments at one moment; arrays (node, draw). Capacities in mL/cm2, conductances in mL/cm2/h."""

    capacity: np.ndarray
    near: np.ndarray  # between node i and i + 1, (node - 1, draw)
    far: np.ndarray  # between node i and i + 2 of the first nodes, (at most node - 2, draw)
    drains: tuple[Drain, ...]  # never to return
    held: np.ndarray | None = None  # (draw,): concentration at which node 0 is kept, ug/mL

    def flow(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Gain of each node, and what each drain takes (ug/cm2/h), at the concentrations `u`."""
        gain, far = np.zeros_like(u), len(self.far)
        near = self.near * (u[1:] - u[:-1])
        gain[:-1] += near
        gain[1:] -= near
        if far:
            over = self.far * (u[2 : far + 2] - u[:far])
            gain[:far] += over
            gain[2 : far + 2] -= over
        left = np.empty((len(self.drains), u.shape[1]))
        for place, (where, rate) in enumerate(self.drains):
            taken = rate * u[where]
            gain[where] -= taken
            left[place] = taken.sum(axis=0)
        return gain, left

    def steady(self) -> np.ndarray:
        """Steady concentrations (node, draw) under a product held at its concentration, ug/mL."""
        return replace(self, capacity=np.zeros_like(self.capacity)).implicit(
            np.zeros_like(self.capacity), 1.0
        )

    def implicit(self, amount: np.ndarray, step_h: float) -> np.ndarray:
        """Concentrations u that solve (C - step L) u = amount."""
        near, far, right, count = -step_h * self.near, -step_h * self.far, amount.copy(), len(self.far)
        diagonal = self.capacity.copy()
        for where, rate in self.drains:
            diagonal[where] += step_h * rate
        diagonal[:-1] -= near
        diagonal[1:] -= near
        diagonal[:count] -= far
        diagonal[2 : count + 2] -= far
        if self.held is not None:
            right[1] -= near[0] * self.held
            near[0], diagonal[0], right[0] = 0.0, 1.0, self.held
            if count:
                right[2] -= far[0] * self.held
                far[0] = 0.0
        diagonal[diagonal <= 0] = 1.0  # a channel that is not there
        return solve_five_diagonals(diagonal, near, far, right)


def solve_five_diagonals(
    diagonal: np.ndarray, near: np.ndarray, far: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """Solve symmetric positive matrices with five diagonals, one for each draw; arrays (node, draw).

    `far` may be shorter than node - 2: the rest has three diagonals. All draws stand as blocks of one band matrix, for
    a single call of the library.
    """
    count, draws = diagonal.shape
    bands = np.zeros((draws, count, 3 if len(far) else 2))  # as the library wants them: nothing is copied
    bands[:, :, 0], bands[:, :-1, 1] = diagonal.T, near.T
    if len(far):
        bands[:, : len(far), 2] = far.T
    stacked = bands.reshape(draws * count, -1).T
    _, found, info = PBSV(stacked, right.T.reshape(-1), lower=1, overwrite_ab=1)
    if info != 0:
        raise SolverError("permeation: the equations of one step have no solution (a number is not finite)")
    return np.ascontiguousarray(found.reshape(draws, count).T)


@dataclass
class March:
    """Amounts (ug/cm2) at the requested hours; `amount` (hour, node, draw), `drained` (drain, hour, draw)."""

    hours: np.ndarray
    amount: np.ndarray
    drained: np.ndarray
    steps: int = 0
    taken_h: list[float] = field(default_factory=list)


def march(
    links: Callable[[float], Links],
    start: np.ndarray,
    hours: Sequence[float] | np.ndarray,
    tolerance: float = 1e-4,
    supply: Supply | None = None,
    fixed_steps: int | None = None,
) -> March:
    """Carry `start` (node, draw; ug/cm2) from the first of `hours` to the last.

    The error of a step is held below `tolerance` times what has left node 0 so far, in every draw. `supply(t)`
    puts amounts straight into nodes. `fixed_steps` walks in equal steps instead (for measuring the order).
    Raises SolverError when the step falls to nothing.
    """
    hours = np.asarray(hours, float)
    drains = len(links(float(hours[0])).drains)
    out = March(
        hours,
        np.empty((hours.size, *start.shape)),
        np.zeros((drains, hours.size, start.shape[1])),
    )
    out.amount[0] = start
    now, state, drained = float(hours[0]), np.array(start, float), np.zeros((drains, start.shape[1]))
    step = (hours[-1] - now) / fixed_steps if fixed_steps else min(FIRST_H, float(hours[-1] - now))
    first = links(now)
    scale = np.abs(start).sum(axis=0) + 1e-300
    if first.held is not None:
        scale = scale + first.held * first.capacity[1:].sum(axis=0)
    slope, leaving = _slope(first, state, supply, now)
    place = 1
    while place < hours.size:
        step = min(step, hours[-1] - now)
        end = hours[-1] if hours[-1] - now - step < 1e-9 * step else now + step
        tried = _step(links, state, now, end - now, supply)
        error = 0.0
        if not fixed_steps:
            error = _error(tried, state, drained, scale, tolerance)
        if error <= 1:
            new, gone = state + (end - now) * tried.gain, drained + (end - now) * tried.left
            while place < hours.size and hours[place] <= end + 1e-12:
                share = (hours[place] - now) / (end - now)
                out.amount[place] = _between(state, new, slope, tried.last, end - now, share)
                out.drained[:, place] = _between(drained, gone, leaving, tried.last_left, end - now, share)
                place += 1
            now, state, drained = end, new, gone
            slope, leaving = tried.last, tried.last_left
            out.steps += 1
            out.taken_h.append(now)
        if not fixed_steps:
            step *= float(np.clip(SAFETY * max(error, 1e-12) ** (-1 / 3), SHRINK, GROW))
        if not np.isfinite(error) or step < SHORTEST_H or out.steps > MOST_STEPS:
            raise SolverError(f"permeation: no step is small enough at {now:g} h")
    return out


def stride(
    links: Callable[[float], Links], start: np.ndarray, hours: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Carry `start` (node, draw; ug/cm2) in the given steps; the last amounts, and concentrations summed over time.

    Two stages of order 2, L-stable (g = 1 - 1/sqrt 2), the sum (ug h/mL) with the same weights. No error is measured:
    for steps of which it is known (`exposure`). Cheaper than `march` by its few steps, and as no flows are asked for.
    """
    state, seen = start, np.zeros_like(start)
    for now, then in itertools.pairwise(hours):
        step = then - now
        sooner = links(now + STRIDE * step)
        u = sooner.implicit(state, STRIDE * step)
        moved = sooner.capacity * u - state  # g step times the rate of the first stage
        seen += (1 - STRIDE) * step * u
        last = links(then)
        u = last.implicit(state + (1 - STRIDE) / STRIDE * moved, STRIDE * step)
        seen += STRIDE * step * u
        state = last.capacity * u
    return state, seen


@dataclass(frozen=True)
class _Tried:
    gain: np.ndarray  # mean gain over the step, of nodes and of drains
    left: np.ndarray
    wrong: np.ndarray  # difference to the embedded order, times the step
    wrong_left: np.ndarray
    last: np.ndarray  # rates at its end
    last_left: np.ndarray


def _step(
    links: Callable[[float], Links], state: np.ndarray, now: float, step: float, supply: Supply | None
) -> _Tried:
    gains: list[np.ndarray] = []
    lefts: list[np.ndarray] = []
    for node, row in zip(NODES, STAGES, strict=True):
        at = now + node * step
        linked = links(at)
        known = state + step * sum((a * k for a, k in zip(row, gains, strict=False)), np.zeros_like(state))
        extra = supply(at) if supply else None
        u = linked.implicit(known if extra is None else known + step * GAMMA * extra, step * GAMMA)
        gain, left = linked.flow(u)
        gains.append(gain if extra is None else gain + extra)
        lefts.append(left)
    apart = WEIGHTS - LOWER

    def mixed(weights: np.ndarray, parts: list[np.ndarray]) -> np.ndarray:
        return weights[0] * parts[0] + weights[1] * parts[1] + weights[2] * parts[2]

    return _Tried(
        mixed(WEIGHTS, gains),
        mixed(WEIGHTS, lefts),
        step * mixed(apart, gains),
        step * mixed(apart, lefts),
        gains[-1],
        lefts[-1],
    )


def _error(
    tried: _Tried, state: np.ndarray, drained: np.ndarray, scale: np.ndarray, tolerance: float
) -> float:
    """Largest over the draws of (amount misplaced in the step) / (tolerance times amount in the skin)."""
    inside = np.abs(state[1:]).sum(axis=0) + np.abs(drained).sum(axis=0)  # what node 0 has given so far
    wrong = np.abs(tried.wrong[1:]).sum(axis=0) + np.abs(tried.wrong_left).sum(axis=0)
    return float(np.max(wrong / (tolerance * np.maximum(inside, 1e-7 * scale) + 1e-300)))


def _slope(
    linked: Links, state: np.ndarray, supply: Supply | None, now: float
) -> tuple[np.ndarray, np.ndarray]:
    """Rates of nodes and drains at the start."""
    u = state / np.where(linked.capacity > 0, linked.capacity, 1.0)
    if linked.held is not None:
        u[0] = linked.held
    gain, left = linked.flow(u)
    return (gain if supply is None else gain + supply(now)), left


def _between(
    low: np.ndarray, high: np.ndarray, from_low: np.ndarray, into_high: np.ndarray, step: float, share: float
) -> np.ndarray:
    """Cubic Hermite inside a step; keeps every sum that the step keeps."""
    s, r = share, 1 - share
    ends = (1 + 2 * s) * r**2 * low + s**2 * (1 + 2 * r) * high
    return ends + step * s * r * (r * from_low - s * into_high)
