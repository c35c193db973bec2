"""A small ensemble of one score, and people who live by its laws, for tests of learning without a simulation."""

from __future__ import annotations

import numpy as np

from microneedling.observation.score_law import of_person
from microneedling.tracking.law import Law, Reading, nodes, wander, wander_on
from microneedling.tracking.predicted import Predicted

DAYS = np.arange(0.0, 271.0, 15.0)
SCARS = "scars"


def law(draws: int = 200, wander_share: float = 0.2, **numbers: float) -> Law:
    """The laws with even numbers."""
    even = np.ones(draws)
    duration, error = numbers.get("duration_sd", 0.4), numbers.get("duration_error", 0.3)
    return Law(wander_share * even, 90 * even, duration * even, error * even, numbers.get("freedom", 4.0))


def score(
    draws: int = 200, seed: int = 5, error: float = 0.3, leniency: float = 0.3, start_sd: float = 0.0
) -> Predicted:
    """A grade from 1 to 4 that starts at 3, whose middle people go 20 to 80 % of the way, sooner or later."""
    generator = np.random.default_rng(seed)
    end, soon = generator.uniform(0.2, 0.8, draws), generator.uniform(40, 120, draws)
    even = np.ones(draws)
    return Predicted(
        day=DAYS,
        way=end[:, None] * -np.expm1(-DAYS / soon[:, None]),
        start=3 * even,
        start_sd=start_sd * even,
        person_sd=0.25 * even,
        error=error * even,
        leniency=leniency * even,
        itself=0 * even,
        credit=0 * even,
        better=-1,
        ends=(1.0, 4.0),
        needed=0.25 * even,
        smallest=0.8 * even,
    )


def truth(item: Predicted, numbers: Law, days: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Share of the way and true score (day,) of one person drawn from the ensemble."""
    generator = np.random.default_rng(seed)
    draw = int(generator.integers(item.way.shape[0]))
    at = nodes(item.day[-1])
    tau = numbers.wander_day[:1]
    w = wander_on(days, at, wander(at, generator.standard_normal((1, at.size)), tau), tau)[0]
    q, e = numbers.wander_share[draw], generator.standard_normal()
    factor = np.exp(item.person_sd[draw] * (np.sqrt(1 - q) * e + np.sqrt(q) * w))
    share = of_person(item.at(days)[draw], factor)
    score_now = item.true(item.at(days)[draw], factor, item.start[draw], np.zeros(1))
    return share, score_now


def read(
    true: np.ndarray, days: np.ndarray, seed: int, spread: float = 0.3, rater: str = "A"
) -> list[Reading]:
    """Readings of true scores with errors."""
    errors = spread * np.random.default_rng(seed).standard_t(4, days.size)
    values = np.clip(true + errors, 1, 4)
    return [Reading(SCARS, float(day), float(value), rater) for day, value in zip(days, values, strict=True)]
