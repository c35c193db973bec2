"""Moves that leave the tempered posterior unchanged: generalised preconditioned Crank-Nicolson (pCN) in blocks.

    z_b' = c + sqrt(1 - beta^2) (z_b - c) + beta root xi,                      xi ~ N(0, I)
    log ratio = [l(z') - |z_b'|^2/2 + |u'|^2/2] - [l(z) - |z_b|^2/2 + |u|^2/2],  u = root^-1 (z_b - c)

with the Gaussian reference N(c, root root') of `reference`. Kinds of move: `joint` (all coordinates) and `forward` (the
forward block given the rest) need a forward run; `shared` and `local` (cheap coordinates; local ones study by study)
reuse it; `emulated` walks many steps on the emulator (`surrogate`) and accepts the end point by a real run. Step sizes
are learned between moves and fixed within one (`steps`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from ...streams import generator
from .acceptance import accept, acceptance_chance, log_difference
from .emulator import Emulator
from .proposal import Blocks, Proposed, propose_pcn, propose_random_walk
from .reference import Moments, learn
from .state import Settings, State
from .steps import StepSizes
from .surrogate import SurrogateWalk, local_step
from .target import Problem, total

PILOTS = 10  # most walks on the emulator that learn the reference of a stage
WORTH = 3.0  # independent points a particle, met on them, that are enough
KEPT_RUNS = 4  # latest forward runs a particle that the next stage's emulator learns from


@dataclass
class Mover:
    """One stage's moves: fixed reference, emulator and study weights (s,); works on the state in place."""

    problem: Problem
    settings: Settings
    state: State
    weight: np.ndarray
    blocks: Blocks
    emulator: Emulator | None = None

    def __post_init__(self):
        state = self.state
        self.steps = StepSizes(state.steps, state.loglik.shape[1], self.settings.acceptance)

    def random(self, *names: str | int) -> np.random.Generator:
        """The stream of one draw, named by run, stage and move, never by what was drawn before."""
        return generator(
            self.settings.seed, "smc", self.settings.label, self.state.stage, self.state.move, *names
        )

    def costly(self, kind: str) -> float:
        """One move (joint, forward or emulated) with a forward run for every particle; returns the share accepted."""
        if kind == "emulated":
            return self._emulated_move()
        random_walk = self.settings.proposal == "walk"
        name, propose = ("walk", propose_random_walk) if random_walk else (kind, propose_pcn)
        proposed, prior_gain = propose(
            self.blocks.of(kind), self.state.z, float(self.steps.of(name)), self.random(kind)
        )
        share, chance = self._accept_by_real_run(kind, (proposed, prior_gain.sum(axis=1)))
        self.steps.adapt(name, chance)
        return share

    def _emulated_move(self) -> float:
        """A walk on the emulator as the proposal of one real run; returns the share accepted."""
        most = self.settings.inner_steps
        length = self.steps.walk_length(most)
        walked = self._surrogate().walk(self.state.z, length, partial(self.random, "walk"))
        share, chance = self._accept_by_real_run("emulated", walked)
        self.steps.adapt_walk_length(chance, most)
        return share

    def _accept_by_real_run(self, kind: str, proposal: Proposed) -> tuple[float, float]:
        """Run the forward model at the proposals and accept by likelihood and the log ratio (n,) they come with.

        Returns the share accepted and the mean chance of acceptance.
        """
        state, (proposed, ratio) = self.state, proposal
        forward = self.problem.forward(proposed)
        state.forward_runs += len(proposed)
        loglik = self.problem.loglik(proposed, forward)
        self._remember(proposed, forward)
        ratio = ratio + self._gain(loglik)
        accepted = accept(ratio, self.random(kind, "accept"))
        state.z = np.where(accepted[:, None], proposed, state.z)
        state.forward = np.where(accepted[:, None], forward, state.forward)
        state.loglik = np.where(accepted[:, None], loglik, state.loglik)
        return float(accepted.mean()), float(acceptance_chance(ratio).mean())

    def cheap(self, turn: int) -> None:
        """One move of the cheap coordinates with the forward outputs at hand, local and shared in turn."""
        blocks = {"local": self.problem.local_dims, "shared": self.problem.shared_dims}
        kinds = [kind for kind, dims in blocks.items() if dims.size]
        if not kinds:
            return
        kind, random = kinds[turn % len(kinds)], self.random("cheap", turn)
        chance = self._local_move(random) if kind == "local" else self._shared_move(random)
        self.steps.adapt(kind, chance)
        self.state.accepted.setdefault(kind, []).append(float(np.mean(chance)))

    def _local_move(self, random: np.random.Generator) -> np.ndarray:
        """A step of each study's own coordinates, accepted study by study; returns the chances (s,)."""
        return local_step(
            self.problem, self.blocks.of("local"), self.state, self.weight, self.steps.of("local"), random
        )

    def _shared_move(self, random: np.random.Generator) -> float:
        """A step of the cheap coordinates that several studies share; returns the mean chance of acceptance."""
        state, step = self.state, float(self.steps.of("shared"))
        proposed, prior_gain = propose_pcn(self.blocks.of("shared"), state.z, step, random)
        loglik = self.problem.loglik(proposed, state.forward)
        ratio = prior_gain.sum(axis=1) + self._gain(loglik)
        accepted = accept(ratio, random)[:, None]
        state.z = np.where(accepted, proposed, state.z)
        state.loglik = np.where(accepted, loglik, state.loglik)
        return float(acceptance_chance(ratio).mean())

    def pilot(self) -> None:
        """Walk on the emulator at the new temperature and learn the reference from the points met there.

        Nothing moves for good. The walks go on until they have left the particles: a reference learned from the very
        particles it moves would be too narrow where they happen to lie close, and hold them there.
        """
        surrogate = self._surrogate()
        walkers, pooled, worth = self.state.z, Moments(), 0.0
        for turn in range(PILOTS):
            start, found, random = walkers, Moments(), partial(self.random, "pilot", turn)
            walkers, _ = surrogate.walk(start, self.settings.inner_steps, random, met=found)
            if turn == 0:
                continue  # the first walk only leaves the particles behind
            worth += independent_points(start, walkers)
            pooled.add_all(found)
            if worth >= 1.0 or turn >= PILOTS // 2:
                self.blocks.replace(learn(pooled, len(walkers) * max(worth, 1.0)))
            if worth >= WORTH:
                break

    def _surrogate(self) -> SurrogateWalk:
        if self.emulator is None:
            raise ValueError("an emulated move needs an emulator")
        return SurrogateWalk(
            self.problem, self.emulator, self.blocks, self.steps, self.weight, self.state.floor
        )

    def _gain(self, loglik: np.ndarray) -> np.ndarray:
        """Weighted log-likelihood (n,) over that of the state, from log-likelihoods (n, s) of the proposals."""
        return log_difference(total(loglik, self.weight), total(self.state.loglik, self.weight))

    def _remember(self, z: np.ndarray, forward: np.ndarray) -> None:
        """Keep the latest sound runs, accepted or not, for the next stage's emulator."""
        if self.emulator is None:
            return
        sound = np.isfinite(forward).all(axis=1)
        state, kept = self.state, KEPT_RUNS * len(z)
        block = z[:, self.problem.forward_dims]
        state.learned_z = np.concatenate([state.learned_z, block[sound]])[-kept:]
        state.learned_forward = np.concatenate([state.learned_forward, forward[sound]])[-kept:]


def independent_points(start: np.ndarray, end: np.ndarray) -> float:
    """How many independent points a particle met on a walk between two sets of particles (n, d): 0 to 3.

    The share (1 - r) / (1 + r) of an autoregressive series with correlation r between its ends; times up to three,
    since a walk that forgot its start has met more than one such point on the way.
    """
    same = float(np.clip(correlation(start, end), 0.0, 1.0))
    return (1.0 - same) / (1.0 + same) * (3.0 - 2.0 * same)


def correlation(old: np.ndarray, new: np.ndarray) -> float:
    """Ninth decile over coordinates of the correlation between two sets of particles (n, d)."""
    old, new = old - old.mean(axis=0), new - new.mean(axis=0)
    size = np.sqrt((old**2).sum(axis=0) * (new**2).sum(axis=0))
    return float(np.quantile((old * new).sum(axis=0) / np.maximum(size, 1e-300), 0.9))
