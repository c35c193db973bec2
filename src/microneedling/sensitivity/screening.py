"""Which numbers move a forecast: Morris screening over all of them, Sobol shares for those that lead.

Morris (trajectories through a grid of the unit cube, one number at a time; the cube spans the 95 % ranges):

    effect_i = (y(u + delta e_i) - y(u)) / delta,    mu* = mean |effect_i|,    sigma = sd effect_i

mu* ranks, sigma large beside mu* says that the effect bends or depends on other numbers. Sobol (Saltelli's
scheme; the whole priors):

    first_i = Var(E[y | x_i]) / Var(y),    total_i = E[Var(y | all but x_i)] / Var(y)

total - first is what a number does together with others. Both come from SALib (the optional extra `calibrate`).
It breaks down, and says so, where too many runs fall outside what the model may describe (see `varied`): whole
trajectories are drawn anew, whole blocks of Saltelli's scheme are left out and counted. Outcomes whose spread nobody
could tell are left out. Sobol shares are of the
spread that the numbers it was given make; the others stand at their nominal values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from ..answers.brief import brief
from ..course.course import Course
from ..course.screen import overridden
from ..errors import InputError, Mistake
from ..extras import needs_extra
from .varied import Progress, numbers_of, outcomes_of, rest_at, tell_apart

LEVELS = 4  # of Morris's grid, the customary number
INSIDE = 0.95  # part of the prior that Morris's grid spans
SPARE = 4  # trajectories made for each one wanted, so that enough stay within skin that rests
LEADERS = 12  # numbers that Sobol takes on
FEWEST = 2 / 3  # share of runs that must be usable


@dataclass(frozen=True)
class Effect:
    """How one number moves one outcome. Morris: mu_star and sigma in the outcome's unit over the 95 % range;
    Sobol: first and total share. `error` is half the 95 % bootstrap interval of the first of the two."""

    key: str
    outcome: str
    size: float  # mu_star, or total share
    other: float  # sigma, or first share
    error: float


@dataclass(frozen=True)
class Sensitivity:
    """One study: its effects by outcome, strongest first, and what it cost."""

    __repr__ = brief

    method: str  # "morris" | "sobol"
    keys: tuple[str, ...]
    effects: tuple[Effect, ...]
    runs: int
    left_out: int  # trajectories or blocks without which it had to do
    seed: int

    def strongest(self, outcome: str, count: int = 10) -> tuple[Effect, ...]:
        """The strongest effects on this outcome, at most `count`."""
        return tuple(item for item in self.effects if item.outcome == outcome)[:count]

    def outcomes(self) -> tuple[str, ...]:
        """Names of the outcomes, in the order of the study."""
        return tuple(dict.fromkeys(item.outcome for item in self.effects))

    def overall(self, count: int = LEADERS) -> tuple[tuple[str, float], ...]:
        """(key, weight): the mean over outcomes of a number's size over the greatest size there."""
        weights = dict.fromkeys(self.keys, 0.0)
        names = self.outcomes()
        for outcome in names:
            mine = self.strongest(outcome, len(self.keys))
            top = max((item.size for item in mine), default=0.0)
            for item in mine:
                weights[item.key] += max(item.size, 0.0) / top / len(names) if top > 0 else 0.0
        return tuple(sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:count])

    def to_json(self, count: int = 10) -> dict[str, Any]:
        """The study as it stands in the JSON answer; `count` effects an outcome."""
        size, other = ("mu_star", "sigma") if self.method == "morris" else ("total", "first")
        table = {
            name: [
                {
                    "key": item.key,
                    size: _short(item.size),
                    other: _short(item.other),
                    "error": _short(item.error),
                }
                for item in self.strongest(name, count)
            ]
            for name in self.outcomes()
        }
        overall = [{"key": key, "weight": _short(weight)} for key, weight in self.overall(count)]
        return {
            "method": self.method,
            "numbers": len(self.keys),
            "runs": self.runs,
            "left_out": self.left_out,
            "seed": self.seed,
            "overall": overall,
            "outcomes": table,
        }


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def morris(
    course: Course,
    day: float | None = None,
    trajectories: int = 10,
    seed: int = 1,
    keys: Sequence[str] | None = None,
    progress: Progress | None = None,
    *,
    override_stop: bool = False,
) -> Sensitivity:
    """Morris screening of every uncertain number the course uses, (numbers + 1) runs a trajectory.

    Raises `Refused` where the safety screen says stop, as `simulate` does.
    """
    overridden(course, override_stop)
    sample, analyze = _salib("morris")
    day = float(course.assessment_day if day is None else day)
    keys = tuple(keys or numbers_of(course))
    problem = {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}
    cube = sample(problem, SPARE * trajectories, num_levels=LEVELS, seed=seed)
    scores = ndtri(0.5 + INSIDE * (cube - 0.5))
    length = len(keys) + 1
    resting = rest_at(keys, scores).reshape(-1, length).all(axis=1)
    wanted = _enough(np.flatnonzero(resting)[:trajectories], trajectories, "trajectories")
    rows = (wanted[:, None] * length + np.arange(length)).ravel()
    outcomes = outcomes_of(course, day, keys, scores[rows], progress)
    sound = np.all([np.isfinite(y) for y in outcomes.values()], axis=0).reshape(-1, length).all(axis=1)
    _enough(np.flatnonzero(sound), trajectories, "trajectories")
    kept = np.repeat(sound, length)
    effects = []
    for name, y in tell_apart(course, outcomes).items():
        found = analyze(problem, cube[rows][kept], y[kept], num_levels=LEVELS, seed=seed)
        effects += [
            Effect(
                key,
                name,
                float(found["mu_star"][j]),
                float(found["sigma"][j]),
                float(found["mu_star_conf"][j]),
            )
            for j, key in enumerate(keys)
        ]
    left_out = trajectories - int(sound.sum())
    return Sensitivity("morris", keys, _ordered(effects), len(rows), left_out, seed)


