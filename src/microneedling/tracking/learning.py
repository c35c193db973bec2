"""Learn of one person from an ensemble that is already there: many people of each draw, weighted by what was read.

    w  proportional to  prior weight of the draw x density of all readings given that person

For each draw of the model's numbers many people are drawn: how far each goes (`law`), where each starts, how lenient
each rater is, how fast each heals. No run of the model is needed, so it costs milliseconds. All readings enter at once:
their order cannot matter. Where few people carry the weight, more are drawn, up to a limit; how many people and how
many draws it rests on is told with the answer, and the shape k of the tail of the weights (above 0.7 they cannot be
trusted).

>>> import numpy as np
>>> even = np.ones(50)
>>> way = np.linspace(0.2, 0.8, 50)[:, None] * np.array([0.0, 1.0])
>>> law = Law(0.2 * even, 90 * even, 0.4 * even, 0.3 * even, 4.0)
>>> score = Predicted(np.array([0.0, 180.0]), way, 3 * even, 0 * even, 0.25 * even, 0.3 * even, 0.3 * even, 0 * even,
...                   0 * even, better=-1, ends=(1.0, 4.0))
>>> learnt = learn({"scars": score}, [Reading("scars", 180, 2.8, rater="A", readings=3)], law)
>>> bool(np.median(learnt.reached("scars", [180])) < 0.35)
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtri
from scipy.stats import genpareto
from scipy.stats import t as student

from ..answers.brief import brief
from ..streams import generator
from .durations import Duration, log_density_of
from .law import Law, Reading, log_density, nodes, wander, wander_on
from .predicted import Predicted
from .starts import Starts, raters_of, starts

PEOPLE = 25_600  # over all draws, at first
MOST_PEOPLE, MORE = 409_600, 4
ENOUGH_PEOPLE = 500.0  # effective ones
KEPT = 3000  # equally likely people of an answer
TAIL, FEWEST_OF_A_TAIL = 0.2, 25  # largest weights whose shape is looked at

__all__ = ["Duration", "Law", "Learnt", "Predicted", "Reading", "learn"]


@dataclass(frozen=True)
class _People:
    """People of all draws, each array (draw, person, ...)."""

    draw: np.ndarray
    response: np.ndarray
    drift: dict[str, np.ndarray]
    start: dict[str, Starts]
    itself: dict[str, np.ndarray]
    healing: np.ndarray


@dataclass(frozen=True)
class Learnt:
    """What was learnt: equally likely people (person,) after the readings, and what the weights rest on."""

    __repr__ = brief

    ensemble: Mapping[str, Predicted]
    law: Law
    node: np.ndarray
    draw: np.ndarray
    """of each person, the draw of the ensemble"""
    response: np.ndarray
    healing: np.ndarray
    """standard-normal place of a person among others in how long they take to heal"""
    drift: Mapping[str, np.ndarray]
    starts: Mapping[str, np.ndarray]
    leniency: Mapping[tuple[str, str], np.ndarray]
    """of each (outcome, rater) told"""
    itself: Mapping[str, np.ndarray]
    draw_weights: np.ndarray
    """of each draw of the ensemble; they sum to 1"""
    effective_people: float
    effective_draws: float
    tail_shape: float
    people: int

    @cached_property
    def trusted(self) -> bool:
        """Whether the weights can be trusted: enough people, and a tail that has a mean that can be estimated."""
        return self.effective_people >= ENOUGH_PEOPLE / 5 and not self.tail_shape > 0.7

    def factor(self, outcome: str, days: np.ndarray) -> np.ndarray:
        """How far the people go beside the middle one, (person, day)."""
        law, sd = self.law, self.ensemble[outcome].person_sd[self.draw]
        return _factor(
            law.wander_share[self.draw],
            law.wander_day[self.draw],
            sd,
            self.response,
            self.drift[outcome],
            self.node,
            days,
        )

    def true(self, outcome: str, days: Sequence[float] | np.ndarray, itself: bool = False) -> np.ndarray:
        """True values of the people, (person, day), points or ln; with what a reading does by itself, or without."""
        days, item = np.asarray(days, float), self.ensemble[outcome].subset(self.draw)
        moved = self.itself[outcome][:, None] * (days > 0) if itself else np.zeros((1, 1))
        return item.true(item.at(days), self.factor(outcome, days), self.starts[outcome][:, None], moved)

    def change(self, outcome: str, days: Sequence[float] | np.ndarray) -> np.ndarray:
        """Change from the person's own start, (person, day), in the outcome's unit (of an instrument: not ln)."""
        return self.ensemble[outcome].told(self.true(outcome, days), self.starts[outcome][:, None])

    def reached(self, outcome: str, days: Sequence[float] | np.ndarray) -> np.ndarray:
        """Share of the way to the best end, of an instrument ln(value/start) towards better, (person, day)."""
        from ..observation.score_law import of_person

        days, item = np.asarray(days, float), self.ensemble[outcome].subset(self.draw)
        way, factor = item.at(days), self.factor(outcome, days)
        return item.better * factor * way if item.ends is None else of_person(way, factor)


def learn(
    ensemble: Mapping[str, Predicted],
    readings: Sequence[Reading],
    law: Law,
    *,
    durations: Sequence[Duration] = (),
    last_day: float = 0.0,
    seed: int = 1,
    weights: np.ndarray | None = None,
    people: int = PEOPLE,
    most_people: int = MOST_PEOPLE,
    kept: int = KEPT,
) -> Learnt:
    """The people of an ensemble as readings leave them; `weights` (draw,) are those of the draws before, even if None.

    `last_day` is the last day that will be asked for. The same arguments give the same people, in whatever order the
    readings come.
    """
    readings = sorted(
        readings, key=lambda one: (one.outcome, one.day, one.rater or "", one.value, one.readings)
    )
    draws = len(law.wander_share)
    prior = np.full(draws, 1 / draws) if weights is None else np.asarray(weights, float) / np.sum(weights)
    at = nodes(max([last_day, *(item.day[-1] for item in ensemble.values()), *(one.day for one in readings)]))
    each = max(-(-people // draws), 1)
    while True:
        drawn = _drawn(ensemble, readings, law, at, each, seed)
        log_weight = np.log(np.maximum(prior, 1e-300))[:, None] + _log_weight(
            ensemble, readings, law, durations, at, drawn
        )
        weight = np.exp(log_weight - log_weight.max())
        weight /= weight.sum()
        effective = float(1 / np.sum(weight**2))
        if effective >= ENOUGH_PEOPLE or each * MORE * draws > most_people or not (readings or durations):
            break
        each *= MORE
    place = _resampled(weight.ravel(), kept, seed)
    of_draw = weight.sum(axis=1)

    def chosen(array: np.ndarray) -> np.ndarray:
        return array.reshape(-1, *array.shape[2:])[place]

    return Learnt(
        ensemble=ensemble,
        law=law,
        node=at,
        draw=place // each,
        response=chosen(drawn.response),
        healing=chosen(drawn.healing),
        drift={name: chosen(each_drift) for name, each_drift in drawn.drift.items()},
        starts={name: chosen(item.start) for name, item in drawn.start.items()},
        leniency={
            (name, rater): chosen(lenient)
            for name, item in drawn.start.items()
            for rater, lenient in item.leniency.items()
        },
        itself={name: chosen(item) for name, item in drawn.itself.items()},
        draw_weights=of_draw,
        effective_people=effective,
        effective_draws=float(1 / np.sum(of_draw**2)),
        tail_shape=_tail_shape(weight.ravel()),
        people=weight.size,
    )


def _factor(
    q: np.ndarray,
    tau: np.ndarray,
    sd: np.ndarray,
    response: np.ndarray,
    drift: np.ndarray,
    at: np.ndarray,
    days: np.ndarray,
) -> np.ndarray:
    w = wander_on(days, at, drift, tau)
    score = np.sqrt(1 - q)[:, None] * response[:, None] + np.sqrt(q)[:, None] * w
    return np.exp(sd[:, None] * score)


def _drawn(
    ensemble: Mapping[str, Predicted],
    readings: Sequence[Reading],
    law: Law,
    at: np.ndarray,
    each: int,
    seed: int,
) -> _People:
    """`each` people of every draw: responses spread evenly over the normal, all else at random on named streams."""
    draws = len(law.wander_share)
    shape = (draws, each)
    stream = generator(seed, "tracking", "response")
    order = np.argsort(stream.random(shape), axis=1)
    response = ndtri((order + stream.random(shape)) / each)
    healing = generator(seed, "tracking", "healing").standard_normal(shape)
    drift, start, itself = {}, {}, {}
    tau = np.repeat(law.wander_day, each)
    for name, item in ensemble.items():
        mine = [one for one in readings if one.outcome == name]
        own = generator(seed, "tracking", name)
        pick, normal = own.random(shape), own.standard_normal((*shape, 1 + len(raters_of(mine))))
        start[name] = starts(item, mine, normal, pick)
        itself[name] = item.itself[:, None] * own.standard_normal(shape)
        w = wander(at, own.standard_normal((draws * each, at.size)), tau)
        drift[name] = w.reshape(*shape, at.size)
    return _People(np.arange(draws), response, drift, start, itself, healing)


def _log_weight(
    ensemble: Mapping[str, Predicted],
    readings: Sequence[Reading],
    law: Law,
    durations: Sequence[Duration],
    at: np.ndarray,
    people: _People,
) -> np.ndarray:
    """Logarithm of the density of all readings given each person, over that of drawing the person, (draw, person)."""
    draws, each = people.response.shape
    total = np.zeros((draws, each))
    rows = np.repeat(np.arange(draws), each)
    for name, item in ensemble.items():
        mine = [one for one in readings if one.outcome == name]
        if not mine:
            continue
        total += people.start[name].log_weight
        days = np.array([one.day for one in mine])
        drift = people.drift[name].reshape(draws * each, -1)
        q, tau, sd = law.wander_share[rows], law.wander_day[rows], item.person_sd[rows]
        factor = _factor(q, tau, sd, people.response.ravel(), drift, at, days).reshape(draws, each, -1)
        way = item.at(days)
        for k, one in enumerate(mine):
            after = 1.0 if one.day > 0 else 0.0
            moved = people.itself[name] * after
            credit = item.credit[:, None] * one.credit * after
            true = item.true(way[:, k, None], factor[..., k], people.start[name].start, moved, credit)
            if one.rater is not None:
                true = true + people.start[name].leniency[one.rater]
            if item.ends is not None:
                true = np.clip(true, *item.ends)
            spread = one.spread(item.error, item.leniency)[:, None]
            total += log_density((one.value - true) / spread, spread, law.freedom)
    for one in durations:
        total += log_density_of(one, people.healing, law, student)
    return total


def _resampled(weight: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Places of `count` equally likely people: systematic, so that each is taken as often as its weight says."""
    start = generator(seed, "tracking", "resampling").random()
    wanted = (start + np.arange(count)) / count
    return np.minimum(np.searchsorted(np.cumsum(weight), wanted), weight.size - 1)


def _tail_shape(weight: np.ndarray) -> float:
    """Shape k of a generalised Pareto law of the largest weights; -inf where they are even."""
    size = int(min(TAIL * weight.size, 3 * np.sqrt(weight.size)))
    if size < FEWEST_OF_A_TAIL:
        return float("inf")
    top = np.partition(weight, -size - 1)[-size - 1 :]
    above = np.sort(top - top.min())[1:]
    if above[-1] <= 1e-12 * weight.max():
        return float("-inf")
    return float(genpareto.fit(above / above.mean(), floc=0.0)[0])
