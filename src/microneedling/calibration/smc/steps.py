"""Step sizes of the moves: learned between moves, fixed within one, else the moves would not be reversible."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FIRST_STEP = {"joint": 0.3, "forward": 0.3, "walk": 0.1, "shared": 0.4, "local": 0.6, "inner": 0.4}
LEAST_STEP, MOST_STEP = 0.005, 0.98
LEARNING = 2.0  # of the logit of a step size, for each unit by which acceptance misses its aim
LENGTH = "length"  # of the walk on the emulator, kept among the step sizes


@dataclass
class StepSizes:
    """The step sizes of a run by name of move, written into `known`, which the checkpoint keeps.

    A name begins with the kind of move (`local inner`: the local moves of a walk on the emulator). Local moves have one
    step size a study, all others one for all.
    """

    known: dict[str, np.ndarray]
    studies: int
    acceptance: float  # aimed at

    def of(self, name: str) -> np.ndarray:
        """Step size of a move: () or, for local moves, (s,)."""
        kind = name.split(" ")[0]
        shape = (self.studies,) if kind == "local" else ()
        return self.known.setdefault(name, np.full(shape, FIRST_STEP[kind]))

    def adapt(self, name: str, chance: np.ndarray | float) -> None:
        """Robbins-Monro step of the logit of a step size, from the chances of acceptance, () or (s,)."""
        step = self.of(name)
        logit = np.log(step / (1.0 - step)) + LEARNING * (np.asarray(chance) - self.acceptance)
        self.known[name] = np.clip(1.0 / (1.0 + np.exp(-logit)), LEAST_STEP, MOST_STEP)

    def walk_length(self, most: int) -> float:
        """Number of steps, not rounded, of a walk on the emulator; `most` until acceptance has said otherwise."""
        return float(self.known.setdefault(LENGTH, np.array(float(most))))

    def adapt_walk_length(self, chance: float, most: int) -> None:
        """Shorter walks where real runs refuse their ends more often than aimed at, longer ones (to `most`) else."""
        length = self.known[LENGTH] * np.exp(chance - self.acceptance)
        self.known[LENGTH] = np.clip(length, 1.0, most)
