"""Simulated clinics: records of virtual clients under a truth that is known, to try the audit and learning on.

    reading = score(s0 (1 - v)) + bias of the rater + noise sd z,      v = of_person(u, exp(sd e))       `score_law`

The forecast of a reading is the mixture of that over the draws and over people; where the truth of each client is a
draw of its own, people and noise too, forecasts hold exactly, and every false alarm is the audit's own. Truths
otherwise: one draw for the whole clinic (all that is not known is the same for its clients), raters of its own as
studies have, a response that is off, slower healing, another scale. Clients leave, miss visits and sessions; some
settings are recorded wrongly. The start is taken as known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from scipy.special import ndtri

from ...observation.raters import NULL_TAIL, SCALE_SD, STUDY_SD
from ...observation.scales import SCALES
from ...observation.score_law import PERSON_SD, of_person, severity_after
from ...streams import generator
from .records import LEVELS, Record
from .virtual_people import LIGHTER, MISSED, PLANNED, VARIANTS, Ensemble

OPENED = date(2026, 1, 5)
PLACES, NOISES = 16, 10
Truth = Literal["a draw each", "one draw"]


@dataclass(frozen=True)
class SimulatedRater:
    """A rater whose scores lie `bias` rater errors too high, with `noise` times the usual error."""

    name: str
    bias: float = 0.0
    noise: float = 1.0


@dataclass(frozen=True)
class Clinic:
    """How a simulated clinic is, and what of it the model does not know. As it stands the forecasts hold exactly."""

    clients: int = 200
    years: float = 2.0
    truth: Truth = "a draw each"
    raters: tuple[SimulatedRater, ...] = (SimulatedRater("A"),)
    rated_twice_share: float = 0.0  # visits that a second rater judges too
    own_raters: bool = False  # the clinic sees people go as far as one study of the literature does
    leave_share: float = 0.0  # clients who leave before the last visit
    missed_visit_share: float = 0.0
    missed_session_share: float = 0.0  # clients who miss the last session; the record says so
    wrong_settings_share: float = 0.0  # clients treated more lightly than recorded
    response: float = 1.0  # true distance over the model's
    slower: float = 1.0  # time that healing takes over the model's
    step_worth: float = 1.0  # what a point of the clinic's scale is worth of a point of the forecast's
    step: float = 0.0  # in which scores are judged
    noise_only: bool = False  # results that have nothing to do with the forecast
    wrong_from: float = 0.0  # share of the clinic's time after which it is wrong; right before

    def changed(self, kept: bool) -> tuple[float, float, float]:
        """Response, slowness and worth of a step for a client of the time that is `kept` right."""
        return (1.0, 1.0, 1.0) if kept else (self.response, self.slower, self.step_worth)


USUAL = Clinic(
    raters=(SimulatedRater("A", -0.3, 0.8), SimulatedRater("B", 0.0, 1.0), SimulatedRater("C", 0.3, 1.3)),
    rated_twice_share=0.25,
    leave_share=0.2,
    missed_visit_share=0.15,
    missed_session_share=0.1,
    wrong_settings_share=0.1,
)
"""A clinic as clinics are: three raters, people who leave or miss, some settings wrong; the model is right."""


@dataclass(frozen=True)
class Forecasts:
    """Quantiles (variant, start, kind, day, level) of a reading, before any measurement, at the `starts` (start,)."""

    starts: np.ndarray
    quantiles: np.ndarray


def starts_of(found: Ensemble) -> np.ndarray:
    """Three scores that people come with: two, three and four fifths of the way to the worst end of the scale."""
    scale = SCALES[found.scale]
    severity = np.array([0.4, 0.6, 0.8])
    return scale.score(severity, found.values)


def readings(
    found: Ensemble, way: np.ndarray, start: np.ndarray, place: np.ndarray, noise: np.ndarray
) -> np.ndarray:
    """Readings of people at `place` with `noise` (both normal scores) where the middle one comes `way`; all broadcast.

    The draw is the last axis of `way` but one, as in `Ensemble`; readings stay on the scale.
    """
    scale = SCALES[found.scale]
    sd = found.values[PERSON_SD][:, None]
    error = found.values[f"scales.rater_sd_points.{found.scale}"][:, None]
    share = of_person(way, np.exp(sd * place))
    score = scale.score(severity_after(scale.severity(start, found.values), share), found.values)
    return np.clip(score + error * noise, *scale.ends(found.values))


def forecasts(found: Ensemble) -> Forecasts:
    """The forecasts that clients of each kind and start are given, for each recorded course."""
    starts = starts_of(found)
    place, noise = _spread_evenly(PLACES), _spread_evenly(NOISES)
    both = [(a, b) for a in place for b in noise]
    quantiles = np.empty((len(found.way), len(starts), *found.way.shape[1::2], len(LEVELS)))
    for variant, way in enumerate(found.way):
        for k, start in enumerate(starts):
            pool = np.stack(
                [readings(found, way, np.array(start), np.array(a), np.array(b)) for a, b in both]
            )
            flat = np.moveaxis(pool, 0, -1).transpose(0, 2, 1, 3).reshape(*way.shape[::2], -1)
            quantiles[variant, k] = np.quantile(flat, LEVELS, axis=-1).transpose(1, 2, 0)
    return Forecasts(starts, quantiles)


def _spread_evenly(count: int) -> np.ndarray:
    """Normal scores at equally likely places; their spread is 1, as in `observation.people_band`."""
    scores = ndtri((np.arange(count) + 0.5) / count)
    return scores / scores.std()


def simulated_clinic(found: Ensemble, given: Forecasts, clinic: Clinic, seed: int) -> tuple[Record, ...]:
    """The records that such a clinic writes down over its years, in order of clients."""
    random = generator(seed, "simulated clinic")
    shared_draw, shared = int(random.integers(found.way.shape[2])), random.standard_normal(2)
    records: list[Record] = []
    for number in range(clinic.clients):
        records += _client(
            found, given, clinic, number, shared_draw, shared, generator(seed, "client", number)
        )
    return tuple(records)


def _client(
    found: Ensemble,
    given: Forecasts,
    clinic: Clinic,
    number: int,
    shared_draw: int,
    shared: np.ndarray,
    random: np.random.Generator,
) -> list[Record]:
    """One client's records: every choice is drawn whether it counts or not, so that clinics differ by what they are."""
    kind, k = int(random.integers(found.way.shape[1])), int(random.integers(len(given.starts)))
    own_draw, place = int(random.integers(found.way.shape[2])), float(random.standard_normal())
    chance = random.random(4)
    days = np.array(found.days)
    missed, noise = random.random((2, len(days))), random.standard_normal((2, len(days)))
    who = random.integers(len(clinic.raters), size=(len(days), 2))
    draw = own_draw if clinic.truth == "a draw each" else shared_draw
    recorded = MISSED if chance[0] < clinic.missed_session_share else PLANNED
    done = LIGHTER if chance[1] < clinic.wrong_settings_share and recorded == PLANNED else recorded
    leaves = days[-1] * random.random() if chance[2] < clinic.leave_share else np.inf
    share = number / clinic.clients
    true = _true_way(found, clinic, kind, draw, done, share < clinic.wrong_from, shared)
    opened = OPENED + timedelta(days=round(365 * clinic.years * share))
    variant = VARIANTS.index(recorded)
    done_on = found.session_days[:-1] if recorded == MISSED else found.session_days
    records = []
    for v, day in enumerate(found.days):
        if day > leaves or missed[0, v] < clinic.missed_visit_share:
            continue
        names = [int(who[v, 0])]
        if missed[1, v] < clinic.rated_twice_share and who[v, 1] != who[v, 0]:
            names.append(int(who[v, 1]))
        for turn, rater in enumerate(names):
            written = _written(
                found, clinic, given.starts[k], true[v], draw, place, noise[turn, v], rater, share
            )
            records.append(
                Record(
                    client=f"C-{number + 1:03d}",
                    seen=opened + timedelta(days=int(day)),
                    day=int(day),
                    concern=found.concern,
                    scale=found.scale,
                    baseline=round(float(given.starts[k]), 4),
                    quantiles=tuple(float(q) for q in given.quantiles[variant, k, kind, v]),
                    result=round(written, 4),
                    rater=clinic.raters[rater].name,
                    blinded=rater == 0,
                    sessions=sum(s < day for s in done_on),
                    step=clinic.step,
                    forecast_given=opened,
                )
            )
    return records


