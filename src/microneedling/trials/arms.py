"""One arm of a trial on a batch of people: every person under the course as that person attended it.

    people -> punctures -> healing -> gain x of the endpoint on each visit day

People who missed the same sessions are run together, as the course without those sessions. Products put on at a
session act by what reaches their layer in the middle person of the trial, one share a draw of the numbers: between
draws permeabilities differ far more than skin between people, and a person's result must not depend on who is
computed beside them. Shares are computed for fixed blocks of draws, whichever of them are used.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from ..course.protocol import protocol_of
from ..device.needling import Needling
from ..engine.solver import Kernel
from ..evidence.registry import Values, registry
from ..healing.screening import stable_draws
from ..injury.punctures import punctures
from ..people.recipe import Recipe, typical_people
from ..protocol.products import Application, Product, effect_share
from ..protocol.protocol import Protocol, Trajectory
from ..skin.anatomy import anatomy_of
from ..skin.layers import layered
from ..skin.people import People
from .trial_file import Trial

LAYERS, TOLERANCE = 8, 1e-2  # as the calibration takes them: gains move by a tenth of a percent
BLOCK = 16  # draws whose products are solved together
MOST_DRAWS = 2048  # later trials take the draws again from the first on
UNKNOWN_DAYS = np.zeros(1)  # the days of a plan that nobody runs yet
STEP = 256  # draws are taken in steps, so that a chunk of early people takes few


class Numbers(typing.Protocol):
    """Where the virtual trials of a job take their numbers from; hashable, as what is computed from them is cached."""

    def draw_of(self, trial: np.ndarray) -> np.ndarray:
        """Which draw each virtual trial takes, (trial,)."""
        ...

    def all(self, least: int) -> Values:
        """At least so many draws where there are draws; draw d is the same however many are drawn."""
        ...

    def picked(self, draws: np.ndarray) -> Values:
        """The numbers of these draws, one row each."""
        ...


@dataclass(frozen=True)
class SeededNumbers:
    """The numbers of every virtual trial: its own draw, or the middle of all."""

    seed: int
    drawn: bool

    def draw_of(self, trial: np.ndarray) -> np.ndarray:
        """Which draw each virtual trial takes."""
        return trial % MOST_DRAWS if self.drawn else np.zeros_like(trial)

    def all(self, least: int) -> Values:
        """At least so many draws; draw d is the same however many are drawn."""
        if not self.drawn:
            return registry().nominal()
        return _draws(min(-(-least // STEP) * STEP, MOST_DRAWS), self.seed)

    def picked(self, draws: np.ndarray) -> Values:
        """The numbers of these draws, one row each."""
        return picked(self.all(int(draws.max()) + 1), draws)


@lru_cache(maxsize=4)
def _draws(count: int, seed: int) -> Values:
    return stable_draws(count, seed)[0]


def picked(values: Values, rows: np.ndarray) -> Values:
    """The numbers of these rows, in their order, repeats allowed."""
    registry_ = values.registry
    numbers = {key: column[rows] for key, column in values.values.items() if registry_[key].formula is None}
    return Values(registry_, numbers, len(rows))


@dataclass(frozen=True)
class Job:
    """A trial with the numbers its virtual trials take; `text` is the trial without a clinic's rows.

    `threads` share the people of one arm; they never change a result. One where several processes compute at once.
    """

    trial: Trial = field(compare=False, repr=False)  # `text` stands for it where jobs are compared
    text: str
    numbers: Numbers
    threads: int | None = None
    kernel: Kernel = "auto"

    @classmethod
    def of(cls, trial: Trial, seed: int, threads: int | None = None, kernel: Kernel = "auto") -> Job:
        """The work of a trial: its text without a clinic's rows, and its numbers by seed."""
        text = trial.model_dump_json(exclude={"people": {"rows"}})
        return cls(trial, text, SeededNumbers(seed, trial.design.numbers == "drawn"), threads, kernel)


def follow(
    job: Job,
    arm: int,
    people: People,
    draws: np.ndarray,
    values: Values,
    had: tuple[bool, ...],
    days: np.ndarray,
) -> Trajectory:
    """Simulate people who attended the sessions marked in `had`; `draws` (person,) are the numbers they take, and
    `values` those numbers.
    """
    planned = _planned(job, arm)
    attended = replace(
        planned,
        people=people,
        sessions=tuple(session for session, there in zip(planned.sessions, had, strict=True) if there),
        output_day=days,
        kernel=job.kernel,
        threads=job.threads,
        effect_share=SharesOfMiddlePerson(job, draws),
    )
    return attended.run(values)


@lru_cache(maxsize=16)
def _planned(job: Job, arm: int) -> Protocol:
    """The whole protocol of an arm, built once so that its needlings stay the same objects."""
    course = job.trial.arms[arm].course
    return protocol_of(course, UNKNOWN_DAYS, geometry=layered(LAYERS), tolerance=TOLERANCE)


@dataclass(frozen=True)
class SharesOfMiddlePerson:
    """How far products act in the middle person of a trial, whoever it is put on: one share a draw of the numbers."""

    job: Job
    draws: np.ndarray  # (person,), the draw that each person takes

    def __call__(self, application: Application) -> np.ndarray:
        """Share (person,) of its full effect that a product has."""
        blocks = np.unique(self.draws // BLOCK)
        of_blocks = [
            share_of_block(
                self.job,
                int(block),
                application.needling,
                application.product,
                application.occluded,
            )
            for block in blocks
        ]
        at = np.searchsorted(blocks, self.draws // BLOCK) * BLOCK + self.draws % BLOCK
        return np.concatenate(of_blocks)[at]


@lru_cache(maxsize=512)
def share_of_block(job: Job, block: int, needling: Needling, product: Product, occluded: bool) -> np.ndarray:
    """Share (draw,) of its full effect that a product has in the middle person, for the draws of one block."""
    wanted = np.arange(block * BLOCK, (block + 1) * BLOCK)
    drawn = job.numbers.all(int(wanted[-1]) + 1)
    values = picked(drawn, wanted % drawn.count)
    anatomy = anatomy_of(typical_people(Recipe.of(job.trial.people), values), values)
    punctured = punctures(needling, anatomy, values)
    return effect_share(Application(product, needling, punctured, anatomy, values, occluded))
