"""From what there is to see to what a study reports: raters, instruments, drift, people, chance.

Shares of the way follow by `score_law`. On its axis a person goes exp(sd e) times as far as the middle one, as in
forecasts and trials, e ~ N(0, 1); raters of a study see everybody go exp(b) times as far, b their own; and a course
that the model holds stronger or weaker than the middle one goes as far as studies bear out (`course_level`). Means
over people are by Gauss-Hermite nodes in e. With severity s0, share v of the way to the best end, severity s after it

    mean change      span mean(s - s0)
    percent change   100 mean change / baseline
    mean improvement 100 mean(v)
    share improved   mean of Phi((v - limit)/rating error)

Instruments and events go by their own laws (`instruments`, `events`). Without effects (`StudyEffects.none`) what is
left is the biology.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from ..outcomes.direction import Direction, better_sign
from . import events, instruments, raters
from .bench_scatter import scatter_key
from .effects import StudyEffects
from .impression import PARTS, weighted_gain
from .instrument_kinds import KIND
from .scales import SCALES
from .score_law import (
    distance,
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

_NODE, _WEIGHT = hermegauss(7)
NODE, WEIGHT = _NODE, _WEIGHT / _WEIGHT.sum()
LEAST_BASELINE = 1e-6  # points; a percent change needs something to be a percentage of
WHOLE_PERCENT = 100.0
EVENT_KINDS = {
    "erythema_day": "duration",
    "downtime_day": "duration",
    "micropore_closure_h": "closure",
    "open_barrier_h": "closure",
}  # every other time is of kind "clock"


@dataclass(frozen=True)
class StudyEndpoint:
    """What of an arm a study reports: a thing that is read, a statistic, and what is known of the start.

    `family` is a family of scores, or "instrument", "event", "clock"; `scale` a key of `SCALES` where the scores have
    ends; `instrument` the instrument's name; `lesion_family` the scores of the lesion treated, in overall impressions.
    """

    name: str
    family: str
    statistic: str
    direction: Direction
    people: int | np.ndarray | None
    scale: str | None = None
    instrument: str | None = None
    lesion_family: str | None = None
    over_percent: float | None = None  # the limit of a share improved, where a report gives one
    baseline_mean: float | None = None  # as reported
    baseline_middle: float | None = None  # as reported: the mean, else the middle of the range
    needled: bool = True  # whether needles went through the skin that a product was put on
    single: float = (
        0.0  # 1 where one arm is read before and after, 0 beside another one, 1/2 where it is not told
    )
    rater: str | None = None  # blinded, investigator or patient; None where nobody judged


@dataclass(frozen=True)
class ExpectedReport:
    """What a study of endless size would report, and how people differ around it, (draw,).

    `improvement` is signed so that above 0 is better, in the unit of `mean`; NaN for levels.
    """

    mean: np.ndarray
    person_sd: np.ndarray
    improvement: np.ndarray


def expected(
    endpoint: StudyEndpoint, signal: np.ndarray, values: Values, effects: StudyEffects
) -> ExpectedReport:
    """Expected report of an endpoint; `signal` is (draw, part), or (draw, people, part), as `studies.signals` says."""
    if signal.ndim == 2:
        signal = signal[:, None, :]
    if endpoint.family == "instrument":
        return _instrument(endpoint, signal, values, effects)
    if endpoint.family in ("event", "clock"):
        most = signal[..., 1] if signal.shape[-1] > 1 else np.inf
        return _event(endpoint, signal[..., 0], values, effects, most)
    return _rated(endpoint, signal, values, effects)


def sampling_sd(endpoint: StudyEndpoint, made: ExpectedReport) -> np.ndarray:
    """Standard error of the report from the number of people, (draw,)."""
    assert endpoint.people is not None
    n = np.maximum(endpoint.people, 1)
    if endpoint.statistic == "share improved" or endpoint.name == "pih_rate":
        share = np.clip(made.mean / 100, 0.5 / (n + 1), 1 - 0.5 / (n + 1))
        return 100 * np.sqrt(share * (1 - share) / n)
    return made.person_sd / np.sqrt(n)


def _rated(
    endpoint: StudyEndpoint, signal: np.ndarray, values: Values, effects: StudyEffects
) -> ExpectedReport:
    share, start = _middle_share(endpoint, signal, values)
    further = np.exp(raters.rater_log_factor(values, effects) + effects.course)[:, None, None]
    u = of_person(share[..., None], further * person_factor(values, NODE[None, None, :]))
    drift = raters.drift_share(values, effects) + raters.credit_share(values, endpoint.single, endpoint.rater)
    drift = drift[:, None, None] * effects.present
    return _reported(endpoint, with_drift(u, drift), start[..., None], values)


def distance_seen(endpoint: StudyEndpoint, signal: np.ndarray, values: Values) -> np.ndarray:
    """How far (draw,) the middle person of a rated endpoint goes on the axis; `signal` as in `expected`."""
    if signal.ndim == 2:
        signal = signal[:, None, :]
    return distance(_middle_share(endpoint, signal, values)[0]).mean(axis=1)


def _middle_share(
    endpoint: StudyEndpoint, signal: np.ndarray, values: Values
) -> tuple[np.ndarray, np.ndarray]:
    """Share of the way (draw, people) of whoever is in the middle, and the severity to start from."""
    if endpoint.family == "rejuvenation":
        gain, start = _impression(endpoint, signal, values)
    else:
        gain, start = signal[..., 0], signal[..., 1]
    return _share(gain, endpoint.family, values), start


def _share(gain: np.ndarray, family: str, values: Values) -> np.ndarray:
    """Share of the way to the best end; gain (draw, people)."""
    sensitivity, movable = values[sensitivity_key(family)], values[movable_key(family)]
    return share_of_the_way(gain, movable[:, None], sensitivity[:, None])


def _impression(endpoint: StudyEndpoint, signal: np.ndarray, values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Gain of the whole from its parts, (draw, people), and the severity that it starts from.

    A part that got worse counts by the severity it started from, not by what was left to get worse.
    """
    parts = {}
    for place, name in enumerate(PARTS):
        family = endpoint.lesion_family if name == "lesion" else name
        if family is not None:
            parts[name] = _share(signal[..., place], family, values), signal[..., len(PARTS) + place]
    gain = weighted_gain(parts, values)
    return gain, np.broadcast_to(values["study_effect.gais_neutral_severity"][:, None], signal.shape[:2])


