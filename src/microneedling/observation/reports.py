"""From what there is to see to what a study reports: raters, instruments, drift, people, chance.

Raters of one study see k exp(b) instead of k in a gain x; people differ by exp(s e), e ~ N(0, 1); something falls by
itself (drift d, a share of the severity). With severity s0 and movable share m

    u = sign(x) m (1 - exp(-k exp(b + s e) |x|)),    v = 1 - (1 - u)(1 - d)         share of the way to the best end
    b = study_sd z_study + scale_sd z_scale,         d = drift + drift_sd z_drift

    mean change      span (after - s0), after = s0 (1 - v) for v >= 0, s0 - (1 - s0) v for v < 0
    percent change   100 mean change / baseline
    mean improvement 100 v
    share improved   mean of Phi((v - limit)/rating error)

Instruments: ln ratio -> ln ratio exp(f z_scale) + g z_error. Durations, clocks: times exp(g z_scale). Pain: its
stimulus times exp(g z_scale). Dark marks: logit + g z_scale. Means over people by Gauss-Hermite nodes in e.
All z are standard-normal scores of a study (`Effects`); without them (`Effects.none`) what is left is the biology.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from scipy.special import ndtr

from ..evidence.registry import Values
from ..studies.readings import HIGHER, READINGS
from ..studies.signals import PARTS, family_of_lesion
from .scales import SCALES

if TYPE_CHECKING:
    from ..studies.study import Reading, Study

_NODE, _WEIGHT = hermegauss(7)
NODE, WEIGHT = _NODE, _WEIGHT / _WEIGHT.sum()
NEUTRAL_SEVERITY = 0.75  # GAIS counts from 1 to 5 and 4 says: no change
HALF_CATEGORY = 100 / 6  # a step of GAIS is a third of the way to its best end; raters round
INSTRUMENT_KINDS = {
    "stained_collagen": "histology",
    "stained_reticulin": "histology",
    "epidermal_thickness": "histology",
    "crease_depth": "profile",
    "roughness": "profile",
    "pore_diameter": "profile",
    "cutometer_r2": "elasticity",
    "cutometer_r5": "elasticity",
    "cutometer_r7": "elasticity",
    "elasticity": "elasticity",
    "dermal_density": "echo",
    "melanin_index": "colour",
    "erythema_index": "colour",
    "tewl": "barrier",
    "corneometer": "barrier",
}
EVENT_KINDS = {
    "erythema_day": "duration",
    "downtime_day": "duration",
    "micropore_closure_h": "closure",
    "open_barrier_h": "closure",
}


@dataclass(frozen=True)
class Effects:
    """Standard-normal scores of one study and of one scale and rater in it, (draw,)."""

    study: np.ndarray
    drift: np.ndarray
    scale: np.ndarray
    error: np.ndarray
    present: bool = True  # False: what the biology says, without raters' bias and without drift

    @classmethod
    def none(cls, count: int) -> Effects:
        zero = np.zeros(count)
        return cls(zero, zero, zero, zero, present=False)


@dataclass(frozen=True)
class Expected:
    """What a study of endless size would report, and how people differ around it, (draw,).

    `improvement` is signed so that above 0 is better, in the unit of `mean`; NaN for levels.
    """

    mean: np.ndarray
    person_sd: np.ndarray
    improvement: np.ndarray


def expected(
    reading: Reading, study: Study, signal: np.ndarray, values: Values, effects: Effects
) -> Expected:
    """Expected report of one reading; `signal` is (draw, part), or (draw, people, part)."""
    if signal.ndim == 2:
        signal = signal[:, None, :]
    kind = READINGS[reading.scale]
    if kind.family == "instrument":
        return _instrument(reading, signal, values, effects)
    if kind.family in ("event", "clock"):
        return _event(reading, signal[..., 0], values, effects)
    return _rated(reading, study, signal, values, effects)


def sampling_sd(reading: Reading, study: Study, made: Expected) -> np.ndarray:
    """Standard error of the report from the number of people, (draw,)."""
    n = max(study.population.n, 1)
    if reading.statistic == "share improved" or reading.scale == "pih_rate":
        share = np.clip(made.mean / 100, 0.5 / (n + 1), 1 - 0.5 / (n + 1))
        return 100 * np.sqrt(share * (1 - share) / n)
    return made.person_sd / np.sqrt(n)


def _rated(reading: Reading, study: Study, signal: np.ndarray, values: Values, effects: Effects) -> Expected:
    family = READINGS[reading.scale].family_for(study.population.condition)
    shift = _rater_shift(values, effects)
    if family == "rejuvenation":
        gain, start = _impression(signal, study, values, shift)
    else:
        gain, start = signal[..., 0], signal[..., 1]
    u = _moved(gain[..., None], family, values, shift, _people(values))
    v = 1 - (1 - u) * (1 - _drift(values, effects))
    return _reported(reading, v, start[..., None], values)


def _people(values: Values) -> np.ndarray:
    """Log spread of people at the nodes, (draw, 1, node)."""
    return values["study_effect.person_log_sd"][:, None, None] * NODE


def _rater_shift(values: Values, effects: Effects) -> np.ndarray:
    return (
        values["study_effect.rater_study_log_sd"] * effects.study
        + values["study_effect.rater_scale_log_sd"] * effects.scale
    )


def _drift(values: Values, effects: Effects) -> np.ndarray:
    """Share of the severity that falls by itself in this study, (draw, 1, 1)."""
    own = values["study_effect.rater_drift_share"] + values["study_effect.rater_drift_sd"] * effects.drift
    return own[:, None, None] * effects.present


def _moved(
    gain: np.ndarray, family: str, values: Values, shift: np.ndarray, people: np.ndarray
) -> np.ndarray:
    """Share of the way to the best end; gain (draw, people, node or 1)."""
    sensitivity = values[f"scales.sensitivity.{family}"] * np.exp(shift)
    share = values[f"scales.movable_share.{family}"][:, None, None]
    size = np.minimum(np.abs(gain), 50.0) * sensitivity[:, None, None] * np.exp(people)
    return np.sign(gain) * share * -np.expm1(-size)


def _impression(
    signal: np.ndarray, study: Study, values: Values, shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Gain of the whole from its parts, as in `observation.impression`: weighted steps better of each part."""
    lesion = family_of_lesion(study.population.condition)
    total, weights = np.zeros(signal.shape[:2]), np.zeros((len(signal), 1))
    for place, name in enumerate(PARTS):
        family = lesion if name == "lesion" else name
        if family is None:
            continue
        nobody = np.zeros((1, 1, 1))
        better = _moved(signal[..., place, None], family, values, shift, nobody)[..., 0]
        weight = values[f"scales.rejuvenation_weight.{name}"][:, None]
        total = total + weight * better * signal[..., len(PARTS) + place]
        weights = weights + weight
    return total / weights, np.full(signal.shape[:2], NEUTRAL_SEVERITY)


