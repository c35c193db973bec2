"""What will be read, said before it is read: quantiles of readings to come, error of reading included.

An audit sets a result beside them (`audit.records`), so they must be those of the very reading: of one rater or of one
who is not known, who knows what was done or does not, and of a score before it is rounded to a step of its scale. They
are given twice: as the start alone has them (`start`, the promise of the forecast) and as all that was read so far has
them (`all`, the promise of the forecast that learns).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..observation.scales import SCALES
from ..outcomes.summary import rounded
from ..streams import generator
from .audit.records import LEVELS
from .ensemble import followed_outcomes, readings_of
from .law import Reading
from .learning import Learnt, learn
from .predicted import WHOLE_STEPS, credited

if TYPE_CHECKING:
    from .tracked import Tracked

START, ALL = "start", "all"
EVERY_DAY = 7.0
BLINDED = {"yes": True, "no": False, "unknown": None}


@dataclass(frozen=True)
class Promised:
    """Readings of one outcome by one rater: `quantiles` (level, day) at `LEVELS`, in the unit of its scale."""

    zone: str
    outcome: str
    scale: str
    carries: tuple[str, ...]
    knows: str
    rater: str | None
    blinded: str
    start: float
    """the start that they count from"""
    step: float
    day: np.ndarray
    quantiles: np.ndarray

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables."""
        return {
            "zone": self.zone,
            "outcome": self.outcome,
            "scale": self.scale,
            "concerns": list(self.carries),
            "knows": self.knows,
            "rater": self.rater,
            "blinded": self.blinded,
            "start": rounded(self.start),
            "step": self.step,
            "day": [float(day) for day in self.day],
            "quantiles": [[rounded(value) for value in row] for row in self.quantiles],
        }


def promised(answer: Tracked, seed: int = 1, since: float | None = None) -> tuple[Promised, ...]:
    """What a tracked course promises of readings from the day after today on, or after the last day that it knows of
    (`since`) where that is earlier; an outcome whose start is neither given nor read is left out: nothing can be
    counted from it.
    """
    today = answer.today if since is None else since
    after, done, measured = answer.learnt, answer.done, answer.measurements
    outcomes = followed_outcomes(done, measured)
    readings = readings_of(measured, done.course, outcomes)
    began = [one for one in readings if one.day <= 0]
    first = learn(after.ensemble, began, after.law, seed=seed, weights=after.prior)
    first_day = EVERY_DAY * (np.floor(today / EVERY_DAY) + 1)
    found: list[Promised] = []
    for one in outcomes:
        item = one.item
        zone = done.by_zone[one.zone].course
        given = any(concern.kind in one.carries and concern.baseline is not None for concern in zone.concerns)
        judges_change = item.scale in SCALES and SCALES[item.scale].judges_change
        if not (given or judges_change or any(each.outcome == one.key for each in began)):
            continue
        days = np.arange(max(first_day, 1.0), item.day[-1] + EVERY_DAY, EVERY_DAY)
        days = np.unique(np.append(days[days < item.day[-1]], item.day[-1]))
        days = days[days > today]
        if days.size:
            for knows, learnt in ((START, first), (ALL, after)):
                found += _of(learnt, one.key, one.zone, item, one.carries, knows, days, seed)
    return tuple(found)


def _of(
    learnt: Learnt,
    key: str,
    zone: str,
    item: Any,
    carries: tuple[str, ...],
    knows: str,
    days: np.ndarray,
    seed: int,
) -> Iterator[Promised]:
    known = sorted(rater for name, rater in learnt.leniency if name == key)
    start = float(np.median(learnt.starts[key]))
    instrument = learnt.ensemble[key].ends is None
    step = 1.0 if not instrument and SCALES[item.scale].unit in WHOLE_STEPS else 0.0
    for rater in (None, *known):
        for word, blinded in BLINDED.items() if not instrument else [("unknown", None)]:
            quantiles = reading_quantiles(learnt, key, days, rater, credited(blinded), step, seed)
            level = float(np.exp(start)) if instrument else start
            yield Promised(
                zone,
                item.name,
                item.scale,
                carries,
                knows,
                rater,
                word,
                level,
                step,
                days,
                quantiles,
            )


def reading_quantiles(
    learnt: Learnt,
    key: str,
    days: Sequence[float] | np.ndarray,
    rater: str | None = None,
    credit: float = 0.0,
    step: float = 0.0,
    seed: int = 1,
) -> np.ndarray:
    """Quantiles (level, day) at `LEVELS` of one reading of an outcome on each of some days, in the unit of its scale.

    `credit` is the share of what raters credit who know that this one is prone to; `step` that of a scale whose
    rounding is not to be in them.
    """
    days, item = np.asarray(days, float), learnt.ensemble[key].subset(learnt.draw)
    after = (days > 0).astype(float)
    true = item.true(
        item.at(days),
        learnt.factor(key, days),
        learnt.starts[key][:, None],
        learnt.itself[key][:, None] * after,
        item.credit[:, None] * credit * after,
    )
    known = rater is not None and (key, rater) in learnt.leniency
    if rater is not None and known:
        true = true + learnt.leniency[key, rater][:, None]
    if item.ends is not None:
        true = np.clip(true, *item.ends)
    unrounded = np.sqrt(np.maximum(item.error**2 - step**2 / 12, 0.0))
    spread = Reading(key, 0.0, 0.0, rater if known else None).spread(unrounded, item.leniency)
    stream = generator(seed, "tracking", "promised", key)
    read = true + spread[:, None] * stream.standard_t(learnt.law.freedom, true.shape)
    if item.ends is not None:
        read = np.clip(read, *item.ends)
    found = np.quantile(read, LEVELS, axis=0)
    return found if item.ends is not None else np.exp(found)