def _reported(endpoint: StudyEndpoint, v: np.ndarray, typical: np.ndarray, values: Values) -> ExpectedReport:
    """The statistic asked for, from shares v (draw, people, node) of the way to the best end."""
    better, spread = _over(v, v.shape), _spread_of_people(v, values)
    if endpoint.statistic == "share improved":
        share = _share_improved(endpoint, v, typical, values)
        return ExpectedReport(share, 100 * np.sqrt(share / 100 * (1 - share / 100)), better)
    if endpoint.statistic == "mean improvement":
        return ExpectedReport(100 * better, 100 * spread, better)
    if endpoint.scale is None:  # no ends: in proportion to the baseline
        unit = 100.0 if endpoint.statistic == "percent change" else endpoint.baseline_mean or 100.0
        return ExpectedReport(-unit * better, unit * spread, better)
    return _scored(endpoint, v, typical, values, better, spread)


def _scored(
    endpoint: StudyEndpoint,
    v: np.ndarray,
    typical: np.ndarray,
    values: Values,
    better: np.ndarray,
    spread: np.ndarray,
) -> ExpectedReport:
    """A level or change on a scale with ends, in its points or in percent of the baseline."""
    assert endpoint.scale is not None
    scale = SCALES[endpoint.scale]
    points = scale.per_severity(values)
    start = typical
    if endpoint.baseline_middle is not None:
        start = scale.severity(np.full(values.count, endpoint.baseline_middle), values)[:, None, None]
    severity = _over(start, v.shape)
    change = points * _over(severity_after(start, v) - start, v.shape)
    person_sd = abs(points) * severity * spread
    baseline = scale.score(severity, values)
    if endpoint.statistic == "percent change":
        percent = 100 / np.maximum(baseline, LEAST_BASELINE)
        return ExpectedReport(change * percent, person_sd * percent, better)
    if endpoint.statistic == "mean":
        return ExpectedReport(baseline + change, person_sd, better)
    return ExpectedReport(change, person_sd, better)