def _true_way(
    found: Ensemble, clinic: Clinic, kind: int, draw: int, done: str, right: bool, shared: np.ndarray
) -> np.ndarray:
    """How far the middle one of such people truly comes at each visit, as this clinic sees it."""
    response, slower, _ = clinic.changed(right)
    way = found.of(done)[kind, draw]
    if slower != 1:
        way = np.interp(np.array(found.days) / slower, (0.0, *found.days), (0.0, *way))
    factor = response
    if clinic.own_raters:
        values, (z, other) = found.values, shared
        tail = z - values[NULL_TAIL][draw] * min(z, 0.0) ** 2
        factor *= float(np.exp(values[STUDY_SD][draw] * tail + values[SCALE_SD][draw] * other))
    return of_person(way, np.array(factor))


def _written(
    found: Ensemble,
    clinic: Clinic,
    start: float,
    way: float,
    draw: int,
    place: float,
    noise: float,
    rater: int,
    share: float,
) -> float:
    """What a rater writes down."""
    scale, values, who = SCALES[found.scale], found.values, clinic.raters[rater]
    low, high = scale.ends(values)
    if clinic.noise_only:
        return float(np.clip(start + (high - low) / 6 * noise, low, high))
    of = of_person(np.array(way), np.exp(values[PERSON_SD][draw] * place))
    score = float(scale.score(severity_after(scale.severity(np.array(start), values), of), values))
    worth = clinic.changed(share < clinic.wrong_from)[2]
    score = start + worth * (score - start)
    error = float(values[f"scales.rater_sd_points.{found.scale}"][draw])
    written = float(np.clip(score + error * (who.bias + who.noise * noise), low, high))
    return float(np.clip(round(written / clinic.step) * clinic.step, low, high)) if clinic.step else written
