"""What there is to see of the people in an arm, and what is written down of them."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from ..evidence.practice import scale_range
from ..evidence.registry import Values
from ..observation.field import SCORED, family_gain
from ..observation.instruments import own_name
from ..observation.person_ratings import PersonEndpoint
from ..observation.scales import SCALES
from ..observation.typical import typical_of_age, typical_of_lesion
from ..outcomes.measures import readings
from ..outcomes.reading import per_draw
from ..people.cut_normal import CutNormal
from ..protocol.protocol import Trajectory
from ..skin.lesion import lesions_of
from ..skin.usual import photoageing_of
from ..streams import rows
from .endpoints import IMPROVEMENT, INSTRUMENTS, family_of
from .trial_file import Trial

TINY = 1e-12


def normal(uniform: np.ndarray) -> np.ndarray:
    """Standard-normal scores of uniform numbers, finite at 0 and 1."""
    return ndtri(np.clip(uniform, TINY, 1 - TINY))


def trial_effects(seed: int, trial: np.ndarray) -> np.ndarray:
    """Scores (person, 3) of the virtual trials that people take part in: study, drift, scale."""
    first, last = int(trial.min()), int(trial.max())
    drawn = rows(seed, "trial", "raters", first=first, count=last - first + 1, width=3)
    return normal(drawn[trial - first])


def endpoint_of(trial: Trial, arm: int) -> PersonEndpoint:
    """How people of an arm are read."""
    needled = bool(trial.arms[arm].course.sessions)
    scale = trial.endpoint.scale
    return PersonEndpoint(
        scale=scale,
        family=family_of(trial.concern.kind, scale),
        whole_steps=trial.endpoint.whole_steps,
        credited=needled and not trial.design.blinded,
    )


def signal(
    trial: Trial, followed: Trajectory, values: Values, days: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What there is to see on the visit days, (person, visit), and the start: gains, or ln(value/start)."""
    kind, scale = trial.concern.kind, trial.endpoint.scale
    skin = followed.tissues["skin"]
    at = np.searchsorted(skin.day, days)
    if scale in INSTRUMENTS:
        item = readings(skin, values, followed.people, followed.session_days)[own_name(scale)]
        return np.log(item.value[:, at] / per_draw(item.baseline)), item.baseline
    gain = family_gain(
        family_of(kind, scale), lesions_of(trial.concern), followed.tissues, followed.session_days, values
    )
    return gain[:, at], _typical(trial, followed, values)


def _typical(trial: Trial, followed: Trajectory, values: Values) -> np.ndarray:
    """Score that such people typically start from, (person,)."""
    scale = SCALES[trial.endpoint.scale]
    family = family_of(trial.concern.kind, scale.name)
    if family in SCORED and not scale.judges_change:
        people = followed.people
        return typical_of_age(scale, family, people.age_year, photoageing_of(people, values), values)
    return typical_of_lesion(scale, values)


def starts(trial: Trial, typical: np.ndarray, severity: np.ndarray, given: np.ndarray | None) -> np.ndarray:
    """Score or reading of each person before the first session: from the table, the file, or typical.

    Spreads without limits of their own end where the scale does, and readings at 0.
    """
    if trial.endpoint.scale == IMPROVEMENT:
        return typical
    if given is not None:
        return given
    if trial.endpoint.baseline is None:
        return typical
    ends = scale_range(trial.endpoint.scale) if trial.endpoint.scale in SCALES else (0.0, np.inf)
    return np.clip(CutNormal.of(trial.endpoint.baseline).at(severity), *ends)
