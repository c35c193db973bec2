"""Tempered sequential Monte Carlo: from the prior to the posterior by small steps, with few expensive runs.

    p_t(z) ~ N(z; 0, I) exp(sum_s w_s(t) loglik_s(z, F(z))),   w(t) = w(0) + t (w(1) - w(0)),   t: 0 -> 1

Each stage takes the largest step in t whose incremental weights exp(sum_s dw_s loglik_s) keep an effective share
`ess_fraction` of the particles, resamples them (systematic), and moves them (`moves`) until their places and
likelihood have forgotten the stage's start. log p(data) = sum over stages of log mean incremental weight; from w(0) = 0
that is the evidence, with a study's weight going from 1 to 0 it is -log p(study | the others).

Kinds of move compared by effective draws per 1000 forward runs (posterior variance over squared error of the means of
what the data inform; 400 particles, 3 seeds at 300 dimensions of which 10 directions are informed, 12 seeds for the
others; so each figure is good to about a third):

    proposal                   300 dimensions   banana in 20   two hills in 20
    prior (plain pCN)                     4.9             34                45
    walk (random walk)                    0.4             10                13
    diagonal (pCN, learned)               5.0             42                89
    spiked (and directions)               7.4             42                89
    emulated (the default)                 58             88               124

The emulated walk costs about 10 ms a step at 400 particles and 300 dimensions besides the target's own likelihood, so
it pays where a forward run of all particles takes a second or more. Give the array library one thread
(OPENBLAS_NUM_THREADS=1): matrices are small, and threads that wait for each other cost up to ten times.

`sample` goes from the prior; `reweight` starts from draws of one set of weights and goes to another (leave one study
out). Breaks when posterior modes are so far apart that only resampling links them: then the share of particles in
each mode is that of the first stages, and seeds disagree (see `checks.rank_rhat`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import logsumexp

from ...streams import generator
from .emulator import Emulator, fit
from .moves import Mover, correlation
from .proposal import Blocks
from .reference import Reference, learn_particles, prior_reference
from .state import Particles, Settings, StageRecord, State, array_hash, identity, load, save
from .target import Problem, Target, total

__all__ = ["Particles", "Progress", "SamplerResult", "Settings", "Target", "reweight", "sample"]

CYCLE = ("emulated", "emulated", "forward", "emulated", "emulated", "joint")  # plain moves where it errs
PLAIN_CYCLE = ("joint", "forward")
BELOW_WORST = 5.0  # the emulated log-likelihood's floor, under the worst particle of a stage


@dataclass(frozen=True)
class Progress:
    """Reported after each forward move. `runs_expected` and `eta_s` are None until two stages are done."""

    stage: int
    temperature: float
    move: int
    kind: str
    acceptance: float
    ess_fraction: float
    forward_runs: int
    runs_expected: int | None
    elapsed_s: float
    eta_s: float | None


@dataclass(frozen=True)
class SamplerResult:
    """Equally weighted draws and how they came about; `log_evidence` is along the path that was gone."""

    particles: Particles
    log_evidence: float
    history: tuple[StageRecord, ...]
    forward_runs: int
    seconds: float

    @property
    def z(self) -> np.ndarray:
        """Draws (n, d)."""
        return self.particles.z


def sample(
    target: Target,
    settings: Settings,
    *,
    weights: np.ndarray | None = None,
    problem: str = "",
    checkpoint: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> SamplerResult:
    """Draws of prior times likelihood to the power `weights` (s,), default ones.

    `problem` names model and data (a hash); a checkpoint of another problem raises InputError.
    """
    batched = Problem(target, settings.chunk)

    def begin() -> State:
        random = generator(settings.seed, "smc", settings.label, "prior")
        z = random.standard_normal((settings.particles, batched.dimension))
        forward = batched.forward(z)
        sound = np.isfinite(forward).all(axis=1)
        state = State(z, forward, batched.loglik(z, forward), forward_runs=len(z))
        state.learned_z, state.learned_forward = z[sound][:, batched.forward_dims], forward[sound]
        return state

    given = None if weights is None else np.asarray(weights, float)
    who = identity(settings, problem, path=["prior", None if given is None else given.tolist()])
    return _Run(batched, settings, who, checkpoint, progress).go(begin, None, given)


def reweight(
    target: Target,
    particles: Particles,
    before: np.ndarray,
    after: np.ndarray,
    settings: Settings,
    *,
    problem: str = "",
    checkpoint: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> SamplerResult:
    """From `particles` drawn under the study weights `before` to draws under `after`, both (s,).

    Their stored forward outputs are used; `settings.particles` is ignored. `log_evidence` is
    log p(data under after) - log p(data under before).
    """
    batched = Problem(target, settings.chunk)
    count = len(particles.z)
    settings = replace(settings, particles=count)

    def begin() -> State:
        state = State(particles.z.copy(), particles.forward.copy(), particles.loglik.copy())
        state.learned_z = np.empty((0, batched.forward_dims.size))
        state.learned_forward = np.empty((0, particles.forward.shape[1]))
        return state

    start, end = np.asarray(before, float), np.asarray(after, float)
    path = [array_hash(particles.z, particles.forward, particles.loglik), start.tolist(), end.tolist()]
    who = identity(settings, problem, path=path)
    return _Run(batched, settings, who, checkpoint, progress).go(begin, start, end)


@dataclass
class _Run:
    """One run along a path of study weights."""

    problem: Problem
    settings: Settings
    who: dict[str, Any]
    checkpoint: Path | None
    progress: Callable[[Progress], None] | None

    def go(
        self, begin: Callable[[], State], start: np.ndarray | None, end: np.ndarray | None
    ) -> SamplerResult:
        self.clock = time.monotonic()
        found = load(self.checkpoint, self.who) if self.checkpoint else None
        state = found or begin()
        self.before = state.seconds
        studies = state.loglik.shape[1]
        self.start = np.zeros(studies) if start is None else start
        self.end = np.ones(studies) if end is None else end
        for name, weight in (("weights", self.end), ("before", self.start)):
            if weight.shape != (studies,) or np.any((weight < 0.0) | (weight > 1.0)):
                raise ValueError(f"{name} must be ({studies},), each within 0..1")
        if found is None:
            self._save(state)
        while not state.done:
            mover = open_stage(self.problem, self.settings, state, self.start, self.end)
            while not self._stage_is_over(state):
                self._move(mover)
            self._close(state)
        drawn = Particles(state.z, state.forward, state.loglik)
        return SamplerResult(
            drawn, state.log_evidence, tuple(state.history), state.forward_runs, state.seconds
        )

    def _move(self, mover: Mover) -> None:
        state, settings = mover.state, self.settings
        cycle = CYCLE if settings.proposal == "emulated" else PLAIN_CYCLE
        if settings.proposal == "walk" or not self.problem.cheap_dims.size:
            cycle = tuple("joint" if kind == "forward" else kind for kind in cycle)
        kind = cycle[state.move % len(cycle)]
        share = mover.costly(kind)
        state.accepted.setdefault(kind, []).append(share)
        for turn in range(settings.cheap_moves):
            mover.cheap(turn)
        state.move += 1
        self._save(state)
        if self.progress:
            self.progress(self._told(state, kind, share))

    def _stage_is_over(self, state: State) -> bool:
        settings = self.settings
        last = state.place >= 1.0
        least = settings.final_forward_moves if last else settings.forward_moves
        most = max(settings.most_forward_moves, least) * (2 if last else 1)
        if state.move < least:
            return False
        return state.move >= most or kept(state, self._weight(state)) <= settings.kept_correlation

    def _close(self, state: State) -> None:
        record = StageRecord(
            stage=state.stage,
            place=state.place,
            ess_fraction=state.ess_fraction,
            ancestors=state.ancestors,
            forward_moves=state.move,
            acceptance={kind: float(np.mean(shares)) for kind, shares in state.accepted.items()},
            kept=kept(state, self._weight(state)),
            log_evidence=state.log_evidence,
            forward_runs=state.forward_runs,
        )
        state.history.append(record)
        state.done = state.place >= 1.0
        state.stage, state.move = state.stage + 1, -1
        self._save(state)

    def _weight(self, state: State) -> np.ndarray:
        return self.start + state.place * (self.end - self.start)

    def _save(self, state: State) -> None:
        state.seconds = self.before + time.monotonic() - self.clock
        if self.checkpoint:
            save(self.checkpoint, state, self.who)

    def _told(self, state: State, kind: str, share: float) -> Progress:
        runs, left = None, stages_left([record.place for record in state.history], state.place)
        eta = None
        if left is not None:
            moves = np.mean([record.forward_moves for record in state.history])
            more = max(moves - state.move, 0.0) + left * moves
            runs = state.forward_runs + int(more * len(state.z))
            eta = state.seconds * (runs / max(state.forward_runs, 1) - 1.0)
        return Progress(
            stage=state.stage,
            temperature=state.place,
            move=state.move,
            kind=kind,
            acceptance=share,
            ess_fraction=state.ess_fraction,
            forward_runs=state.forward_runs,
            runs_expected=runs,
            elapsed_s=state.seconds,
            eta_s=eta,
        )


def open_stage(
    problem: Problem, settings: Settings, state: State, start: np.ndarray, end: np.ndarray
) -> Mover:
    """Step along the path, resample, learn the reference; a stage found open (resumed) is only completed."""
    fresh = state.move < 0
    if fresh:
        _step_and_resample(settings, state, start, end)
    now = start + state.place * (end - start)
    if fresh:
        state.start_total = total(state.loglik, now)
        state.floor = float(state.start_total.min() - BELOW_WORST)
    emulator = _emulator(problem, state, fresh) if settings.proposal == "emulated" else None
    mover = Mover(problem, settings, state, now, Blocks(problem, Reference(**state.reference)), emulator)
    if emulator is not None and fresh:
        mover.pilot()
        state.reference = as_arrays(mover.blocks.reference)
    return mover


def _step_and_resample(settings: Settings, state: State, start: np.ndarray, end: np.ndarray) -> None:
    lost = total(state.loglik, np.maximum(start - end, 0.0))
    if np.any(np.isneginf(lost)):
        raise ValueError("a particle has no likelihood under the weights it is said to be drawn with")
    gain = total(state.loglik, np.maximum(end - start, 0.0)) - lost
    step = next_step(gain, 1.0 - state.place, settings.ess_fraction)
    log_weight = step * gain
    log_sum = logsumexp(log_weight)
    weight = np.exp(log_weight - log_sum)
    state.log_evidence += float(log_sum - np.log(len(weight)))
    state.place = 1.0 if step >= 1.0 - state.place else state.place + step
    state.ess_fraction = float(1.0 / np.sum(weight**2) / len(weight))
    # on the emulator the last stage's reference is where its pilot walks start from
    if settings.proposal != "emulated" or not state.reference:
        state.reference = as_arrays(_reference(settings, state.z, weight))
    at = resample(weight, generator(settings.seed, "smc", settings.label, state.stage, "resample"))
    state.ancestors = len(np.unique(at))
    state.z, state.forward, state.loglik = state.z[at], state.forward[at], state.loglik[at]
    state.start_z, state.move, state.accepted = state.z, 0, {}


def next_step(gain: np.ndarray, left: float, share: float) -> float:
    """Largest step s <= `left` for which weights exp(s gain) keep `share` of the sound particles' ESS.

    Bisection; particles of minus infinite gain are lost at any step and are not counted. Raises ValueError when
    none is sound.
    """
    sound = gain[np.isfinite(gain)]
    if not sound.size:
        raise ValueError("no particle has a finite log-likelihood: the model fails everywhere on its prior")
    sound = sound - sound.max()

    def kept_share(step: float) -> float:
        weight = np.exp(step * sound)
        return float(weight.sum() ** 2 / np.sum(weight**2) / sound.size)

    if kept_share(left) >= share:
        return left
    low, high = 0.0, left
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if kept_share(middle) >= share else (low, middle)
    return low


def resample(weight: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Systematic resampling: indices (n,), each particle floor or ceil of n w times."""
    count = len(weight)
    edges = np.cumsum(weight)
    places = (random.uniform() + np.arange(count)) / count * edges[-1]
    return np.minimum(np.searchsorted(edges, places, side="right"), count - 1)


