"""Hamiltonian Monte Carlo for a standard normal prior times a likelihood with slopes: many chains side by side.

    p(z) ~ N(z; 0, I) exp(sum_s w_s loglik_s(z)),     H(z, p) = (|z|^2 + |p|^2)/2 - sum_s w_s loglik_s(z)

The prior's part of the motion is a rotation of (z, p), which is done exactly; only the likelihood kicks (split
leapfrog: Beskos and others 2011, Shahbaba and others 2014), so that a step may be as long as the likelihood allows,
however many unknowns it says nothing about. A quarter turn forgets all that the data do not hold:

    p += step/2 slope(z);   (z, p) := (z cos + p sin, p cos - z sin);   p += step/2 slope(z)

Directions that the data hold tightly would still force short steps. They are those in which slopes vary most; z is
stretched along them, z = C^(1/2) u, so that u is about as wide in every direction, and u turns instead (`Shape`).
Slopes may be rough: the accepting uses the log-likelihood itself. Breaks down where modes are so far apart that no
chain crosses: chains that began apart then stay apart, and R-hat says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

QUARTER_TURN = np.pi / 2
MOST_STEPS = 24
FIRST_STEP, LEAST_STEP, MOST_STEP = 0.15, 0.02, 0.8
ACCEPTANCE, LEARNING = 0.8, 1.0  # aimed at by the step; how fast its logarithm learns
WARM = 0.6  # of a warming-up, after which the likelihood is felt in full
KEPT = 4  # latest transitions of a warming-up that the shape is learnt from, and as many between its changes
MOST_DIRECTIONS, LEAST_SPREAD = 150, 0.5  # that a shape has; spread of the slopes that is worth one
STEEPEST, NARROWEST = 0.2, 0.25
FARTHEST = 9.0  # prior standard deviations: whoever is thrown there has gone astray
COLDEST = 0.01  # share of the likelihood that the first transition of a warming-up feels


class Slope(Protocol):
    """A likelihood by study with its slopes."""

    def slopes(self, z: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log-likelihood (n, study) at z (n, d), and the slope (n, d) of its sum under `weight` (study,)."""
        ...


@dataclass(frozen=True)
class Shape:
    """A square root C^(1/2) = I + V diag(r - 1) V' of a covariance: `vectors` V (d, k), `widths` r (k,)."""

    vectors: np.ndarray
    widths: np.ndarray

    @classmethod
    def round(cls, dimension: int) -> Shape:
        """Alike in every direction."""
        return cls(np.zeros((dimension, 0)), np.zeros(0))

    @classmethod
    def learnt(cls, slopes: np.ndarray, z: np.ndarray) -> Shape:
        """From likelihood slopes (n, d) at places z (n, d) of the posterior.

        Directions are those in which slopes vary most, the steepest places left out; each is as narrow as the places
        are in it, and none narrower than `NARROWEST`.
        """
        size = (slopes**2).sum(axis=1)
        gentle = slopes[size <= np.quantile(size, 1.0 - STEEPEST)]
        _, spread, across = np.linalg.svd(
            (gentle - gentle.mean(axis=0)) / np.sqrt(len(gentle)), full_matrices=False
        )
        vectors = across[:MOST_DIRECTIONS][spread[:MOST_DIRECTIONS] ** 2 > LEAST_SPREAD].T
        return cls(vectors, np.clip((z @ vectors).std(axis=0), NARROWEST, 1.0))

    def coloured(self, u: np.ndarray) -> np.ndarray:
        """C^(1/2) u, row by row."""
        return u + ((u @ self.vectors) * (self.widths - 1.0)) @ self.vectors.T

    def white(self, z: np.ndarray) -> np.ndarray:
        """C^(-1/2) z, row by row."""
        return z + ((z @ self.vectors) * (1.0 / self.widths - 1.0)) @ self.vectors.T


@dataclass(frozen=True)
class Chains:
    """Where chains stand: z (n, d), log-likelihood (n, study), its slope (n, d) under the weights; the step learnt."""

    z: np.ndarray
    loglik: np.ndarray
    slope: np.ndarray
    shape: Shape
    step: float = FIRST_STEP
    acceptance: float = np.nan

    def like(self, other: Chains) -> Chains:
        """These chains with the step and shape that others have learnt."""
        return replace(self, shape=other.shape, step=other.step)


def at(target: Slope, z: np.ndarray, weight: np.ndarray) -> Chains:
    """Chains that stand at z (n, d) and have learnt nothing yet."""
    return Chains(z, *_slopes(target, z, weight), Shape.round(z.shape[1]))