def _reported(reading: Reading, v: np.ndarray, typical: np.ndarray, values: Values) -> Expected:
    """v (draw, people, node) -> the statistic asked for."""
    kind = READINGS[reading.scale]
    error = values["study_effect.rating_sd_share"][:, None, None]

    def over(people: np.ndarray) -> np.ndarray:
        return (np.broadcast_to(people, v.shape) @ WEIGHT).mean(axis=1)

    spread_v = np.sqrt(np.maximum(over(v**2) - over(v) ** 2, 0) + values["study_effect.rating_sd_share"] ** 2)
    better = over(v)
    if reading.statistic == "share improved":
        usual = HALF_CATEGORY if reading.scale == "gais" else 0.0
        limit = (usual if reading.over_percent is None else reading.over_percent) / 100
        share = 100 * over(ndtr((v - limit) / error))
        return Expected(share, 100 * np.sqrt(share / 100 * (1 - share / 100)), better)
    if reading.statistic == "mean improvement":
        return Expected(100 * better, 100 * spread_v, better)
    if kind.course_scale is None:  # no ends: in proportion to the baseline
        base = reading.baseline.mean if reading.baseline is not None and reading.baseline.mean else 100.0
        unit = 100.0 if reading.statistic == "percent change" else base
        return Expected(-unit * better, unit * spread_v, better)
    scale = SCALES[kind.course_scale]
    low, high = scale.ends(values)
    start = typical if reading.baseline is None else _severity_of(reading, kind.course_scale, values)
    after = np.where(v >= 0, start * (1 - v), start - (1 - start) * v)
    sign = 1.0 if scale.direction == "lower is better" else -1.0
    change = sign * (high - low) * over(after - start)
    person_sd = (high - low) * over(np.broadcast_to(start, v.shape)) * spread_v
    baseline = scale.score(over(np.broadcast_to(start, v.shape)), values)
    if reading.statistic == "percent change":
        percent = 100 / np.maximum(baseline, 1e-6)
        return Expected(change * percent, person_sd * percent, better)
    if reading.statistic == "mean":
        return Expected(baseline + change, person_sd, better)
    return Expected(change, person_sd, better)


def _severity_of(reading: Reading, name: str, values: Values) -> np.ndarray:
    given = reading.baseline
    assert given is not None
    return SCALES[name].severity(np.full(values.count, given.middle), values)[:, None, None]


def _instrument(reading: Reading, signal: np.ndarray, values: Values, effects: Effects) -> Expected:
    kind = INSTRUMENT_KINDS[reading.scale]
    seen = np.exp(values["study_effect.instrument_effect_log_sd"] * effects.scale)
    own = values[f"study_effect.instrument_log_sd.{kind}"] * effects.error
    log_ratio = signal[..., 0] * seen[:, None] + own[:, None]
    ratio = np.exp(log_ratio).mean(axis=1)
    spread = values["study_effect.instrument_person_log_sd"] * ratio
    better = (ratio - 1) * (1 if READINGS[reading.scale].direction == HIGHER else -1)
    base = signal[..., 1].mean(axis=1)
    if reading.baseline is not None and reading.baseline.mean is not None:
        base = np.full(values.count, float(reading.baseline.mean))
    if reading.statistic == "percent change":
        return Expected(100 * (ratio - 1), 100 * spread, better)
    if reading.statistic == "mean":
        return Expected(base * ratio, base * spread, better)
    return Expected(base * (ratio - 1), base * spread, better)


def _event(reading: Reading, signal: np.ndarray, values: Values, effects: Effects) -> Expected:
    nothing = np.full(values.count, np.nan)
    person = values["study_effect.event_person_log_sd"]
    if reading.scale == "pih_rate":
        own = values["study_effect.pih_logit_sd"] * effects.scale
        rate = (100 / (1 + np.exp(-(signal + own[:, None])))).mean(axis=1)
        return Expected(rate, np.sqrt(rate * (100 - rate)), nothing)
    if reading.scale == "pain_vas":
        stronger = np.exp(values["study_effect.event_log_sd.pain"] * effects.scale)
        felt = (-10 * np.expm1(-signal * stronger[:, None] / 10)).mean(axis=1)
        return Expected(felt, felt * (1 - felt / 10) * person, nothing)
    kind = EVENT_KINDS.get(reading.scale, "clock")
    longer = np.exp(values[f"study_effect.event_log_sd.{kind}"] * effects.scale)
    mean = (signal * longer[:, None]).mean(axis=1)
    return Expected(mean, mean * person, nothing)