def _over(people: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Mean over sampled people and nodes, (draw,)."""
    return (np.broadcast_to(people, shape) @ WEIGHT).mean(axis=1)


def _spread_of_people(v: np.ndarray, values: Values) -> np.ndarray:
    """Standard deviation of the share over people, error of rating included, (draw,)."""
    between = np.maximum(_over(v**2, v.shape) - _over(v, v.shape) ** 2, 0)
    return np.sqrt(between + values[raters.RATING_SD] ** 2)


def _smallest_step(endpoint: StudyEndpoint, typical: np.ndarray, values: Values) -> np.ndarray:
    """Share of the way (draw, people or 1, 1) that counts as improved at all: half the smallest step of the scale.

    Raters give whole steps and round to the nearest; nothing where a scale has no ends or judges change.
    """
    nothing = np.zeros((values.count, 1, 1))
    if endpoint.scale is None or SCALES[endpoint.scale].judges_change:
        return nothing
    scale = SCALES[endpoint.scale]
    start = typical
    if endpoint.baseline_middle is not None:
        start = scale.severity(np.full(values.count, endpoint.baseline_middle), values)[:, None, None]
    step = values[f"scales.smallest_change_points.{scale.name}"][:, None, None]
    return 0.5 * step / np.maximum(abs(scale.per_severity(values)) * start, LEAST_BASELINE)


def _share_improved(
    endpoint: StudyEndpoint, v: np.ndarray, typical: np.ndarray, values: Values
) -> np.ndarray:
    """Percent of people rated as improved beyond the limit, (draw,)."""
    if endpoint.over_percent is not None:
        limit = np.full((values.count, 1, 1), endpoint.over_percent / 100)
    elif endpoint.name == "gais":
        limit = values["study_effect.gais_half_category_percent"][:, None, None] / 100
    else:
        limit = _smallest_step(endpoint, typical, values)
    return 100 * _over(ndtr((v - limit) / values[raters.RATING_SD][:, None, None]), v.shape)


def _instrument(
    endpoint: StudyEndpoint, signal: np.ndarray, values: Values, effects: StudyEffects
) -> ExpectedReport:
    assert endpoint.instrument is not None
    shown = instruments.shown_share(values, effects.scale)
    shift = values[instruments.error_key(KIND[endpoint.instrument])] * effects.error
    shown = shown[:, None, None] * person_factor(values, NODE[None, None, :])
    read = np.exp(instruments.log_ratio_read(signal[..., 0, None], shown, shift[:, None, None]))
    ratio = _over(read, read.shape)
    between = np.maximum(_over(read**2, read.shape) - ratio**2, 0)
    spread = np.sqrt(between + (values[instruments.ITSELF_SD] * ratio) ** 2)
    better = (ratio - 1) * better_sign(endpoint.direction)
    base = signal[..., 1].mean(axis=1)
    if endpoint.baseline_mean is not None:
        base = np.full(values.count, float(endpoint.baseline_mean))
    if endpoint.statistic == "percent change":
        return ExpectedReport(100 * (ratio - 1), 100 * spread, better)
    if endpoint.statistic == "mean":
        return ExpectedReport(base * ratio, base * spread, better)
    return ExpectedReport(base * (ratio - 1), base * spread, better)


def _event(
    endpoint: StudyEndpoint,
    signal: np.ndarray,
    values: Values,
    effects: StudyEffects,
    most: np.ndarray | float,
) -> ExpectedReport:
    nothing = np.full(values.count, np.nan)
    person = values["study_effect.event_person_log_sd"]
    if endpoint.name == "pih_rate":
        shift = values["study_effect.pih_logit_sd"] * effects.scale
        rate = events.dark_mark_percent(signal, shift[:, None]).mean(axis=1)
        return ExpectedReport(rate, np.sqrt(rate * (100 - rate)), nothing)
    if endpoint.name == "pain_vas":
        stronger = np.exp(values["study_effect.event_log_sd.pain"] * effects.scale)
        felt = events.pain_felt(signal, stronger[:, None]).mean(axis=1)
        return ExpectedReport(felt, felt * (1 - felt / events.END_OF_SCALE) * person, nothing)
    bench = scatter_key(endpoint.name, endpoint.needled)
    if bench is not None:
        found = np.minimum(events.duration(signal, np.exp(values[bench] * effects.scale)[:, None]), most)
        return _bench(endpoint, found, values)
    kind = EVENT_KINDS.get(endpoint.name, "clock")
    longer = np.exp(values[f"study_effect.event_log_sd.{kind}"] * effects.scale)
    mean = events.duration(signal, longer[:, None]).mean(axis=1)
    return ExpectedReport(mean, mean * person, nothing)


def _bench(endpoint: StudyEndpoint, found: np.ndarray, values: Values) -> ExpectedReport:
    """A quantity of the session itself, scattered as studies and instruments scatter; a share is at most whole."""
    person = values["study_effect.event_person_log_sd"]
    nothing = np.full(values.count, np.nan)
    if endpoint.name != "absorbed_percent":
        mean = found.mean(axis=1)
        return ExpectedReport(mean, mean * person, nothing)
    mean = np.minimum(found, WHOLE_PERCENT).mean(axis=1)
    return ExpectedReport(mean, mean * (1 - mean / WHOLE_PERCENT) * person, nothing)
