"""A study's arm as the model sees it: its people, what struck them on which days, its tissues on the days read.

What a report leaves open stays open: the needle length and the passes are latent, one standard-normal score a draw
and study (`Latent`), turned into numbers by the range that the study file gives or by the registry's typical ones.
An arm is run for a middle person (calibration) or for sampled people (prediction); both are batches, one a draw.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import ndtr

from ..device.needling import Needling
from ..evidence.practice import limit
from ..evidence.registry import Values
from ..healing.adjuncts import Adjuncts
from ..healing.run import Setting, run
from ..healing.session_effect import SessionEffect
from ..injury.punctures import Punctures, punctures
from ..people.cut_normal import CutNormal
from ..people.recipe import Recipe
from ..protocol.prepare import EARLY_DAYS, adjuncts, platelets
from ..skin.anatomy import Anatomy, anatomy_of
from ..skin.concern import Concern
from ..skin.layers import Layers
from ..skin.lesion import lesions_of
from ..skin.people import People
from ..skin.person import Aftercare
from ..skin.tissue import TissueTrajectory
from .typical import GEOMETRY

if TYPE_CHECKING:
    from ..inputs.distribution import Distribution
    from .study import Reading, Study

LAYERS = 8  # against 24 layers the gain of a scar moves by 0.1 %, a tenth of a thousandth of what studies differ by
TOLERANCE = 1e-2
WEEK = 7.0


@dataclass(frozen=True)
class Latent:
    """Standard-normal scores of what a report leaves open, (draw,)."""

    length: np.ndarray
    passes: np.ndarray

    @classmethod
    def middle(cls, count: int) -> Latent:
        return cls(np.zeros(count), np.zeros(count))


@dataclass(frozen=True)
class _Session:
    """One session with its settings, scalars or arrays (draw,)."""

    day: float
    numbing: Any
    topical: tuple[Any, ...]


@dataclass(frozen=True)
class _Course:
    """The arm in the shape that `protocol.prepare` reads."""

    sessions: tuple[_Session, ...]
    aftercare: Aftercare
    until_day: float
    assessment_day: float


@dataclass(frozen=True)
class Arm:
    """One arm simulated: tissues by kind on its grid of days, the punctures of one session."""

    study: Study
    people: People
    body: Anatomy
    tissues: dict[str, TissueTrajectory]
    session_days: tuple[float, ...]
    aftercare: Aftercare
    punctures: Punctures | None
    numbing: Any

    @property
    def failed(self) -> np.ndarray:
        return np.logical_or.reduce([tissue.failed for tissue in self.tissues.values()])


def recipe(study: Study) -> Recipe:
    """The people of a study as a recipe."""
    return Recipe.of(study.population)


def concern(study: Study) -> Concern | None:
    """What the arm was treated for; None for healthy skin."""
    group = study.population
    if group.condition == "healthy":
        return None
    return Concern(kind=group.condition, subtype=group.subtype)  # type: ignore[arg-type]


def follow(
    study: Study,
    people: People,
    values: Values,
    latent: Latent,
    days: np.ndarray,
    lesions_only: bool = False,
) -> Arm:
    """Simulate the arm for these people and numbers; the tissues are known on `days`.

    With `lesions_only` nobody reads the skin between the lesions: then it is only brought to rest, on day 0.
    """
    body = anatomy_of(people, values)
    needling = needling_of_arm(study, values, latent)
    sessions = _sessions(study) if needling else ()
    struck = _strikes(needling, sessions, body, values)
    until = float(max(days.max(), 1.0))
    aftercare = study.course.aftercare
    around = adjuncts(_Course(sessions, aftercare, until, until), body, struck, values)  # type: ignore[arg-type]
    asked = concern(study)
    kinds = ["skin", *(lesions_of(asked) if asked else ())]
    spot = "melasma" if asked and asked.kind == "melasma" else "uneven"
    layers = Layers.of(body, LAYERS)

    def treated(kind: str) -> TissueTrajectory:
        setting = Setting(people, kind, spot, layers, values)
        if kind == "skin" and lesions_only:
            return run(setting, (), Adjuncts((), around.sun), days[:1], TOLERANCE)
        return run(setting, struck, around, days, TOLERANCE)

    tissues = {kind: treated(kind) for kind in kinds}
    made = struck[0].punctures if struck else None
    numbing = sessions[0].numbing if sessions else None
    return Arm(study, people, body, tissues, tuple(s.day for s in sessions), aftercare, made, numbing)


def needling_of_arm(study: Study, values: Values, latent: Latent) -> Needling | None:
    """How the arm was needled, with what is typical where the report leaves a number out; None for untreated arms.

    What a report leaves open is an array (draw,): the draw's own place in its range, by `latent`.
    """
    given = study.device
    if given.kind == "none":
        return None
    length = given.needle_length_mm
    if length is None and given.depth_mm is not None:
        length = given.depth_mm  # needles at least as long as they were set

    def typical(name: str) -> Any:
        own = getattr(given, name, None)
        return values[f"study.typical_{name}.{given.kind}"] if own is None else own

    length_mm = _open(length, "study.typical_needle_length_mm", values, latent.length)
    depth_mm = length_mm
    if given.depth_mm is not None:
        depth_mm = _open(given.depth_mm, "study.typical_needle_length_mm", values, latent.length)
    return Needling(
        given.kind,
        needle_length_mm=length_mm,
        depth_mm=depth_mm,
        passes=_open(given.passes, f"study.typical_passes.{given.kind}", values, latent.passes),
        skin_stretched=given.skin_stretched,
        **{name: typical(name) for name in GEOMETRY[given.kind]},
    )


def _open(given: Distribution | None, typical: str, values: Values, score: np.ndarray) -> Any:
    """A number as given; where a range was given, or nothing, the draw's own place in it."""
    if given is None:
        return values.registry[typical].quantile(score)
    if given.exact:
        return given.middle
    if given.mean is not None or given.sd is not None:
        return CutNormal.of(given).at(ndtr(score))
    assert given.low is not None
    assert given.high is not None
    return given.low + (given.high - given.low) * ndtr(score)


