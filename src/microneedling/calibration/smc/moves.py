"""Moves that leave the tempered posterior unchanged: generalised preconditioned Crank-Nicolson (pCN) in blocks.

    z_b' = c + sqrt(1 - beta^2) (z_b - c) + beta root xi,                      xi ~ N(0, I)
    log ratio = [l(z') - |z_b'|^2/2 + |u'|^2/2] - [l(z) - |z_b|^2/2 + |u|^2/2],  u = root^-1 (z_b - c)

with the reference N(c, root root') of `smc_reference`. Kinds of move: `joint` (all coordinates) and `forward` (the
forward block given the rest) need a forward run; `shared` and `local` (cheap coordinates; local ones study by study)
reuse it; `emulated` walks many steps on the emulator's posterior, prior times exp(KAPPA l_hat), to and fro in a
palindrome so that the walk as a whole is reversible for it, and then accepts the end point by a real run with

    log ratio = [l(z') - KAPPA l_hat(z')] - [l(z) - KAPPA l_hat(z)]

(Liu's surrogate transition). KAPPA < 1 keeps the walk's tails wider than the posterior's. Step sizes are learned
between moves (Robbins-Monro on the logit) and fixed within one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...streams import generator
from .emulator import Emulator
from .reference import Conditional, Moments, Reference, learn
from .state import Settings, State
from .target import Problem, total

KAPPA = 0.95
FIRST_STEP = {"joint": 0.3, "forward": 0.3, "walk": 0.1, "shared": 0.4, "local": 0.6, "inner": 0.4}
LEAST_STEP, MOST_STEP = 0.005, 0.98
LEARNING = 2.0  # of the logit of a step size, for each unit by which acceptance misses its aim
PILOTS = 10  # most walks on the emulator that learn the reference of a stage
WORTH = 3.0  # independent points a particle, met on them, that are enough
POINT_EVERY = 4  # steps between the points that are counted


@dataclass
class Mover:
    """One stage's moves: fixed reference, emulator and study weights; works on the state in place."""

    problem: Problem
    settings: Settings
    state: State
    weight: np.ndarray
    reference: Reference
    emulator: Emulator | None = None
    _blocks: dict[str, Conditional] = field(default_factory=dict)

    def conditional(self, kind: str) -> Conditional:
        """The reference of the block that `kind` moves, worked out once a stage."""
        if kind not in self._blocks:
            problem = self.problem
            blocks = {"forward": problem.forward_dims, "shared": problem.shared_dims}
            if kind == "joint":
                made = self.reference.joint()
            elif kind == "local":
                made = self.reference.given(problem.local_dims, one_by_one=True)
            else:
                made = self.reference.given(blocks[kind])
            self._blocks[kind] = made
        return self._blocks[kind]

    def step(self, name: str) -> np.ndarray:
        """Step size of a kind of move: () or, for local moves, (s,)."""
        shape = self.state.loglik.shape[1:] if name.startswith("local") else ()
        first = FIRST_STEP[name.split(" ")[0]]
        return self.state.steps.setdefault(name, np.full(shape, first))

    def random(self, *names: str | int) -> np.random.Generator:
        """The stream of one draw, named by run, stage and move, never by what was drawn before."""
        return generator(
            self.settings.seed, "smc", self.settings.label, self.state.stage, self.state.move, *names
        )

    def costly(self, kind: str) -> float:
        """One move with a forward run for every particle; returns the share accepted."""
        state = self.state
        if kind == "emulated":
            length = float(state.steps.setdefault("length", np.array(float(self.settings.inner_steps))))
            proposed, ratio = self._walk_on_emulator(state.z, length, "walk")
        else:
            name = "walk" if self.settings.proposal == "walk" else kind
            block = self.conditional(kind)
            random = self.random(kind)
            proposed, ratio = propose(
                block, state.z, float(self.step(name)), random.standard_normal, name == "walk"
            )
        forward = self.problem.forward(proposed)
        state.forward_runs += len(proposed)
        loglik = self.problem.loglik(proposed, forward)
        self._remember(proposed, forward)
        ratio = ratio + _difference(total(loglik, self.weight), total(state.loglik, self.weight))
        accepted = np.log(self.random(kind, "accept").uniform(size=len(ratio))) < ratio
        state.z = np.where(accepted[:, None], proposed, state.z)
        state.forward = np.where(accepted[:, None], forward, state.forward)
        state.loglik = np.where(accepted[:, None], loglik, state.loglik)
        chance = float(np.exp(np.minimum(ratio, 0.0)).mean())
        if kind == "emulated":
            change = np.exp(chance - self.settings.acceptance)
            length = state.steps["length"] * change
            state.steps["length"] = np.clip(length, 1.0, self.settings.inner_steps)
        else:
            self._adapt(name, chance, self.settings.acceptance)
        return float(accepted.mean())

    def cheap(self, turn: int) -> None:
        """One move of the cheap coordinates with the forward outputs at hand, local and shared in turn."""
        kinds = [
            k for k, d in (("local", self.problem.local_dims), ("shared", self.problem.shared_dims)) if d.size
        ]
        if not kinds:
            return
        kind = kinds[turn % len(kinds)]
        state, random = self.state, self.random("cheap", turn)
        if kind == "local":
            chance = self._local_step(kind, state, self.weight, random)
        else:
            chance = self._shared_step(state, random)
        self._adapt(kind, chance, self.settings.acceptance)
        state.accepted.setdefault(kind, []).append(float(np.mean(chance)))

    def _shared_step(self, state: State, random: np.random.Generator) -> float:
        """A step of the cheap coordinates that several studies share; returns the chance of acceptance."""
        proposed, ratio = propose(
            self.conditional("shared"), state.z, float(self.step("shared")), random.standard_normal
        )
        loglik = self.problem.loglik(proposed, state.forward)
        ratio = ratio + _difference(total(loglik, self.weight), total(state.loglik, self.weight))
        accepted = (np.log(random.uniform(size=len(ratio))) < ratio)[:, None]
        state.z = np.where(accepted, proposed, state.z)
        state.loglik = np.where(accepted, loglik, state.loglik)
        return float(np.exp(np.minimum(ratio, 0.0)).mean())

    def _local_step(
        self, name: str, where: State | Walk, power: np.ndarray, random: np.random.Generator
    ) -> np.ndarray:
        """A step of each study's own coordinates, accepted study by study; returns the chances (s,)."""
        block, study = self.conditional("local"), self.problem.local_study
        proposed, ratio = propose(block, where.z, self.step(name)[study], random.standard_normal, split=True)
        loglik = self.problem.loglik(proposed, where.forward)
        member = study[:, None] == np.arange(loglik.shape[1])
        ratio = ratio @ member + _difference(_powered(loglik, power), _powered(where.loglik, power))
        accepted = np.log(random.uniform(size=ratio.shape)) < ratio
        where.z = where.z.copy()
        where.z[:, block.block] = np.where(
            accepted[:, study], proposed[:, block.block], where.z[:, block.block]
        )
        where.loglik = np.where(accepted, loglik, where.loglik)
        return np.exp(np.minimum(ratio, 0.0)).mean(axis=0)

    def pilot(self) -> None:
        """Walk on the emulator at the new temperature and learn the reference from the points met there.

        Nothing moves for good. The walks go on until they have left the particles: a reference learned from the very
        particles it moves would be too narrow where they happen to lie close, and hold them there.
        """
        walkers, pooled, worth = self.state.z, Moments(), 0.0
        for turn in range(PILOTS):
            start, found = walkers, Moments()
            walkers = self._walk_on_emulator(walkers, self.settings.inner_steps, "pilot", turn, met=found)[0]
            if turn == 0:
                continue  # the first walk only leaves the particles behind
            same = float(np.clip(correlation(start, walkers), 0.0, 1.0))
            worth += (1.0 - same) / (1.0 + same) * (3.0 - 2.0 * same)
            pooled.add_all(found)
            if worth >= 1.0 or turn >= PILOTS // 2:
                self.reference = learn(pooled, len(walkers) * max(worth, 1.0))
                self._blocks.clear()
            if worth >= WORTH:
                break

    def _walk_on_emulator(
        self, z: np.ndarray, length: float, *names: str | int, met: Moments | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """End points of the walks, and what the real run's likelihood is set against; points `met` on the way."""
        assert self.emulator is not None
        floor, power = KAPPA * self.state.floor, KAPPA * self.weight
        steps = 2 * round(0.5 * (length - 1.0)) + 1  # odd: joint and cheap steps alternate, a palindrome
        walk = Walk(z, self.emulator(z))
        walk.loglik = self.problem.loglik(walk.z, walk.forward)
        begun = _floored(walk.loglik, power, floor)
        taken, local = [], []
        for at in range(steps):
            random = self.random(*names, at)
            if at % 2 and self.problem.local_dims.size:
                local.append(self._local_on_walk(walk, power, random, floor))
            else:
                taken.append(self._joint_on_walk(walk, power, random, floor))
            if met is not None and at % POINT_EVERY == POINT_EVERY - 1:
                met.add(walk.z)
        # step sizes stay as they are within a walk, else it would not be reversible
        self._adapt("inner", float(np.mean(taken)), self.settings.acceptance)
        if local:
            self._adapt("local inner", np.mean(local, axis=0), self.settings.acceptance)
        return walk.z, begun - _floored(walk.loglik, power, floor)

    def _joint_on_walk(
        self, walk: Walk, power: np.ndarray, random: np.random.Generator, floor: float
    ) -> float:
        block = self.conditional("joint")
        proposed, ratio = propose(block, walk.z, float(self.step("inner")), random.standard_normal)
        assert self.emulator is not None
        forward = self.emulator(proposed)
        loglik = self.problem.loglik(proposed, forward)
        ratio = ratio + _floored(loglik, power, floor) - _floored(walk.loglik, power, floor)
        accepted = (np.log(random.uniform(size=len(ratio))) < ratio)[:, None]
        walk.z = np.where(accepted, proposed, walk.z)
        walk.forward = np.where(accepted, forward, walk.forward)
        walk.loglik = np.where(accepted, loglik, walk.loglik)
        return float(np.exp(np.minimum(ratio, 0.0)).mean())

    def _local_on_walk(
        self, walk: Walk, power: np.ndarray, random: np.random.Generator, floor: float
    ) -> np.ndarray:
        """Local moves only where the emulated likelihood is above its floor on both sides of the step."""
        before = Walk(walk.z, walk.forward, walk.loglik)
        chance = self._local_step("local inner", walk, power, random)
        low = total(before.loglik, power) <= floor
        low |= total(walk.loglik, power) <= floor
        walk.z = np.where(low[:, None], before.z, walk.z)
        walk.loglik = np.where(low[:, None], before.loglik, walk.loglik)
        return chance

    def _adapt(self, name: str, chance: np.ndarray | float, aim: float) -> None:
        step = self.step(name)
        logit = np.log(step / (1.0 - step)) + LEARNING * (np.asarray(chance) - aim)
        self.state.steps[name] = np.clip(1.0 / (1.0 + np.exp(-logit)), LEAST_STEP, MOST_STEP)

    def _remember(self, z: np.ndarray, forward: np.ndarray) -> None:
        """Keep the latest sound runs, accepted or not, for the next stage's emulator."""
        if self.emulator is None:
            return
        sound = np.isfinite(forward).all(axis=1)
        state, kept = self.state, 4 * len(z)
        block = z[:, self.problem.forward_dims]
        state.learned_z = np.concatenate([state.learned_z, block[sound]])[-kept:]
        state.learned_forward = np.concatenate([state.learned_forward, forward[sound]])[-kept:]


@dataclass
class Walk:
    """Where the particles' walks on the emulator stand."""

    z: np.ndarray
    forward: np.ndarray
    loglik: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))


