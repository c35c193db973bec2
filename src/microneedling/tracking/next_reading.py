"""What one more reading would tell: the spread that is expected to be left after it, before it is taken.

For people taken as the truth, each in turn, a reading is drawn with its error and all people are weighted by it

    narrowing = 1 - sqrt(mean over truths of the variance left / variance now)

of the share of the way reached on the judged day. It is not below nothing: where chance says so, it is nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..streams import generator
from .law import Reading, log_density
from .learning import Learnt
from .tracked_outcome import NextReading

TRUTHS, PEOPLE = 60, 1000


def next_readings(
    learnt: Learnt, outcome: str, days: Sequence[float], judged_day: float, rater: str | None, seed: int
) -> tuple[NextReading, ...]:
    """Expected narrowing by one reading of an outcome on each of the days, by a rater who has read before or not."""
    if not days:
        return ()
    taken = np.linspace(0, learnt.draw.size - 1, min(PEOPLE, learnt.draw.size)).astype(int)
    target = learnt.reached(outcome, [judged_day])[taken, 0]
    now = float(target.var())
    read = learnt.true(outcome, days, itself=True)[taken]
    item = learnt.ensemble[outcome].subset(learnt.draw[taken])
    rater = rater if (outcome, rater) in learnt.leniency else None
    if rater is not None:
        read = read + learnt.leniency[outcome, rater][taken][:, None]
    if item.ends is not None:
        read = np.clip(read, *item.ends)
    spread = Reading(outcome, 0.0, 0.0, rater).spread(item.error, item.leniency)
    truths = np.linspace(0, taken.size - 1, TRUTHS).astype(int)
    found = []
    for k, day in enumerate(days):
        error = generator(seed, "tracking", "next", outcome, int(day)).standard_t(learnt.law.freedom, TRUTHS)
        value = read[truths, k] + spread[truths] * error
        score = log_density((value[:, None] - read[:, k]) / spread, spread, learnt.law.freedom)
        weight = np.exp(score - score.max(axis=1, keepdims=True))
        weight /= weight.sum(axis=1, keepdims=True)
        mean = weight @ target
        left = float(np.mean(weight @ target**2 - mean**2))
        found.append(NextReading(float(day), max(1 - np.sqrt(max(left, 0.0) / now), 0.0) if now > 0 else 0.0))
    return tuple(found)