@dataclass(frozen=True)
class WarmingUp:
    """Chains on their way, with the slopes and places (turn n, d) that their shape is learnt from."""

    chains: Chains
    slopes: tuple[np.ndarray, ...] = ()
    places: tuple[np.ndarray, ...] = ()

    def turned(
        self, target: Slope, weight: np.ndarray, turn: int, of: int, random: np.random.Generator, cold: bool
    ) -> WarmingUp:
        """After transition `turn` of `of`, with what step and shape have learnt; `cold` lets the likelihood come in by
        degrees."""
        share = COLDEST ** max(0.0, 1.0 - turn / (WARM * of)) if cold else 1.0
        chains, here = self.chains, weight * share
        if share < 1.0:
            loglik, slope = _slopes(target, chains.z, here)
            chains = replace(chains, loglik=loglik, slope=slope)
        chains = transition(target, chains, here, random)
        log_step = np.log(chains.step) + LEARNING * (chains.acceptance - ACCEPTANCE)
        chains = replace(chains, step=float(np.clip(np.exp(log_step), LEAST_STEP, MOST_STEP)))
        slopes, places = (*self.slopes, chains.slope)[-KEPT:], (*self.places, chains.z)[-KEPT:]
        if turn % KEPT == KEPT - 1:
            chains = replace(chains, shape=Shape.learnt(np.concatenate(slopes), np.concatenate(places)))
        return WarmingUp(chains, slopes, places)

    def going_on(self, chains: Chains) -> WarmingUp:
        """Warm, and nothing more to learn."""
        return WarmingUp(chains)

    def arrays(self) -> dict[str, np.ndarray]:
        """Everything, by name, for a checkpoint."""
        chains = self.chains
        found = {
            "z": chains.z,
            "loglik": chains.loglik,
            "slope": chains.slope,
            "vectors": chains.shape.vectors,
            "widths": chains.shape.widths,
            "step": np.array(chains.step),
            "acceptance": np.array(chains.acceptance),
        }
        if self.slopes:
            found |= {"slopes": np.stack(self.slopes), "places": np.stack(self.places)}
        return found

    @classmethod
    def of_arrays(cls, kept: Mapping[str, np.ndarray]) -> WarmingUp:
        """What `arrays` wrote."""
        shape = Shape(kept["vectors"], kept["widths"])
        where = Chains(
            kept["z"], kept["loglik"], kept["slope"], shape, float(kept["step"]), float(kept["acceptance"])
        )
        return cls(where, tuple(kept.get("slopes", ())), tuple(kept.get("places", ())))


def transition(target: Slope, chains: Chains, weight: np.ndarray, random: np.random.Generator) -> Chains:
    """One transition of every chain (accepted or not), about a quarter turn long."""
    step, shape = chains.step, chains.shape
    steps = int(np.clip(round(QUARTER_TURN / step * random.uniform(0.6, 1.2)), 1, MOST_STEPS))
    p = random.standard_normal(chains.z.shape)
    before = _energy(chains, p, weight)
    now, cosine, sine = chains, np.cos(step), np.sin(step)
    u = shape.white(chains.z)
    for _ in range(steps):
        p = p + 0.5 * step * (shape.coloured(now.slope - now.z) + u)
        u, p = u * cosine + p * sine, p * cosine - u * sine
        z = shape.coloured(u)
        loglik, slope = _slopes(target, z, weight)
        now = replace(now, z=z, loglik=loglik, slope=slope)
        p = p + 0.5 * step * (shape.coloured(now.slope - now.z) + u)
    ratio = before - _energy(now, p, weight)
    chance = np.exp(np.minimum(np.where(np.isnan(ratio), -np.inf, ratio), 0.0))
    taken = random.uniform(size=len(chance)) < chance
    return replace(_chosen(taken, now, chains), acceptance=float(chance.mean()))


def _slopes(target: Slope, z: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slopes with what cannot be said, and what is `FARTHEST` out, a place nobody goes to and nothing pulls at."""
    wild = ~(np.abs(z).max(axis=1) < FARTHEST)[:, None]
    with np.errstate(over="ignore", invalid="ignore"):  # what runs away on its way is no place to be, either
        loglik, slope = target.slopes(np.where(wild, 0.0, z), weight)
    loglik = np.where(wild | np.isnan(loglik), -np.inf, loglik)
    return loglik, np.where(wild | ~np.isfinite(slope), 0.0, slope)


def _total(loglik: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """sum_s w_s loglik_s (n,); a study of weight zero says nothing, even where it is minus infinity."""
    used = weight > 0.0
    return (loglik[:, used] * weight[used]).sum(axis=1)


def _energy(chains: Chains, p: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return 0.5 * ((chains.z**2).sum(axis=1) + (p**2).sum(axis=1)) - _total(chains.loglik, weight)


def _chosen(taken: np.ndarray, new: Chains, old: Chains) -> Chains:
    here = taken[:, None]
    return replace(
        new,
        z=np.where(here, new.z, old.z),
        loglik=np.where(here, new.loglik, old.loglik),
        slope=np.where(here, new.slope, old.slope),
    )
