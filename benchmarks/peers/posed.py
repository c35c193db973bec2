"""One course as other solvers get it, and how far off their answers are in what a clinic would read.

Four pen sessions for acne scars followed for a year, for a number of virtual people: each is two columns of
tissue (own skin, scar) under one draw of the numbers. The error of an answer for one person is

    max over outcomes o, days t   |o(t) - o_ref(t)| / max(largest |o_ref|, a tenth of the smallest detectable change)

in changes from baseline: a share of the change that the course makes. Says nothing of the layers, which all share.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from microneedling import load_course
from microneedling.course.course import Course
from microneedling.course.protocol import protocol_of
from microneedling.engine.problem import Problem, Solution
from microneedling.engine.solver import integrate
from microneedling.evidence.registry import Values
from microneedling.healing.run import PosedTissue
from microneedling.healing.screening import stable_draws
from microneedling.observation.forecast import OutcomeForecast
from microneedling.observation.forecasts import forecasts
from microneedling.skin.layers import Layers, layered
from microneedling.skin.tissue import TissueTrajectory

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "acne_scars_cheek.toml"
UNTIL_DAY, REFERENCE_TOLERANCE = 365, 1e-8
AFTER_SESSION_DAYS = (1.0, 3.0, 7.0, 14.0)
SMALL_SHARE = 0.1  # of the smallest detectable change: no smaller change is asked about

States = tuple[np.ndarray, np.ndarray, np.ndarray]  # epidermis, zones, compartment: (draw, day, ...)


@dataclass(frozen=True)
class Posed:
    """The course, its people's numbers and, by kind of tissue, the problem and how to label its solution."""

    course: Course
    values: Values
    tissues: dict[str, PosedTissue]
    problems: dict[str, Problem]

    @classmethod
    def of(cls, people: int, seed: int = 1, layers: int | None = None) -> Posed:
        """`people` virtual versions of the example's person, in the layers that `simulate` uses."""
        course = load_course(EXAMPLE)
        follow_up = course.follow_up.model_copy(update={"until_day": UNTIL_DAY})
        course = course.model_copy(update={"follow_up": follow_up})
        values, _ = stable_draws(people, seed)
        geometry = layered(layers) if layers else Layers.of
        protocol = protocol_of(
            course, output_days([float(s.day) for s in course.sessions]), geometry=geometry
        )
        prepared = protocol.prepare(values)
        tissues = {kind: prepared.pose(kind) for kind in protocol.tissue_kinds}
        problems = {kind: tissue.problem.prepared() for kind, tissue in tissues.items()}
        return cls(course, values, tissues, problems)

    def solved(self, tolerance: float) -> dict[str, States]:
        """States of every tissue by this package's own solver."""
        return {kind: states_of(integrate(p, tolerance)) for kind, p in self.problems.items()}

    def outcomes(self, states: dict[str, States]) -> tuple[OutcomeForecast, ...]:
        """Every outcome of the course as the package forecasts it, from states of any origin."""
        tissues: dict[str, TissueTrajectory] = {}
        none = np.zeros(self.values.count, np.int64)
        for kind, tissue in self.tissues.items():
            posed = tissue.problem
            epidermis, zones, compartment = states[kind]
            solution = Solution(posed.output_day, epidermis, zones, compartment, None, none, none, none)
            tissues[kind] = tissue.labelled(solution)
        days = next(iter(self.problems.values())).output_day
        session_days = tuple(float(session.day) for session in self.course.sessions)
        return forecasts(self.course.person, self.course.concerns, tissues, self.values, days, session_days)


def output_days(session_days: list[float]) -> np.ndarray:
    """Sessions, days after each, and every four weeks to the end of the year."""
    after = [day + later for day in session_days for later in (0.0, *AFTER_SESSION_DAYS)]
    return np.unique([0.0, *after, *np.arange(0.0, UNTIL_DAY, 28.0), float(UNTIL_DAY)])


def states_of(solution: Solution) -> States:
    """What outcomes read; a failed draw is NaN."""
    return solution.epidermis, solution.zones, solution.compartment


def worst_errors(found: tuple[OutcomeForecast, ...], truth: tuple[OutcomeForecast, ...]) -> np.ndarray:
    """Error of each person, (draw,), as a share of the change: the worst over outcomes and days."""
    worst = []
    for one, right in zip(found, truth, strict=True):
        size = np.maximum(np.abs(right.change).max(axis=1), SMALL_SHARE * np.abs(right.smallest))
        off = np.abs(one.change - right.change).max(axis=1) / size
        worst.append(np.where(np.isfinite(off), off, np.inf))
    return np.max(worst, axis=0)
