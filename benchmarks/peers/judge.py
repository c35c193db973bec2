"""Judges the answers of solvers by the outcomes that a clinic reads; the truth is this package at a tight tolerance.

At their tightest tolerances the peers come as near to that truth as their own tolerance lets them, which is how a
wrong truth would show; the page tells how near.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from microneedling.observation.forecast import OutcomeForecast

from .posed import REFERENCE_TOLERANCE, UNTIL_DAY, Posed, States, worst_errors
from .problem_file import sbml_file


@dataclass(frozen=True)
class Judge:
    """The posed course with its reference solution."""

    posed: Posed
    states: dict[str, States]
    truth: tuple[OutcomeForecast, ...]

    @classmethod
    def of(cls, people: int) -> Judge:
        posed = Posed.of(people)
        states = posed.solved(REFERENCE_TOLERANCE)
        return cls(posed, states, posed.outcomes(states))

    def errors(self, path: str | Path, people: Sequence[int]) -> np.ndarray:
        """Error of each of `people` from the states a worker kept; infinite where it gave none."""
        states = {kind: tuple(part.copy() for part in parts) for kind, parts in self.states.items()}
        lost = set()
        with np.load(path) as kept:
            for kind, parts in states.items():
                for person in people:
                    for number, part in enumerate(parts):
                        name = f"{kind}/{person}/{number}"
                        if name in kept.files:
                            part[person] = kept[name]
                        else:
                            lost.add(person)
        with np.errstate(all="ignore"):  # a peer's wild states may give wild scores
            found = worst_errors(self.posed.outcomes(states), self.truth)  # type: ignore[arg-type]
        found[sorted(lost)] = np.inf
        return found[list(people)]

    def write_sbml(self, folder: Path, people: Iterable[int]) -> None:
        """The SBML text of every tissue of some people, where the workers look for it."""
        from microneedling.exchange.sbml import course_sbml

        posed = self.posed
        (folder / "sbml").mkdir(exist_ok=True)
        for person in people:
            one = posed.values.subset(np.arange(posed.values.count) == person)
            for kind, problem in posed.problems.items():
                text = course_sbml(posed.course, kind, problem.layers, one)
                sbml_file(folder, kind, person).write_text(text, encoding="utf-8")

    def what(self) -> dict:
        """What was solved, in numbers and words."""
        problem = next(iter(self.posed.problems.values()))
        return {
            "course": self.posed.course.title,
            "days": UNTIL_DAY,
            "layers": problem.layers,
            "states": int(problem.start.shape[1]),
            "segments": len(problem.segment_day) - 1,
            "output_days": len(problem.output_day),
            "tissues": list(self.posed.problems),
            "people": problem.draws,
            "outcomes": len(self.truth),
        }
