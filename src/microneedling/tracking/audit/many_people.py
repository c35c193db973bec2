"""Learning of many simulated clients: the people of an ensemble are drawn once and weighed for each client anew.

    people (draw, person) before any reading:  response, wandering, known start    drawn once a kind and start
    client i:  w_i proportional to the density of its readings given each           a product of arrays

The same laws as `learning` and the same clients as `personal`; what is an outcome's own is drawn once, not several
times, so clients of whom few people are left are counted (`few`). Clients as clinics are (several raters, a visit
missed, a setting recorded wrongly, `Clinic`) are learnt of as if none of that were so: learning does not know it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from ...observation.scales import SCALES
from ...observation.score_law import PERSON_SD, of_person, severity_after
from ...streams import generator
from ..law import Law, log_density, nodes, wander, wander_on
from .personal import NOISY, OUTCOME, WILD, ensemble_of
from .simulated import Clinic, starts_of
from .virtual_people import LIGHTER, PLANNED, VARIANTS, Ensemble

PEOPLE = 256  # of each draw
FEW = 100.0  # effective people
LEVELS = (0.1, 0.5, 0.9)
AS_FORECAST = Clinic()


@dataclass(frozen=True)
class Many:
    """Clients (client, visits known): CRPS, whether inside 80 %, width, middle; the error of a reading."""

    crps: np.ndarray
    inside_80: np.ndarray
    width_80: np.ndarray
    middle: np.ndarray
    narrowest: np.ndarray
    """(client, visits known): width, ends of the scale left open, over that of the error alone"""
    error_sd: np.ndarray  # (client,)
    few: float  # share of forecasts that rest on few people


@dataclass(frozen=True)
class _Pool:
    """People of one kind and start: true values (person, day), and the error of a reading of their draw."""

    true: np.ndarray
    error: np.ndarray
    ends: tuple[float, float]


def many(
    found: Ensemble, clients: int, clinic: Clinic = AS_FORECAST, seed: int = 1, teach: str = "readings"
) -> Many:
    """Forecasts of the last reading after none, one, two ... readings; `teach` as in `personal.scored`."""
    law, starts = Law.of(found.values), starts_of(found)
    pools: dict[tuple[int, int], _Pool] = {}
    everybody = [_client(found, law, starts, clinic, number, seed) for number in range(clients)]
    rows = []
    for number, (kind, k, draw, read, there) in enumerate(everybody):
        if (kind, k) not in pools:
            pools[kind, k] = _pool(found, law, kind, float(starts[k]), seed)
        told = read.copy()
        error = float(found.values[f"scales.rater_sd_points.{found.scale}"][draw])
        if teach == "another":
            other = everybody[number - 1]
            told = other[3] - starts[other[1]] + starts[k]
        elif teach == "wild":
            told[0] += WILD * error
        elif teach == "noise":
            told = told + NOISY * error * generator(seed, "noise", number).standard_normal(len(told))
        elif teach == "pure noise":
            low, high = SCALES[found.scale].ends(found.values)
            told = generator(seed, "pure noise", number).uniform(low, high, len(told))
        if teach != "noise":
            told = np.clip(told, *SCALES[found.scale].ends(found.values))
        times = NOISY if teach in ("noise", "pure noise") else 1.0
        rows.append(_scored(pools[kind, k], law, told, there, float(read[-1]), times, seed + number))
    names = ("crps", "inside_80", "width_80", "middle", "narrowest")
    fields = {name: np.array([[one[k] for one in row] for row in rows]) for k, name in enumerate(names)}
    people = np.array([[one[5] for one in row] for row in rows])
    errors = [found.values[f"scales.rater_sd_points.{found.scale}"][one[2]] for one in everybody]
    return Many(**fields, error_sd=np.array(errors), few=float((people[:, 1:] < FEW).mean()))


def _client(
    found: Ensemble, law: Law, starts: np.ndarray, clinic: Clinic, number: int, seed: int
) -> tuple[int, int, int, np.ndarray, np.ndarray]:
    """Kind, start, draw, readings (visit,) and which visits were kept, of a client whose response wanders."""
    random = generator(seed, "many clients", number)
    kind, draw = int(random.integers(found.way.shape[1])), int(random.integers(found.way.shape[2]))
    k = int(random.integers(len(starts)))
    chance, missed = random.random(), random.random(len(found.days))
    who = random.integers(len(clinic.raters), size=len(found.days))
    days = np.array(found.days)
    alike = np.exp(-np.abs(days[:, None] - days) / law.wander_day[draw])
    q = law.wander_share[draw]
    own, wanders = random.standard_normal(), np.linalg.cholesky(alike) @ random.standard_normal(len(days))
    place, noise = np.sqrt(1 - q) * own + np.sqrt(q) * wanders, random.standard_normal(len(days))
    done = LIGHTER if chance < clinic.wrong_settings_share else PLANNED
    values, scale = found.values, SCALES[found.scale]
    way = found.way[VARIANTS.index(done), kind, draw]
    share = of_person(way, np.exp(values[PERSON_SD][draw] * place))
    score = scale.score(severity_after(scale.severity(np.array(starts[k]), values), share), values)
    bias = np.array([one.bias for one in clinic.raters])[who]
    loud = np.array([one.noise for one in clinic.raters])[who]
    error = values[f"scales.rater_sd_points.{found.scale}"][draw]
    read = np.clip(score + error * (bias + loud * noise), *scale.ends(values))
    there = missed >= clinic.missed_visit_share
    there[-1] = True
    return kind, k, draw, read, there


def _pool(found: Ensemble, law: Law, kind: int, start: float, seed: int) -> _Pool:
    item = ensemble_of(found, kind, start)[OUTCOME]
    draws, days = found.values.count, np.array(found.days)
    stream = generator(seed, "many people", kind)
    at = nodes(float(days[-1]))
    response = ndtri(
        (np.argsort(stream.random((draws, PEOPLE)), axis=1) + stream.random((draws, PEOPLE))) / PEOPLE
    )
    rows = np.repeat(np.arange(draws), PEOPLE)
    drift = wander(at, stream.standard_normal((rows.size, at.size)), law.wander_day[rows])
    w = wander_on(days, at, drift, law.wander_day[rows])
    q = law.wander_share[rows][:, None]
    factor = np.exp(
        item.person_sd[rows][:, None] * (np.sqrt(1 - q) * response.reshape(-1, 1) + np.sqrt(q) * w)
    )
    part = item.subset(rows)
    true = part.true(part.at(days), factor, part.start[:, None], np.zeros((1, 1)))
    ends = item.ends or (-np.inf, np.inf)
    return _Pool(np.clip(true, *ends), item.error[rows], ends)


def _scored(
    pool: _Pool, law: Law, told: np.ndarray, there: np.ndarray, came: float, times: float, seed: int
) -> list[tuple[float, bool, float, float, float, float]]:
    """A row for each number of visits known."""
    count = pool.error.size
    noise = generator(seed, "noise of the reading").standard_normal(count)
    alone = pool.error * noise
    uncut = pool.true[:, -1] + alone
    last = np.clip(uncut, *pool.ends)
    order, rows = np.argsort(last), []
    spread, score = times * pool.error, np.zeros(count)
    for known in range(len(told)):
        if known and there[known - 1]:
            score = score + log_density(
                (told[known - 1] - pool.true[:, known - 1]) / spread, spread, law.freedom
            )
        weight = np.exp(score - score.max())
        weight /= weight.sum()
        value, share = last[order], weight[order]
        q = _quantiles(last, weight)
        # CRPS of weighted values: mean |x - y| less half the mean |x - x'|
        apart = float(weight @ np.abs(last - came))
        cumulated = np.cumsum(share)
        spread_of = float(np.sum(cumulated[:-1] * (1 - cumulated[:-1]) * np.diff(value)))
        wide = float(q[2] - q[0])
        least = np.ptp(_quantiles(alone, weight)[[0, 2]])
        rows.append(
            (
                apart - spread_of,
                bool(q[0] <= came <= q[2]),
                wide,
                float(q[1]),
                float(np.ptp(_quantiles(uncut, weight)[[0, 2]]) / least),
                float(1 / np.sum(weight**2)),
            )
        )
    return rows


def _quantiles(value: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Quantiles at `LEVELS` of weighted values."""
    order = np.argsort(value)
    share = weight[order]
    return np.interp(LEVELS, np.cumsum(share) - share / 2, value[order])


def gains_of(found: Many, resamples: int = 1000) -> list[tuple[float, float, float]]:
    """For each number of visits: CRPS over that with none, as a share, and its 90 % interval over clients."""
    drawn = generator(1, "clients").integers(len(found.crps), size=(resamples, len(found.crps)))
    means = found.crps[drawn].mean(axis=1)
    ratio = means / means[:, :1]
    whole = found.crps.mean(axis=0) / found.crps[:, 0].mean()
    low, high = np.quantile(ratio, (0.05, 0.95), axis=0)
    return [(float(a), float(b), float(c)) for a, b, c in zip(whole, low, high, strict=True)]
