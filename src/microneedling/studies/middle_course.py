"""The middle course of needling, and how far a study's courses go beside it (`observation.course_level`).

Every condition has the same course and typical people (`middle_courses.toml`); a family of scores is read after it as
any arm is. A study's distance is the mean over its readings of one family in needled arms, all its arms together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ..evidence import datasets
from ..observation.course_level import log_factor
from ..observation.study_reports import distance_seen
from ..people.recipe import typical_people
from .arm import Latent, follow, grid, lesions_only, recipe
from .endpoint import endpoint_of
from .signals import signal
from .study import Reading, Study
from .study_file import parse_study

if TYPE_CHECKING:
    from ..evidence.registry import Values

FILE = datasets.FOLDER / "middle_courses.toml"
NOT_RATED = ("instrument", "event", "clock")
# A scale that reads each family; the families of conditions are read as percent improvement.
SCALE = {
    "fine_lines": "lemperle",
    "texture": "alexiades_texture",
    "firmness": "alexiades_laxity",
    "rejuvenation": "gais",
}


def is_rated(family: str) -> bool:
    """Whether raters judge this family of readings."""
    return family not in NOT_RATED


@cache
def middle_course(condition: str, family: str) -> Study:
    """The middle course for people with this condition, with one reading of the family of scores."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    raw = {
        "title": f"The middle course, {condition}",
        "population": {"n": 1, "condition": condition, **table["people"][condition]},
        "device": table["device"],
        "course": table["course"],
        "reading": [{"scale": SCALE.get(family, "percent_improvement"), "day": table["day"]}],
    }
    return parse_study({"format": 1, **raw}, FILE.name)


def middle_signal(study: Study, values: Values) -> np.ndarray:
    """Signal (draw, part) of the one reading of a middle course, in its typical people."""
    (reading,) = study.reading
    people = typical_people(recipe(study), values)
    days = grid(study, (reading.day_at,), dense=False, weekly=False)
    arm = follow(study, people, values, Latent.middle(values.count), days, lesions_only(study, [reading]))
    return signal(reading, arm, values)


def counts(study: Study, reading: Reading) -> bool:
    """Whether a reading says how far its study goes: judged by a rater, after needles."""
    return bool(study.days) and not study.course.sham and is_rated(study.family(reading))


def course_factors(
    seen: Sequence[tuple[Study, Reading, np.ndarray]], values: Values
) -> dict[str, np.ndarray]:
    """Family -> log factor (draw,) of one study, from the signals of all its readings; none where nothing counts."""
    by_family: dict[str, list[np.ndarray]] = {}
    for study, reading, found in seen:
        if counts(study, reading):
            here = distance_seen(endpoint_of(reading, study), found, values)
            by_family.setdefault(study.family(reading), []).append(here)
    condition = seen[0][0].population.condition if seen else ""
    return {
        family: log_factor(np.mean(each, axis=0), middle_distance(condition, family, values), values)
        for family, each in by_family.items()
    }


def middle_distance(condition: str, family: str, values: Values) -> np.ndarray:
    """How far (draw,) the middle person goes after the middle course; one run of it."""
    study = middle_course(condition, family)
    return distance_seen(endpoint_of(study.reading[0], study), middle_signal(study, values), values)
