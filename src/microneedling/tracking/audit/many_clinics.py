"""Many simulated clinics at once: the same dice, truths and places as `simulated` and `watch`, as arrays.

What is drawn for a client (`simulated`) does not depend on what the clinic is like, so it is drawn once and every kind
of clinic is arithmetic on it: (clinic, client, visit, turn), where the second turn is another rater's. The records of
one clinic give the same alarms and shares, to the bit (`tests/tracking/audit/test_many_clinics.py`); a result that is
exactly a quantile of its forecast, as at the end of a scale, is placed by the records' own code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtr, ndtri

from ...observation.raters import NULL_TAIL, SCALE_SD, STUDY_SD
from ...observation.scales import SCALES
from ...observation.score_law import PERSON_SD, of_person, severity_after
from ...streams import generator
from .places import BINS, FARTHEST, bin_shares, normal_score
from .records import LEVELS, Record, better_of
from .settings import setting
from .simulated import OPENED, Clinic, Forecasts
from .virtual_people import LIGHTER, MISSED, PLANNED, VARIANTS, Ensemble
from .watch import bets, martingale

DIGITS = 4  # of what is written down
_SCORES = ndtri(np.array(LEVELS))


@dataclass(frozen=True)
class Dice:
    """All that is drawn for the clients of some clinics: (clinic, client, ...)."""

    kind: np.ndarray
    start: np.ndarray
    own_draw: np.ndarray
    place: np.ndarray
    chance: np.ndarray
    missed: np.ndarray  # (clinic, client, 2, visit)
    noise: np.ndarray  # (clinic, client, 2, visit)
    who: np.ndarray  # (clinic, client, visit, 2)
    leaves: np.ndarray
    shared_draw: np.ndarray  # (clinic,)
    shared: np.ndarray  # (clinic, 2)


@dataclass(frozen=True)
class Results:
    """What many clinics of one kind wrote down: arrays (clinic, client, visit, turn); `there` says what is a record."""

    there: np.ndarray
    result: np.ndarray
    quantiles: np.ndarray  # (clinic, client, visit, level)
    bins: np.ndarray  # (..., 6) shares of the bins
    score: np.ndarray  # normal score of the place
    inside: np.ndarray
    seen_day: np.ndarray  # (client, visit) days since the clinic opened


@dataclass(frozen=True)
class Heard:
    """Of each clinic: clients at the alarm (inf: silent) and its words; coverage (clinic, visit), bias, spread."""

    clients: np.ndarray
    words: tuple[str, ...]
    inside_80: np.ndarray
    bias: np.ndarray
    spread: np.ndarray


@lru_cache(maxsize=24)
def dice(shape: tuple[int, int, int, int, int, int], seeds: tuple[int, ...]) -> Dice:
    """What `simulated_clinic` draws for these seeds, in its order and from its streams.

    `shape` counts kinds of people, draws, visits, starts, raters and clients.
    """
    kinds, draws, visits, starts, raters, clients = shape
    rows: list[list[tuple]] = []
    shared_draw, shared = [], []
    for seed in seeds:
        random = generator(seed, "simulated clinic")
        shared_draw.append(int(random.integers(draws)))
        shared.append(random.standard_normal(2))
        own = []
        for number in range(clients):
            random = generator(seed, "client", number)
            own.append(
                (
                    random.integers(kinds),
                    random.integers(starts),
                    random.integers(draws),
                    random.standard_normal(),
                    random.random(4),
                    random.random((2, visits)),
                    random.standard_normal((2, visits)),
                    random.integers(raters, size=(visits, 2)),
                    random.random(),
                )
            )
        rows.append(own)
    names = ("kind", "start", "own_draw", "place", "chance", "missed", "noise", "who", "leaves")
    columns = {name: np.array([[one[k] for one in own] for own in rows]) for k, name in enumerate(names)}
    return Dice(**columns, shared_draw=np.array(shared_draw), shared=np.array(shared))


def results(found: Ensemble, given: Forecasts, clinic: Clinic, drawn: Dice) -> Results:
    """What each clinic wrote down, and where that lies in what was forecast."""
    days = np.array(found.days)
    share = np.arange(clinic.clients) / clinic.clients
    right = share < clinic.wrong_from  # (client,)
    draw = drawn.own_draw if clinic.truth == "a draw each" else np.broadcast_to(
        drawn.shared_draw[:, None], drawn.own_draw.shape
    )  # fmt: skip
    misses = drawn.chance[..., 0] < clinic.missed_session_share
    lighter = ~misses & (drawn.chance[..., 1] < clinic.wrong_settings_share)
    recorded = np.where(misses, VARIANTS.index(MISSED), VARIANTS.index(PLANNED))
    done = np.where(lighter, VARIANTS.index(LIGHTER), recorded)
    leaves = np.where(drawn.chance[..., 2] < clinic.leave_share, days[-1] * drawn.leaves, np.inf)
    here = (days <= leaves[..., None]) & (drawn.missed[:, :, 0] >= clinic.missed_visit_share)
    second = (drawn.missed[:, :, 1] < clinic.rated_twice_share) & (drawn.who[..., 1] != drawn.who[..., 0])
    there = np.stack([here, here & second], axis=-1)
    way = _true_way(found, clinic, drawn, draw, done, right)
    written = _written(found, clinic, given.starts[drawn.start], way, draw, drawn, right)
    quantiles = given.quantiles[recorded, drawn.start, drawn.kind]  # (clinic, client, visit, level)
    opened = np.array([round(365 * clinic.years * one) for one in share])
    bins, score, inside = _placed(found, clinic, written, quantiles, given.starts[drawn.start], there)
    return Results(there, written, quantiles, bins, score, inside, opened[:, None] + days.astype(int))


def _true_way(
    found: Ensemble, clinic: Clinic, drawn: Dice, draw: np.ndarray, done: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """How far the middle one of such people truly comes at each visit, (clinic, client, visit)."""
    response, slower, _ = clinic.changed(False)
    way = found.way[done, drawn.kind, draw]
    if slower != 1:
        days = np.array((0.0, *found.days))
        late = np.array(
            [np.interp(days[1:] / slower, days, (0.0, *row)) for row in way.reshape(-1, len(days) - 1)]
        )
        way = np.where(right[:, None], way, late.reshape(way.shape))
    factor = np.where(right, 1.0, response)[None, :, None] * np.ones(way.shape)
    if clinic.own_raters:
        values, (z, other) = found.values, drawn.shared.T[..., None]
        tail = z - values[NULL_TAIL][draw] * np.minimum(z, 0.0) ** 2
        own = np.exp(values[STUDY_SD][draw] * tail + values[SCALE_SD][draw] * other)
        factor = factor * own[..., None]
    return of_person(way, factor)


def _written(
    found: Ensemble,
    clinic: Clinic,
    start: np.ndarray,
    way: np.ndarray,
    draw: np.ndarray,
    drawn: Dice,
    right: np.ndarray,
) -> np.ndarray:
    """What both raters of a visit write down, (clinic, client, visit, turn)."""
    scale, values = SCALES[found.scale], found.values
    low, high = scale.ends(values)
    noise = np.moveaxis(drawn.noise, 2, -1)
    if clinic.noise_only:
        return np.round(np.clip(start[..., None, None] + (high - low) / 6 * noise, low, high), DIGITS)
    of = of_person(way, np.exp(values[PERSON_SD][draw] * drawn.place)[..., None])
    before = scale.severity(start, values)[..., None]
    score = scale.score(severity_after(before, of), values)
    worth = np.where(right, 1.0, clinic.changed(False)[2])[None, :, None]
    score = start[..., None] + worth * (score - start[..., None])
    error = values[f"scales.rater_sd_points.{found.scale}"][draw][..., None, None]
    bias = np.array([one.bias for one in clinic.raters])[drawn.who]
    loud = np.array([one.noise for one in clinic.raters])[drawn.who]
    written = np.clip(score[..., None] + error * (bias + loud * noise), low, high)
    if clinic.step:
        written = np.clip(np.round(written / clinic.step) * clinic.step, low, high)
    return np.round(written, DIGITS)


def _placed(
    found: Ensemble,
    clinic: Clinic,
    written: np.ndarray,
    quantiles: np.ndarray,
    start: np.ndarray,
    there: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Shares of the bins, normal scores and whether inside 80 %, of every result."""
    levels = quantiles[:, :, :, None, :] * np.ones((*written.shape, 1))
    value = written[..., None]
    below = (levels < value).sum(axis=-1)
    right = np.clip(below, 1, len(LEVELS) - 1)

    def at(place: np.ndarray) -> np.ndarray:
        return np.take_along_axis(levels, place[..., None], axis=-1)[..., 0]

    low, high = at(right - 1), at(right)
    wide = (high - low) / (_SCORES[right] - _SCORES[right - 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(
            below >= len(LEVELS),
            _SCORES[-1] + (written - high) / wide,
            _SCORES[right - 1] + (written - low) / wide,
        )
    better = better_of(found.scale)
    place = ndtr(np.clip(score, -FARTHEST, FARTHEST))
    place = place if better > 0 else 1 - place
    score = ndtri(np.clip(place, ndtr(-FARTHEST), ndtr(FARTHEST)))
    of = below if better > 0 else len(LEVELS) - below
    bins = np.eye(len(BINS))[of]
    inside = (levels[..., 0] <= written) & (written <= levels[..., -1])
    odd = ((levels == value).any(axis=-1) | (wide <= 0) | bool(clinic.step)) & there
    for spot in zip(*np.nonzero(odd), strict=True):
        record = Record("C", OPENED, 0, found.concern, found.scale, float(start[spot[:2]]),
                        tuple(map(float, levels[spot])), float(written[spot]), step=clinic.step)  # fmt: skip
        bins[spot], score[spot] = bin_shares(record), normal_score(record)
    return bins, score, inside


def heard(clinic: Clinic, got: Results) -> Heard:
    """What the audit of each clinic finds: the alarm, and what it would print of coverage, bias and spread."""
    clinics = len(got.there)
    most = int(setting("voting_visits"))
    limit = most / setting("false_alarm_share")
    counts = got.there.sum(axis=-1)  # (clinic, client, visit)
    votes = (got.bins * got.there[..., None]).sum(axis=-2) / np.maximum(counts, 1)[..., None]
    order = np.cumsum(counts > 0, axis=-1)  # the client's first, second ... day of measurement
    first, words = np.full(clinics, np.inf), [""] * clinics
    when = np.full((clinics, 2), np.inf)
    for visit in range(1, most + 1):
        cast = (order == visit) & (counts > 0)  # at most one a client
        mine, has = (votes * cast[..., None]).sum(axis=2), cast.any(axis=2)
        day = np.where(has, (np.where(cast, got.seen_day, 0)).sum(axis=2), np.iinfo(int).max)
        turn = np.argsort(day, axis=1, kind="stable")
        ordered = np.take_along_axis(mine, turn[..., None], axis=1)
        kept = np.take_along_axis(has, turn, axis=1)
        ordered = np.where(kept[..., None], ordered, BINS)
        wealth, leading = martingale(ordered)
        over = (wealth >= limit) & kept
        for k in np.flatnonzero(over.any(axis=1)):
            place = int(np.argmax(over[k]))
            at = (float(day[k, turn[k, place]]), float(visit))
            if at < tuple(when[k]):
                when[k], first[k], words[k] = at, place + 1, bets()[int(leading[k, place])].words()
    weight = got.there.astype(float)
    with np.errstate(invalid="ignore"):
        inside = (got.inside * weight).sum(axis=(1, 3)) / weight.sum(axis=(1, 3))
    total = weight.sum(axis=(1, 2, 3))
    mean = (got.score * weight).sum(axis=(1, 2, 3)) / total
    spread = np.sqrt(((got.score - mean[:, None, None, None]) ** 2 * weight).sum(axis=(1, 2, 3)) / total)
    return Heard(first, tuple(words), inside, mean, spread)