def _sessions(study: Study) -> tuple[_Session, ...]:
    course = study.course
    return tuple(_Session(float(day), course.numbing, tuple(course.topical)) for day in study.days)


def _strikes(
    needling: Needling | None, sessions: tuple[_Session, ...], body: Any, values: Values
) -> tuple[SessionEffect, ...]:
    """Every session strikes alike, so its punctures are made once."""
    if needling is None or not sessions:
        return ()
    made = punctures(needling, body, values)
    boost = platelets(sessions[0].topical, made, body, values)
    return tuple(SessionEffect(item.day, made, boost) for item in sessions)


def lesions_only(study: Study, readings: Iterable[Reading]) -> bool:
    """Whether all readings judge lesions alone, by the look or under the microscope."""
    families = {reading.kind.family_for(study.population.condition) for reading in readings}
    return bool(families) and families <= {"acne_scar", "other_scar", "striae"}


def grid(study: Study, days: tuple[float, ...], dense: bool, weekly: bool) -> np.ndarray:
    """Days on which the tissues must be known: sessions, days read, and what durations or peaks need.

    Readings that look back over a whole course (`weekly`) need it followed until it may honestly be judged.
    """
    last = max((*days, 0.1))
    if weekly and study.days:
        last = max(last, study.days[-1] + limit("assessment_after_day"))
    wanted = {0.0, *days, *(day for day in study.days if day < last)}
    if weekly:
        wanted |= set(np.arange(0.0, last, WEEK).tolist())
    if dense:
        wanted |= {day + early for day in study.days[:1] for early in EARLY_DAYS}
    return np.array(sorted(wanted))