def sobol(
    course: Course,
    keys: Sequence[str],
    day: float | None = None,
    base: int = 256,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    override_stop: bool = False,
) -> Sensitivity:
    """First and total shares of these numbers (the leaders of a screening), (numbers + 2) * `base` runs.

    Raises `Refused` where the safety screen says stop, as `simulate` does.
    """
    overridden(course, override_stop)
    sample, analyze = _salib("sobol")
    day = float(course.assessment_day if day is None else day)
    problem = {"num_vars": len(keys), "names": list(keys), "bounds": [[0.0, 1.0]] * len(keys)}
    cube = sample(problem, base, calc_second_order=False, seed=seed)
    scores = ndtri(np.clip(cube, 1e-6, 1 - 1e-6))
    outcomes = outcomes_of(course, day, keys, scores, progress)
    length = len(keys) + 2
    sound = np.all([np.isfinite(y) for y in outcomes.values()], axis=0).reshape(-1, length).all(axis=1)
    _enough(np.flatnonzero(sound), base, "blocks")
    kept = np.repeat(sound, length)
    effects = []
    for name, y in tell_apart(course, outcomes).items():
        found = analyze(problem, y[kept], calc_second_order=False, seed=seed)
        effects += [
            Effect(key, name, float(found["ST"][j]), float(found["S1"][j]), float(found["ST_conf"][j]))
            for j, key in enumerate(keys)
        ]
    return Sensitivity("sobol", tuple(keys), _ordered(effects), len(scores), base - int(sound.sum()), seed)


def _ordered(effects: list[Effect]) -> tuple[Effect, ...]:
    place = {name: k for k, name in enumerate(dict.fromkeys(item.outcome for item in effects))}
    return tuple(sorted(effects, key=lambda item: (place[item.outcome], -item.size, item.key)))


def _enough(found: np.ndarray, wanted: int, what: str) -> np.ndarray:
    if len(found) < FEWEST * wanted or len(found) < 2:
        told = f"{len(found)} of {wanted} {what} within skin that rests and can be integrated"
        raise InputError("sensitivity", [Mistake(what, told, f"at least {FEWEST:.0%} of them, and two")])
    return found


def _salib(method: str) -> tuple[Any, Any]:
    """SALib's sampler and analysis of one method; it is an extra because it brings a data-frame library along."""
    from importlib import import_module

    try:
        sample = import_module(f"SALib.sample.{method}").sample
        analyze = import_module(f"SALib.analyze.{method}").analyze
    except ImportError:
        wrong = Mistake(method, "SALib is not installed", "SALib", needs_extra("calibrate"))
        raise InputError("sensitivity", [wrong]) from None
    return sample, analyze
