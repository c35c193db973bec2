"""Virtual people of one concern, followed once under every draw of the model's numbers, for simulated clinics.

    way[variant, kind, draw, visit]     share of the way of the middle one of such people (`score_law`)

A course file gives the concern, the site and what is done; kinds of people (age, sex, phototype, sun damage) come
from a recipe of the engine's own, each followed under the same draws. The course is run as planned and with changes
(a session missed, a lighter hand), so that what was recorded and what was done may differ. All clinics are arithmetic
on these arrays: nothing is solved again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...course.course import Course
from ...course.protocol import protocol_of
from ...course.session import Session
from ...evidence.registry import Values
from ...healing.screening import stable_draws
from ...observation.field import family_gain
from ...observation.score_law import forecast_share
from ...people.cohort import members, scores_of
from ...people.written import TrialPeople
from ...skin.concern import SCORE_FAMILY, USUAL_SCALE
from ...skin.layers import layered
from ...skin.lesion import lesions_of
from ...trials.arms import LAYERS, TOLERANCE, UNKNOWN_DAYS, picked

PLANNED, MISSED, LIGHTER = "as planned", "last session missed", "lighter than recorded"
VARIANTS = (PLANNED, MISSED, LIGHTER)
LIGHTER_SHARE = 0.5  # of the depth of a pen that was recorded, of the passes of others
WEEK = 7.0


@dataclass(frozen=True)
class Ensemble:
    """Shares `way` (variant, kind, draw, day) on `days`; `values` are the numbers of the draws."""

    concern: str
    scale: str
    days: tuple[float, ...]
    session_days: tuple[float, ...]
    way: np.ndarray
    values: Values

    def of(self, variant: str) -> np.ndarray:
        """Shares (kind, draw, day) of one variant of `VARIANTS`."""
        return self.way[VARIANTS.index(variant)]


def ensemble(
    course: Course, days: Sequence[float], kinds: int = 20, draws: int = 64, seed: int = 1, threads: int = 1
) -> Ensemble:
    """Follow `kinds` people with the first concern of a course under `draws` draws, in every variant.

    Raises `ValueError` where no score of the concern is modelled.
    """
    concern = course.concerns[0]
    if concern.kind not in SCORE_FAMILY:
        raise ValueError(f"no score of {concern.kind} is modelled")
    values, _ = stable_draws(draws, seed)
    rows = picked(values, np.tile(np.arange(values.count), kinds))
    way = [_followed(_changed(course, one), days, kinds, rows, seed, threads) for one in VARIANTS]
    return Ensemble(
        concern.kind,
        concern.scale or USUAL_SCALE[concern.kind],
        tuple(days),
        tuple(float(session.day) for session in course.sessions),
        np.array(way).reshape(len(VARIANTS), kinds, values.count, len(days)),
        values,
    )


def _changed(course: Course, variant: str) -> Course:
    if variant == MISSED:
        return course.model_copy(update={"sessions": course.sessions[:-1]})
    if variant == LIGHTER:
        return course.model_copy(
            update={"sessions": tuple(_lighter(course, session) for session in course.sessions)}
        )
    return course


def _lighter(course: Course, session: Session) -> Session:
    if course.instrument_of(session).kind == "pen":
        return session.model_copy(update={"depth_mm": LIGHTER_SHARE * session.depth_mm})
    return session.model_copy(update={"passes": max(1, round(LIGHTER_SHARE * (session.passes or 1)))})


def _followed(
    course: Course, days: Sequence[float], kinds: int, rows: Values, seed: int, threads: int
) -> np.ndarray:
    """Shares (kind x draw, day); people whose equations failed stay where they are."""
    concern, family = course.concerns[0], SCORE_FAMILY[course.concerns[0].kind]
    who = np.repeat(np.arange(kinds), rows.count // kinds)
    people = members(_recipe(course), rows, scores_of(_recipe(course), seed, 0, kinds)[who]).people
    grid = {0.0, *map(float, days)}
    if family == "tone":  # looks back over the whole course
        grid |= set(np.arange(0.0, max(days), WEEK).tolist())
    output = np.array(sorted(grid))
    planned = protocol_of(course, UNKNOWN_DAYS, geometry=layered(LAYERS), tolerance=TOLERANCE)
    followed = replace(planned, people=people, output_day=output, threads=threads).run(rows)
    gain = family_gain(family, lesions_of(concern), followed.tissues, followed.session_days, rows)
    at = np.searchsorted(output, np.asarray(days, float))
    return np.nan_to_num(forecast_share(gain[:, at], family, rows))


def _recipe(course: Course) -> TrialPeople:
    """People like the one of the course: their age ten years either side, their phototype."""
    person = course.person
    middle = person.age_year
    age = {"mean": middle, "sd": 8.0, "low": max(18.0, middle - 16), "high": middle + 16}
    return TrialPeople.model_validate(
        {"site": person.site, "age_year": age, "phototypes": [person.phototype]}
    )
