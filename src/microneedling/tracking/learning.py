"""Learn of one person from an ensemble that is already there: many people of each draw, weighted by what was read.

    w  proportional to  prior weight of the draw x density of all readings given that person

For each draw of the model's numbers many people are drawn: how far each goes (`law`), where each starts, how lenient
each rater is, how fast each heals. No run of the model is needed, so it costs milliseconds. All readings enter at once:
their order cannot matter. Where few people carry the weight, what is each outcome's own is tried several times, then
more people are drawn, up to a limit; how many people and how
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
from .starts import raters_of, starts

PEOPLE = 25_600  # over all draws, at first
MOST_PEOPLE, MORE, TRIES = 409_600, 4, 8
ENOUGH_PEOPLE = 500.0  # effective ones
KEPT = 3000  # equally likely people of an answer
TAIL, FEWEST_OF_A_TAIL = 0.2, 25  # largest weights whose shape is looked at

__all__ = ["Duration", "Law", "Learnt", "Predicted", "Reading", "learn"]


@dataclass(frozen=True)
class _Own:
    """What of people is one outcome's own, each array (draw, person, ...)."""

    drift: np.ndarray
    start: np.ndarray
    leniency: dict[str, np.ndarray]
    itself: np.ndarray

    def where(self, take: np.ndarray, other: _Own) -> _Own:
        """Those of `other` where `take` (draw, person) says so."""
        return _Own(
            np.where(take[..., None], other.drift, self.drift),
            np.where(take, other.start, self.start),
            {name: np.where(take, other.leniency[name], mine) for name, mine in self.leniency.items()},
            np.where(take, other.itself, self.itself),
        )


@dataclass(frozen=True)
class _Drawn:
    """People of all draws, each array (draw, person, ...), and the logarithm of their weights."""

    response: np.ndarray
    healing: np.ndarray
    own: dict[str, _Own]
    log_weight: np.ndarray


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
    prior: np.ndarray | None = None
    """of each draw, what it weighed before the readings; None: all the same"""

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
    each, tries = max(-(-people // draws), 1), 1
    while True:
        drawn = _drawn(ensemble, readings, law, durations, at, each, tries, seed)
        log_weight = np.log(np.maximum(prior, 1e-300))[:, None] + drawn.log_weight
        weight = np.exp(log_weight - log_weight.max())
        weight /= weight.sum()
        effective = float(1 / np.sum(weight**2))
        more = (each, TRIES) if tries == 1 else (each * MORE, tries)
        if (
            effective >= ENOUGH_PEOPLE
            or draws * more[0] * more[1] > most_people
            or not (readings or durations)
        ):
            break
        each, tries = more
    place = _resampled(weight.ravel(), kept, seed)
    of_draw = weight.sum(axis=1)

    def chosen(array: np.ndarray) -> np.ndarray:
        return array.reshape(-1, *array.shape[2:])[place]

    own = drawn.own.items()
    return Learnt(
        ensemble=ensemble,
        law=law,
        node=at,
        draw=place // each,
        response=chosen(drawn.response),
        healing=chosen(drawn.healing),
        drift={name: chosen(one.drift) for name, one in own},
        starts={name: chosen(one.start) for name, one in own},
        leniency={(name, who): chosen(part) for name, one in own for who, part in one.leniency.items()},
        itself={name: chosen(one.itself) for name, one in own},
        draw_weights=of_draw,
        effective_people=effective,
        effective_draws=float(1 / np.sum(of_draw**2)),
        tail_shape=_tail_shape(weight.ravel()),
        people=weight.size,
        prior=None if weights is None else prior,
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
    durations: Sequence[Duration],
    at: np.ndarray,
    each: int,
    tries: int,
    seed: int,
) -> _Drawn:
    """`each` people of every draw: responses spread evenly over the normal, all else at random on named streams.

    What is an outcome's own is drawn `tries` times and one of them taken by its density; the weight has their mean.
    """
    shape = (len(law.wander_share), each)
    stream = generator(seed, "tracking", "response")
    order = np.argsort(stream.random(shape), axis=1)
    response = ndtri((order + stream.random(shape)) / each)
    healing = generator(seed, "tracking", "healing").standard_normal(shape)
    total, kept = np.zeros(shape), {}
    for name, item in ensemble.items():
        mine = [one for one in readings if one.outcome == name]
        stream = generator(seed, "tracking", name)
        kept[name], score = _own(item, mine, law, at, shape, stream)
        if not mine:
            continue
        score = score + _log_density(item, mine, law, at, response, kept[name])
        best, whole = score + stream.gumbel(size=shape), score
        for _ in range(tries - 1):
            other, score = _own(item, mine, law, at, shape, stream)
            score = score + _log_density(item, mine, law, at, response, other)
            rival, whole = score + stream.gumbel(size=shape), np.logaddexp(whole, score)
            kept[name] = kept[name].where(rival > best, other)
            best = np.maximum(best, rival)
        total += whole - np.log(tries)
    for one in durations:
        total += log_density_of(one, healing, law, student)
    return _Drawn(response, healing, kept, total)


def _own(
    item: Predicted,
    readings: Sequence[Reading],
    law: Law,
    at: np.ndarray,
    shape: tuple[int, int],
    stream: np.random.Generator,
) -> tuple[_Own, np.ndarray]:
    """What is one outcome's own, drawn once, and ln of its density before over that drawn from, (draw, person)."""
    pick, normal = stream.random(shape), stream.standard_normal((*shape, 1 + len(raters_of(readings))))
    began = starts(item, readings, normal, pick)
    itself = item.itself[:, None] * stream.standard_normal(shape)
    w = wander(
        at, stream.standard_normal((shape[0] * shape[1], at.size)), np.repeat(law.wander_day, shape[1])
    )
    return _Own(w.reshape(*shape, at.size), began.start, began.leniency, itself), began.log_weight


def _log_density(
    item: Predicted, readings: Sequence[Reading], law: Law, at: np.ndarray, response: np.ndarray, own: _Own
) -> np.ndarray:
    """Logarithm of the density of one outcome's readings given each person, (draw, person)."""
    draws, each = response.shape
    total, rows = np.zeros((draws, each)), np.repeat(np.arange(draws), each)
    days = np.array([one.day for one in readings])
    q, tau, sd = law.wander_share[rows], law.wander_day[rows], item.person_sd[rows]
    drift = own.drift.reshape(draws * each, -1)
    factor = _factor(q, tau, sd, response.ravel(), drift, at, days).reshape(draws, each, -1)
    way = item.at(days)
    for k, one in enumerate(readings):
        after = 1.0 if one.day > 0 else 0.0
        credit = item.credit[:, None] * one.credit * after
        true = item.true(way[:, k, None], factor[..., k], own.start, own.itself * after, credit)
        if one.rater is not None:
            true = true + own.leniency[one.rater]
        if item.ends is not None:
            true = np.clip(true, *item.ends)
        spread = one.spread(item.error, item.leniency)[:, None]
        total += log_density((one.value - true) / spread, spread, law.freedom)
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
