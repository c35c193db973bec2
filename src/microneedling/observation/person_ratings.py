"""What raters write down and instruments read of one person, visit by visit, in a virtual trial.

    rated       share v by `score_law`, on its axis f = exp(b + s e + q w) times as far;  score + rater error
    judged      100 (v + rating error)                                       percent improvement
    instrument  start exp(shown f ln(value/start) + shift) (1 + error)

b raters of the trial and scale, e the person's own, w that side's own; d what falls by itself. Raters who know what was
done see a share more in needled arms. Scores in whole steps are rounded after the error, and no score leaves its scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..outcomes.reading import per_draw
from . import instruments, raters
from .instrument_kinds import KIND
from .scales import SCALES
from .score_law import (
    movable_key,
    of_person,
    person_factor,
    sensitivity_key,
    severity_after,
    share_of_the_way,
    with_drift,
)

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from .effects import PersonEffects

IMPROVEMENT = "percent_improvement"
MOST_IMPROVEMENT = 100.0  # percent, either way


@dataclass(frozen=True)
class PersonEndpoint:
    """What is read of people: a key of `SCALES` with its family of scores, or an instrument by its name."""

    scale: str
    family: str
    whole_steps: bool = False
    credited: bool = False  # raters know what was done, and something was


def observed(
    endpoint: PersonEndpoint, signal: np.ndarray, start: np.ndarray, values: Values, effects: PersonEffects
) -> np.ndarray:
    """What is written down at each visit, (person, 1 + visit): before the first session, then on the visit days.

    `signal` (person, visit) is a gain, or ln(value/start) of an instrument; `start` (person,) the true start.
    """
    if endpoint.scale in KIND:
        return _read(endpoint.scale, signal, start, values, effects)
    share = _share(endpoint, signal, values, effects)
    if endpoint.scale == IMPROVEMENT:
        error = per_draw(values[raters.RATING_SD]) * effects.visit[:, 1:]
        judged = np.clip(100 * (share + error), -MOST_IMPROVEMENT, MOST_IMPROVEMENT)
        return np.concatenate([np.zeros((len(judged), 1)), judged], axis=1)
    scale = SCALES[endpoint.scale]
    before = per_draw(scale.severity(start, values))
    true = scale.score(np.concatenate([before, severity_after(before, share)], axis=1), values)
    read = true + per_draw(values[f"scales.rater_sd_points.{scale.name}"]) * effects.visit
    return np.clip(np.rint(read) if endpoint.whole_steps else read, *scale.ends(values))


def _share(endpoint: PersonEndpoint, gain: np.ndarray, values: Values, effects: PersonEffects) -> np.ndarray:
    """Share of the way to the best end, (person, visit), as the raters of this trial take it."""
    further = raters.rater_log_factor(values, effects) + values["population.side_log_sd"] * effects.side
    factor = person_factor(values, effects.person) * np.exp(further)
    movable, sensitivity = movable_key(endpoint.family), sensitivity_key(endpoint.family)
    u = share_of_the_way(gain, per_draw(values[movable]), per_draw(values[sensitivity]))
    v = with_drift(of_person(u, per_draw(factor)), per_draw(raters.drift_share(values, effects)))
    if not endpoint.credited:
        return v
    return with_drift(v, per_draw(values["population.unblinded_credit_share"]))


def _read(
    name: str, log_ratio: np.ndarray, start: np.ndarray, values: Values, effects: PersonEffects
) -> np.ndarray:
    shown = instruments.shown_share(values, effects.scale)
    shift = values[instruments.error_key(KIND[name])] * effects.drift
    shift = shift + values[instruments.ITSELF_SD] * effects.itself
    own = person_factor(values, effects.person) * np.exp(values["population.side_log_sd"] * effects.side)
    change = instruments.log_ratio_read(log_ratio, per_draw(shown * own), per_draw(shift))
    true = per_draw(start) * np.exp(np.concatenate([np.zeros((len(change), 1)), change], axis=1))
    error = per_draw(values[f"measures.error_share.{instruments.own_name(name)}"])
    return np.maximum(true * (1 + error * effects.visit), 0.0)
