"""From gains in the skin to what raters write down and instruments read, person by person, visit by visit.

    rated       k = sensitivity exp(b + s e + q w),   u = sign(x) m (1 - exp(-k |x|)),   v = 1 - (1 - u)(1 - d)
                severity = s0 (1 - v) for v >= 0, s0 - (1 - s0) v below;  score = of the scale + rater error
    judged      100 (v + rating error)                                       percent improvement
    instrument  start exp(f ln(value/start) + s e) (1 + error)

b raters of the trial and scale, d what falls by itself, f how much of a change the instrument shows: one a trial, the
same in every arm. e the person's own, w that side's own. Raters who know what was done see a share more in needled
arms. Scores in whole steps are rounded after the error, and no score leaves its scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from ..evidence.practice import scale_range
from ..evidence.registry import Values
from ..outcomes.family_gain import family_gain
from ..outcomes.measures import readings
from ..outcomes.reading import column
from ..protocol.protocol import Trajectory
from ..skin.lesion import lesions_of
from ..streams import rows
from ..trials.endpoints import IMPROVEMENT, INSTRUMENTS, family_of
from ..trials.trial_file import Trial
from .field import SCORED
from .scales import SCALES, typical_of_age, typical_of_lesion

TINY = 1e-12


@dataclass(frozen=True)
class Effects:
    """Standard-normal scores, one row a person: of the trial, of the person, of this side, of each visit."""

    study: np.ndarray
    drift: np.ndarray
    scale: np.ndarray
    person: np.ndarray
    side: np.ndarray
    visit: np.ndarray  # (person, visit), the one before the first session first


def normal(uniform: np.ndarray) -> np.ndarray:
    return ndtri(np.clip(uniform, TINY, 1 - TINY))


def trial_effects(seed: int, trial: np.ndarray) -> np.ndarray:
    """Scores (person, 3) of the virtual trials that people take part in: study, drift, scale."""
    first, last = int(trial.min()), int(trial.max())
    drawn = rows(seed, "trial", "raters", first=first, count=last - first + 1, width=3)
    return normal(drawn[trial - first])


def signal(
    trial: Trial, followed: Trajectory, values: Values, days: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What there is to see on the visit days, (person, visit), and the start: gains, or ln(value/start)."""
    kind, scale = trial.concern.kind, trial.endpoint.scale
    skin = followed.tissues["skin"]
    at = np.searchsorted(skin.day, days)
    if scale in INSTRUMENTS:
        found = {
            item.name: item
            for item in readings(skin, values, followed.people, followed.session_days).values()  # type: ignore[arg-type]
        }
        item = found[scale if scale in found else scale.removeprefix("cutometer_")]
        return np.log(item.value[:, at] / column(item.baseline)), item.baseline
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
        return typical_of_age(scale, family, people.age_year, people.photoageing, values)  # type: ignore[arg-type]
    return typical_of_lesion(scale, values)


def observed(
    trial: Trial, arm: int, seen: np.ndarray, start: np.ndarray, values: Values, effects: Effects
) -> np.ndarray:
    """What is written down at each visit, (person, 1 + visit): before the first session, then on the visit days."""
    if trial.endpoint.scale in INSTRUMENTS:
        return _read(trial, seen, start, values, effects)
    v = _improved(trial, arm, seen, values, effects)
    if trial.endpoint.scale == IMPROVEMENT:
        error = column(values["study_effect.rating_sd_share"]) * effects.visit[:, 1:]
        judged = np.clip(100 * (v + error), -100, 100)
        return np.concatenate([np.zeros((len(judged), 1)), judged], axis=1)
    scale = SCALES[trial.endpoint.scale]
    low, high = scale.ends(values)
    s0 = column(scale.severity(start, values))
    after = np.where(v >= 0, s0 * (1 - v), s0 - (1 - s0) * v)
    true = scale.score(np.concatenate([s0, after], axis=1), values)
    read = true + column(values[f"scales.rater_sd_points.{scale.name}"]) * effects.visit
    return np.clip(np.rint(read) if trial.endpoint.whole_steps else read, low, high)


def _improved(trial: Trial, arm: int, gain: np.ndarray, values: Values, effects: Effects) -> np.ndarray:
    """Share of the way to the best end, (person, visit), as the raters of this trial take it."""
    family = family_of(trial.concern.kind, trial.endpoint.scale)
    own = (
        values["study_effect.rater_study_log_sd"] * effects.study
        + values["study_effect.rater_scale_log_sd"] * effects.scale
        + values["study_effect.person_log_sd"] * effects.person
        + values["population.side_log_sd"] * effects.side
    )
    k = column(values[f"scales.sensitivity.{family}"] * np.exp(own))
    # The exponent is bounded because a loss without limit has long reached the end of the scale.
    u = (
        np.sign(gain)
        * column(values[f"scales.movable_share.{family}"])
        * -np.expm1(-k * np.minimum(np.abs(gain), 50.0))
    )
    drift = values["study_effect.rater_drift_share"] + values["study_effect.rater_drift_sd"] * effects.drift
    v = 1 - (1 - u) * (1 - column(drift))
    if trial.design.blinded or not trial.arms[arm].course.sessions:
        return v
    return 1 - (1 - v) * (1 - column(values["population.unblinded_credit_share"]))


def _read(trial: Trial, seen: np.ndarray, start: np.ndarray, values: Values, effects: Effects) -> np.ndarray:
    name = trial.endpoint.scale
    key = name.removeprefix("cutometer_") if f"measures.error_share.{name}" not in values else name
    shown = np.exp(values["study_effect.instrument_effect_log_sd"] * effects.scale)
    drift = values[f"study_effect.instrument_log_sd.{INSTRUMENTS[name]}"] * effects.drift
    own = values["study_effect.instrument_person_log_sd"] * effects.person
    side = values["population.side_log_sd"] * effects.side
    change = seen * column(shown * np.exp(side)) + column(drift + own)
    true = column(start) * np.exp(np.concatenate([np.zeros((len(seen), 1)), change], axis=1))
    return np.maximum(true * (1 + column(values[f"measures.error_share.{key}"]) * effects.visit), 0.0)


def starts(trial: Trial, typical: np.ndarray, severity: np.ndarray, given: np.ndarray | None) -> np.ndarray:
    """Score or reading of each person before the first session: from the table, the file, or typical.

    Spreads without limits of their own end where the scale does, and readings at 0.
    """
    from ..people.cohort import spread

    if trial.endpoint.scale == IMPROVEMENT:
        return typical
    if given is not None:
        return given
    if trial.endpoint.baseline is None:
        return typical
    ends = scale_range(trial.endpoint.scale) if trial.endpoint.scale in SCALES else (0.0, np.inf)
    return np.clip(spread(trial.endpoint.baseline).at(severity), *ends)