def kept(state: State, weight: np.ndarray) -> float:
    """Correlation with the stage's start: the larger of the ninth decile over coordinates and the likelihood's.

    The likelihood is that under the stage's study weights (s,); where it does not vary, coordinates alone count.
    """
    same, now = correlation(state.start_z, state.z), total(state.loglik, weight)
    if np.ptp(now) == 0.0 or np.ptp(state.start_total) == 0.0:
        return same
    return float(max(same, np.corrcoef(state.start_total, now)[0, 1]))


def stages_left(past: list[float], place: float) -> float | None:
    """Stages still to open after the present one, from the growth of `place` so far; None before two stages."""
    places = [*past, place] if not past or place > past[-1] else past
    if place >= 1.0:
        return 0.0 if past else None
    if len(places) < 3:
        return None
    growth = np.log(places[-1] / places[-3]) / 2.0
    pace = (places[-1] - places[-3]) / 2.0
    return float(min(np.log(1.0 / place) / growth, (1.0 - place) / pace))


def _reference(settings: Settings, z: np.ndarray, weight: np.ndarray) -> Reference:
    if settings.proposal == "prior":
        return prior_reference(z.shape[1])
    return learn_particles(z, weight, directions=settings.proposal in ("emulated", "spiked"))


def _emulator(problem: Problem, state: State, fresh: bool) -> Emulator:
    """Fitted to the particles and the latest runs when the stage is opened, and kept for the stage."""
    if fresh:
        sound = np.isfinite(state.forward).all(axis=1)
        block = np.concatenate([state.learned_z, state.z[sound][:, problem.forward_dims]])
        forward = np.concatenate([state.learned_forward, state.forward[sound]])
        state.emulator = as_arrays(fit(block, forward, problem.forward_dims))
    return Emulator(**state.emulator)


def as_arrays(learned: Reference | Emulator) -> dict[str, np.ndarray]:
    """The arrays a reference or emulator is made of, by name, for the state."""
    return {item.name: getattr(learned, item.name) for item in fields(learned)}
