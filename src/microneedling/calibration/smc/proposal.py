"""Proposals of new particles: preconditioned Crank-Nicolson around a Gaussian reference, or a plain random walk.

Both return the proposed particles (n, d) and, coordinate by coordinate of the block that moves, the prior's (and
reference's) part of the Metropolis log ratio, (n, b); a move sums it over the coordinates that it accepts together.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .reference import Conditional, Reference
from .target import Problem

Proposed = tuple[np.ndarray, np.ndarray]


@dataclass
class Blocks:
    """The reference of each block of coordinates given the others, worked out when first used."""

    problem: Problem
    reference: Reference
    made: dict[str, Conditional] = field(default_factory=dict)

    def of(self, kind: str) -> Conditional:
        """The reference of the coordinates that moves of a kind change: joint, forward, shared or local."""
        if kind not in self.made:
            self.made[kind] = self._work_out(kind)
        return self.made[kind]

    def replace(self, reference: Reference) -> None:
        """Propose around another reference from now on."""
        self.reference = reference
        self.made.clear()

    def _work_out(self, kind: str) -> Conditional:
        if kind == "joint":
            return self.reference.joint()
        if kind == "local":
            return self.reference.given(self.problem.local_dims, one_by_one=True)
        return self.reference.given(
            {"forward": self.problem.forward_dims, "shared": self.problem.shared_dims}[kind]
        )


def propose_pcn(
    block: Conditional, z: np.ndarray, step: np.ndarray | float, random: np.random.Generator
) -> Proposed:
    """A pCN step of particles z (n, d) of size `step`, one for all or one a coordinate of the block (b,)."""
    here, centre = z[:, block.block], block.centre(z)
    noise = random.standard_normal(here.shape)
    white = block.root.whiten(here - centre)
    next_white = np.sqrt(1.0 - step**2) * white + step * noise
    there = centre + block.root.colour(next_white)
    return _moved(block, z, there), 0.5 * (here**2 - there**2 + next_white**2 - white**2)


def propose_random_walk(
    block: Conditional, z: np.ndarray, step: float, random: np.random.Generator
) -> Proposed:
    """A random walk of particles z (n, d) with `step` times the covariance root of the reference."""
    here = z[:, block.block]
    there = here + step * block.root.colour(random.standard_normal(here.shape))
    return _moved(block, z, there), 0.5 * (here**2 - there**2)


def _moved(block: Conditional, z: np.ndarray, there: np.ndarray) -> np.ndarray:
    """A copy of z (n, d) with the block's coordinates (n, b) at their new place."""
    proposed = z.copy()
    proposed[:, block.block] = there
    return proposed
