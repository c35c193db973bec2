"""After the last temperature: every unknown is moved once more, alone or in a group with others.

Tempered resampling copies particles, and an unknown that the data hardly feel then looks narrowed although nothing was
learnt about it; one that they feel strongly holds back all that move together with it. So unknowns are sorted by how
far one prior SD of each moves the reports (in their errors),

    influence_i^2 = sum over reports ((mean(z + e_i) - mean(z - e_i)) / (2 error))^2

and cut into groups, the least influential first and hundreds at once, the most influential alone, each as large as
one joint step can be: z' = sqrt(1 - b^2) z + b xi on a group, b = 1 where its joint influence allows, accepted by the
likelihood alone since the step keeps the prior. One real run a group and particle. Exact at any cut; a bad cut only
costs acceptance.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ...streams import generator
from ..problem import Calibration
from .state import Particles

JOINT = 2.0  # influence that one step may have together: at 1.2 twice the groups, for more acceptance


def report_influence(posed: Calibration, z: np.ndarray) -> np.ndarray:
    """How far one prior SD of each unknown moves the reports, in their errors: (forward unknown,) at a point z (d,)."""
    count = len(posed.forward_names)
    ends = np.repeat(z[None, :], 2 * count, axis=0)
    rows = np.arange(count)
    ends[rows, rows] += 1.0
    ends[count + rows, rows] -= 1.0
    seen, values = posed.forward(ends), posed.values(ends)
    total = np.zeros(count)
    for slot in posed.slots:
        mean, sd, _ = posed.expected(slot, ends, seen, values)
        step = (mean[:count] - mean[count:]) / (sd[:count] + sd[count:])
        total += np.where(np.isfinite(step), step, 1e3) ** 2
    return np.sqrt(total)


def groups(influence: np.ndarray) -> list[tuple[np.ndarray, float]]:
    """All unknowns in groups to move together, the least influential first: indices (g,) and the step b of each.

    From the `influence` (d,) of each unknown: how far one prior SD moves the reports, in their errors.
    """
    found: list[tuple[np.ndarray, float]] = []
    order, start = np.argsort(influence), 0
    while start < len(order):
        joint = np.sqrt(np.cumsum(influence[order[start:]] ** 2))
        size = max(int(np.searchsorted(joint, JOINT)), 1)
        members = order[start : start + size]
        found.append((members, float(min(1.0, JOINT / max(joint[size - 1], 1e-9)))))
        start += size
    return found


def refresh(
    posed: Calibration,
    particles: Particles,
    seed: int,
    sweep: int,
    progress: Callable[[int, int, int, float], None] | None = None,
) -> tuple[Particles, int]:
    """Move every group once; returns the draws and what they cost in forward runs.

    `progress(group, of, unknowns, acceptance)` is called after each group.
    """
    z, forward, loglik = particles.z.copy(), particles.forward.copy(), particles.loglik.copy()
    influence = report_influence(posed, z.mean(axis=0))
    chosen, runs = groups(influence), 2 * len(influence)
    for place, (members, step) in enumerate(chosen):
        random = generator(seed, "refresh", sweep, place)
        proposed = z.copy()
        fresh = random.standard_normal((len(z), len(members)))
        proposed[:, members] = np.sqrt(1 - step**2) * z[:, members] + step * fresh
        seen = posed.forward(proposed)
        found = posed.loglik(proposed, seen)
        found[~np.isfinite(seen).all(axis=1) | np.isnan(found).any(axis=1)] = -np.inf
        accepted = np.log(random.uniform(size=len(z))) < found.sum(axis=1) - loglik.sum(axis=1)
        z[accepted], forward[accepted], loglik[accepted] = proposed[accepted], seen[accepted], found[accepted]
        runs += len(z)
        if progress:
            progress(place, len(chosen), len(members), float(accepted.mean()))
    return Particles(z, forward, loglik), runs
