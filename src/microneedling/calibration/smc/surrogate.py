"""Walks on the emulator: many cheap steps whose end point one real run then accepts or refuses.

The walk's target is prior times exp(KAPPA l_hat), with l_hat the log-likelihood of the emulated forward outputs. Joint
and local steps alternate to and fro in a palindrome, so that the walk as a whole is reversible for that target and
may serve as the proposal of Liu's surrogate transition:

    log ratio = [l(z') - KAPPA l_hat(z')] - [l(z) - KAPPA l_hat(z)]

KAPPA < 1 keeps the walk's tails wider than the posterior's. l_hat has a floor, below which the emulator is not
believed: a walk is free to leave such places, and no place is given up because the emulator errs there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from .acceptance import accept, acceptance_chance, floored_total, log_difference, weighted
from .emulator import Emulator
from .proposal import Blocks, propose_pcn
from .reference import Conditional, Moments
from .state import State
from .steps import StepSizes
from .target import Problem, total

KAPPA = 0.95
POINT_EVERY = 4  # steps between the points of a walk that are counted


@dataclass
class Walkers:
    """Where the particles' walks stand: z (n, d), emulated forward outputs (n, m), log-likelihood (n, s)."""

    z: np.ndarray
    forward: np.ndarray
    loglik: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))


def local_step(
    problem: Problem,
    block: Conditional,
    points: State | Walkers,
    weight: np.ndarray,
    step: np.ndarray,
    random: np.random.Generator,
) -> np.ndarray:
    """One step of every study's own coordinates, accepted study by study; changes `points`.

    Their forward outputs stay. `step` and study weights `weight` are (s,); returns mean chances of acceptance (s,).
    """
    study = problem.local_study
    proposed, prior_gain = propose_pcn(block, points.z, step[study], random)
    loglik = problem.loglik(proposed, points.forward)
    member = study[:, None] == np.arange(loglik.shape[1])
    ratio = prior_gain @ member + log_difference(weighted(loglik, weight), weighted(points.loglik, weight))
    accepted = accept(ratio, random)
    points.z = points.z.copy()  # the state's array may be the stage's start too
    at = block.block
    points.z[:, at] = np.where(accepted[:, study], proposed[:, at], points.z[:, at])
    points.loglik = np.where(accepted, loglik, points.loglik)
    return acceptance_chance(ratio).mean(axis=0)


@dataclass
class SurrogateWalk:
    """Walks of one stage, under study weights `weight` (s,) and with the emulated log-likelihood's `floor`."""

    problem: Problem
    emulator: Emulator
    blocks: Blocks
    steps: StepSizes
    weight: np.ndarray
    floor: float

    def __post_init__(self):
        self.power, self.low = KAPPA * self.weight, KAPPA * self.floor

    def walk(
        self,
        z: np.ndarray,
        length: float,
        random: Callable[[int], np.random.Generator],
        met: Moments | None = None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Walk from z (n, d) for about `length` steps, drawing step k from the stream `random(k)`.

        Returns the end points (n, d) and KAPPA (l_hat(z) - l_hat(z')), (n,): what the real run's gain is set against.
        Some points on the way are added to `met`.
        """
        steps = 2 * round(0.5 * (length - 1.0)) + 1  # odd: joint and local steps alternate, a palindrome
        walkers = Walkers(z, self.emulator(z))
        walkers.loglik = self.problem.loglik(walkers.z, walkers.forward)
        begun = self._believed(walkers.loglik)
        joint, local = [], []
        for at in range(steps):
            if at % 2 and self.problem.local_dims.size:
                local.append(self._local_step(walkers, random(at)))
            else:
                joint.append(self._joint_step(walkers, random(at)))
            if met is not None and at % POINT_EVERY == POINT_EVERY - 1:
                met.add(walkers.z)
        # step sizes stay as they are within a walk, else it would not be reversible
        self.steps.adapt("inner", float(np.mean(joint)))
        if local:
            self.steps.adapt("local inner", np.mean(local, axis=0))
        return walkers.z, begun - self._believed(walkers.loglik)

    def _believed(self, loglik: np.ndarray) -> np.ndarray:
        """KAPPA l_hat (n,) of emulated log-likelihoods (n, s), with its floor."""
        return floored_total(loglik, self.power, self.low)

    def _joint_step(self, walkers: Walkers, random: np.random.Generator) -> float:
        """One step of all coordinates; changes `walkers` and returns the mean chance of acceptance."""
        step = float(self.steps.of("inner"))
        proposed, prior_gain = propose_pcn(self.blocks.of("joint"), walkers.z, step, random)
        forward = self.emulator(proposed)
        loglik = self.problem.loglik(proposed, forward)
        ratio = prior_gain.sum(axis=1) + self._believed(loglik) - self._believed(walkers.loglik)
        accepted = accept(ratio, random)[:, None]
        walkers.z = np.where(accepted, proposed, walkers.z)
        walkers.forward = np.where(accepted, forward, walkers.forward)
        walkers.loglik = np.where(accepted, loglik, walkers.loglik)
        return float(acceptance_chance(ratio).mean())

    def _local_step(self, walkers: Walkers, random: np.random.Generator) -> np.ndarray:
        """One step of the local coordinates, undone where l_hat is at its floor before or after; chances (s,)."""
        before, block = replace(walkers), self.blocks.of("local")
        chance = local_step(self.problem, block, walkers, self.power, self.steps.of("local inner"), random)
        low = (total(before.loglik, self.power) <= self.low) | (total(walkers.loglik, self.power) <= self.low)
        walkers.z = np.where(low[:, None], before.z, walkers.z)
        walkers.loglik = np.where(low[:, None], before.loglik, walkers.loglik)
        return chance
