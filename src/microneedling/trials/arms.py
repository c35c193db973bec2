"""One arm of a trial on a batch of people: every person under the course as that person attended it.

    people -> punctures -> healing -> gain x of the endpoint on each visit day

People who missed the same sessions are run together, as the course without those sessions. Products put on at a
session act by what reaches their layer in the middle person of the trial, one share a draw of the numbers: between
draws permeabilities differ far more than skin between people, and a person's result must not depend on who is
computed beside them. Shares are made for fixed blocks of draws, whichever of them are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from ..course.course import Course
from ..engine.solver import Kernel
from ..evidence.registry import Values, registry
from ..healing.adjuncts import Adjuncts, Window
from ..healing.run import Setting, run
from ..healing.screening import resting_draws
from ..healing.session_effect import SessionEffect
from ..injury.punctures import punctures
from ..people.recipe import Recipe, typical_people
from ..protocol.prepare import adjuncts, lesional_pigment_kind, needling_of, session_effects, tissue_kinds
from ..skin.anatomy import anatomy_of
from ..skin.layers import Layers
from ..skin.people import People
from ..skin.tissue import TissueTrajectory
from .trial_file import Trial

LAYERS, TOLERANCE = 8, 1e-2  # as the calibration takes them: gains move by a tenth of a percent
BLOCK = 16  # draws whose products are followed together
MOST_DRAWS = 2048  # later trials take the draws again from the first on
STEP = 256  # draws are made in steps, so that a chunk of early people makes few


@dataclass(frozen=True)
class Numbers:
    """The numbers of every virtual trial: its own draw, or the middle of all."""

    seed: int
    drawn: bool

    def draw_of(self, trial: np.ndarray) -> np.ndarray:
        """Which draw each virtual trial takes."""
        return trial % MOST_DRAWS if self.drawn else np.zeros_like(trial)

    def all(self, least: int) -> Values:
        """At least so many draws; draw d is the same however many are made."""
        if not self.drawn:
            return registry().nominal()
        return _draws(min(-(-least // STEP) * STEP, MOST_DRAWS), self.seed)

    def picked(self, draws: np.ndarray) -> Values:
        """The numbers of these draws, one row each."""
        return picked(self.all(int(draws.max()) + 1), draws)


@lru_cache(maxsize=4)
def _draws(count: int, seed: int) -> Values:
    return resting_draws(count, seed)[0]


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
        return cls(trial, text, Numbers(seed, trial.design.numbers == "drawn"), threads, kernel)


@dataclass(frozen=True)
class Around:
    """What goes with one session, for a block of draws: windows counted from the session, platelets added."""

    windows: tuple[Window, ...]
    platelets: np.ndarray


@dataclass(frozen=True)
class Followed:
    """Tissues of some people by kind, and the days of the sessions they had."""

    people: People
    tissues: dict[str, TissueTrajectory]
    session_days: tuple[float, ...]

    @property
    def failed(self) -> np.ndarray:
        """Which people could not be computed in some tissue, bool (person,)."""
        return np.logical_or.reduce([tissue.failed for tissue in self.tissues.values()])


def follow(
    job: Job,
    arm: int,
    people: People,
    draws: np.ndarray,
    values: Values,
    had: tuple[bool, ...],
    days: np.ndarray,
) -> Followed:
    """Simulate people who attended the sessions marked in `had`; `draws` (person,) are the numbers they take, and
    `values` those numbers.
    """
    course = job.trial.arms[arm].course
    body = anatomy_of(people, values)
    attended = [k for k, there in enumerate(had) if there]
    alike = _alike(course)
    made: dict[int, tuple[SessionEffect, Around]] = {}
    struck: list[SessionEffect] = []
    windows: list[Window] = []
    for k in attended:
        if alike[k] not in made:
            session = course.sessions[k]
            around = _gathered(job, arm, alike[k], draws)
            holes = punctures(needling_of(course, session), body, values)
            made[alike[k]] = SessionEffect(0.0, holes, around.platelets), around
        day = course.sessions[k].day
        hit, around = made[alike[k]]
        struck.append(replace(hit, day=float(day)))
        windows += [
            replace(item, from_day=item.from_day + day, to_day=item.to_day + day) for item in around.windows
        ]
    home = _home(course, attended, struck, values)
    all_care = Adjuncts((*windows, *home.windows), home.sun)
    layers = Layers.of(body, LAYERS)
    tissues = {
        kind: run(
            Setting(people, kind, lesional_pigment_kind(course), layers, values),
            struck,
            all_care,
            days,
            TOLERANCE,
            kernel=job.kernel,
            threads=job.threads,
        )
        for kind in tissue_kinds(course)
    }
    return Followed(people, tissues, tuple(item.day for item in struck))


def _alike(course: Course) -> list[int]:
    """For every session the first that differs from it by the day alone."""
    timeless = [session.model_copy(update={"day": 0}) for session in course.sessions]
    return [timeless.index(session) for session in timeless]


def _home(course: Course, attended: list[int], struck: list[SessionEffect], values: Values) -> Adjuncts:
    """Sun and home use between the sessions that were attended: nothing here depends on who is beside whom."""
    after = course.aftercare.model_copy(
        update={"anti_inflammatory": "none", "anti_inflammatory_day": 0, "occlusion_h": 0}
    )
    bare = tuple(course.sessions[k].model_copy(update={"topical": ()}) for k in attended)
    plain = course.model_copy(update={"sessions": bare, "aftercare": after})
    return adjuncts(plain, None, struck, values)  # type: ignore[arg-type]  # without topicals no skin is asked


def _gathered(job: Job, arm: int, session: int, draws: np.ndarray) -> Around:
    """What goes with a session, one row a person."""
    blocks = np.unique(draws // BLOCK)
    parts = [_block(job, arm, session, int(block)) for block in blocks]
    at = np.searchsorted(blocks, draws // BLOCK) * BLOCK + draws % BLOCK
    windows = tuple(
        replace(same[0], factor=np.concatenate([item.factor for item in same])[at])
        for same in zip(*(part.windows for part in parts), strict=True)
    )
    return Around(windows, np.concatenate([part.platelets for part in parts])[at])


@lru_cache(maxsize=512)
def _block(job: Job, arm: int, session: int, block: int) -> Around:
    """One session alone on the middle person, for the draws of one block."""
    trial, numbers = job.trial, job.numbers
    course = trial.arms[arm].course
    alone = course.sessions[session].model_copy(update={"day": 0})
    after = course.aftercare.model_copy(update={"retinoid": "none"})
    once = course.model_copy(update={"sessions": (alone,), "aftercare": after})
    wanted = np.arange(block * BLOCK, (block + 1) * BLOCK)
    drawn = numbers.all(int(wanted[-1]) + 1)
    values = picked(drawn, wanted % drawn.count)
    body = anatomy_of(typical_people(Recipe.of(trial.people), values), values)
    struck = session_effects(once, body, values)
    return Around(adjuncts(once, body, struck, values).windows, struck[0].platelet_boost)
