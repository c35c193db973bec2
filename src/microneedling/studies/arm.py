"""A study's arm as the model sees it: its people, how they were needled on which days, its tissues on the days read.

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

from ..answers.brief import brief
from ..course.protocol import cream_of, product_of
from ..device.needling import Needling
from ..evidence.practice import limit
from ..evidence.registry import Values
from ..people.cut_normal import CutNormal
from ..people.recipe import Recipe
from ..protocol.days import EARLY_DAYS
from ..protocol.protocol import Protocol, Session, Trajectory
from ..skin.concern import Concern
from ..skin.layers import layered
from ..skin.lesion import lesional_pigment_kind, tissue_kinds
from ..skin.people import People
from ..skin.person import Aftercare
from ..skin.tissue import TissueTrajectory
from .open_parts import is_open
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

    __repr__ = brief

    length: np.ndarray
    passes: np.ndarray

    @classmethod
    def middle(cls, count: int) -> Latent:
        """The middle of what a report leaves open, `count` times."""
        return cls(np.zeros(count), np.zeros(count))


@dataclass(frozen=True)
class Arm:
    """One arm simulated: the study, and what its people's tissues did on the requested days."""

    __repr__ = brief

    study: Study
    trajectory: Trajectory

    @property
    def people(self) -> People:
        """Its people, one a draw."""
        people = self.trajectory.people
        assert isinstance(people, People)
        return people

    @property
    def tissues(self) -> dict[str, TissueTrajectory]:
        """Its tissues by kind."""
        return self.trajectory.tissues

    @property
    def session_days(self) -> tuple[float, ...]:
        """Day of every session."""
        return self.trajectory.session_days

    @property
    def aftercare(self) -> Aftercare:
        """Adjuncts between the sessions."""
        return self.trajectory.aftercare

    @property
    def failed(self) -> np.ndarray:
        """Draws (draw,) of which a tissue could not be integrated."""
        return self.trajectory.failed


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

    With `lesions_only` nobody reads the skin between the lesions: then it is only brought to its baseline, on day 0.
    """
    return Arm(study, protocol_of_arm(study, people, values, latent, days, lesions_only).run(values))


def protocol_of_arm(
    study: Study,
    people: People,
    values: Values,
    latent: Latent,
    days: np.ndarray,
    lesions_only: bool = False,
) -> Protocol:
    """What was done in the arm to these people; what the report leaves open is each draw's own, by `latent`."""
    if is_open(study):
        raise ValueError(
            f"{study.title}: device or timetable are left open; `open_parts.variants` fills them"
        )
    asked = concern(study)
    concerns = () if asked is None else (asked,)
    return Protocol(
        people=people,
        sessions=_sessions(study, values, latent),
        aftercare=study.course.aftercare,
        output_day=days,
        tissue_kinds=tissue_kinds(concerns),
        lesional_pigment=lesional_pigment_kind(concerns),
        baseline_only=frozenset({"skin"} if lesions_only else ()),
        geometry=layered(LAYERS),
        tolerance=TOLERANCE,
    )


def _sessions(study: Study, values: Values, latent: Latent) -> tuple[Session, ...]:
    """The sessions of the arm, all needled in the same way."""
    needling = needling_of_arm(study, values, latent)
    if needling is None:
        return ()
    course = study.course
    products = tuple(product_of(topical) for topical in course.topical)
    cream = None if course.numbing is None else cream_of(course.numbing)
    return tuple(Session(float(day), needling, products, cream) for day in study.days)


def needling_of_arm(study: Study, values: Values, latent: Latent) -> Needling | None:
    """How the arm was needled, with what is typical where the report leaves a number out; None for untreated arms.

    What a report leaves open is an array (draw,): the draw's own place in its range, by `latent`.
    """
    given = study.device
    if given.kind == "none":
        return None
    assert given.kind is not None  # `open_parts` has filled it
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
        tip_radius_um=given.tip_radius_um,
        tip_angle_deg=given.tip_angle_deg,
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


def lesions_only(study: Study, readings: Iterable[Reading]) -> bool:
    """Whether all readings judge lesions alone, by eye or under the microscope."""
    families = {reading.kind.family_for(study.population.condition) for reading in readings}
    return bool(families) and families <= {"acne_scar", "other_scar", "striae"}


def grid(study: Study, days: tuple[float, ...], dense: bool, weekly: bool) -> np.ndarray:
    """Days on which the tissues must be known: sessions, days read, and what durations or peaks need.

    Readings that look back over a whole course (`weekly`) need it followed until its earliest assessment day.
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