def propose(
    block: Conditional, z: np.ndarray, beta, normal, walk: bool = False, split: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Proposed particles (n, d) and the log ratio of prior to reference: (n,), or (n, b) with `split`."""
    here = z[:, block.block]
    xi = normal(here.shape)
    if walk:
        there = here + beta * block.root.colour(xi)
        gain = 0.5 * (here**2 - there**2)
    else:
        centre = block.centre(z)
        white = block.root.whiten(here - centre)
        next_white = np.sqrt(1.0 - beta**2) * white + beta * xi
        there = centre + block.root.colour(next_white)
        gain = 0.5 * (here**2 - there**2 + next_white**2 - white**2)
    proposed = z.copy()
    proposed[:, block.block] = there
    return proposed, gain if split else gain.sum(axis=1)


def correlation(old: np.ndarray, new: np.ndarray) -> float:
    """Ninth decile over coordinates of the correlation between two sets of particles (n, d)."""
    old, new = old - old.mean(axis=0), new - new.mean(axis=0)
    size = np.sqrt((old**2).sum(axis=0) * (new**2).sum(axis=0))
    return float(np.quantile((old * new).sum(axis=0) / np.maximum(size, 1e-300), 0.9))


def _powered(loglik: np.ndarray, power: np.ndarray) -> np.ndarray:
    """w_s loglik_s (n, s), zero for studies of weight zero."""
    return np.where(power > 0.0, np.where(power > 0.0, loglik, 0.0) * power, 0.0)


def _difference(new: np.ndarray, old: np.ndarray) -> np.ndarray:
    """new - old, where minus infinity is never worth going to and always worth leaving."""
    return np.where(np.isneginf(new), -np.inf, new - np.where(np.isneginf(old), -1e300, old))


def _floored(loglik: np.ndarray, power: np.ndarray, floor: float) -> np.ndarray:
    return np.maximum(total(loglik, power), floor)
