"""What an ensemble predicts of one outcome, in the terms in which a person's reading is compared with it.

On a scale  way = share u (-1..1) of the way to the best end of the middle person;  y = start + change of severity
An instrument  way = ln(value/start);  y = ln start + f way + itself

A person goes f times as far on the axis of `score_law`; errors are in points, of an instrument in ln.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from ..observation.instruments import ITSELF_SD, LEAST_CHANGE
from ..observation.raters import NOT_TOLD
from ..observation.scales import SCALES
from ..observation.score_law import PERSON_SD, of_person, severity_after, with_drift
from ..outcomes.reading import per_draw

if TYPE_CHECKING:
    from ..evidence.registry import Values
    from ..observation.forecast import OutcomeForecast

WHOLE_STEPS = ("grade", "category")  # units of scores that raters round to


@dataclass(frozen=True)
class Predicted:
    """One outcome of an ensemble: `way` (draw, day); a number of each draw is (draw,). See the file for the terms."""

    __repr__ = brief

    day: np.ndarray
    way: np.ndarray
    start: np.ndarray
    start_sd: np.ndarray
    """how far a person's true start may lie from `start` before anybody has read it, points or ln"""
    person_sd: np.ndarray
    error: np.ndarray
    """of a single reading by one rater or device, points or ln"""
    leniency: np.ndarray
    """spread between raters or devices, points or ln"""
    itself: np.ndarray
    """spread of what a reading does by itself from the first session on, ln; 0 on a scale"""
    credit: np.ndarray
    """share of what is left that raters credit who know what was done; 0 of an instrument"""
    better: int
    ends: tuple[float, float] | None = None
    """lowest and highest score; None: an instrument"""
    needed: np.ndarray | None = None
    """share of the way from which people notice; None: an instrument"""
    smallest: np.ndarray | None = None
    """smallest detectable change, in the outcome's own unit"""
    percent: bool = False
    """an instrument told in percent of the person's own start, in whatever unit that was read"""
    name: str = ""
    scale: str = ""

    def told(self, value: np.ndarray, start: np.ndarray) -> np.ndarray:
        """Change of a value from a start, both in points or ln, in the unit in which the outcome is told."""
        if self.ends is not None:
            return value - start
        return (100.0 if self.percent else np.exp(start)) * np.expm1(value - start)

    def at(self, days: np.ndarray) -> np.ndarray:
        """`way` on other days, (draw, day): straight lines between days followed, the ends beyond."""
        right = np.clip(np.searchsorted(self.day, days), 1, self.day.size - 1)
        before, after = self.day[right - 1], self.day[right]
        share = np.clip((days - before) / (after - before), 0.0, 1.0)
        return (1 - share) * self.way[:, right - 1] + share * self.way[:, right]

    def severity(self, start: np.ndarray) -> np.ndarray:
        """Severity 0 (best) to 1 (worst) of a score; needs a scale."""
        low, high = self.ends or (0.0, 1.0)
        share = np.clip((start - low) / (high - low), 0.0, 1.0)
        return 1 - share if self.better > 0 else share

    def true(
        self,
        way: np.ndarray,
        factor: np.ndarray,
        start: np.ndarray,
        itself: np.ndarray,
        credit: np.ndarray | float = 0.0,
    ) -> np.ndarray:
        """True values of people, points or ln, who go `factor` times as far as `way` from `start`; all broadcast."""
        if self.ends is None:
            return start + factor * way + itself
        share = with_drift(of_person(way, factor), np.asarray(credit))
        low, high = self.ends
        before = self.severity(start)
        moved = severity_after(before, share) - before
        return start - self.better * (high - low) * moved

    def subset(self, keep: np.ndarray) -> Predicted:
        """Some of the draws, by their places or a mask."""
        names = ("way", "start", "start_sd", "person_sd", "error", "leniency", "itself", "credit")
        fields = {name: getattr(self, name)[keep] for name in names}
        for name in ("needed", "smallest"):
            fields[name] = None if getattr(self, name) is None else getattr(self, name)[keep]
        return replace(self, **fields)


def predicted(item: OutcomeForecast, values: Values, given: float | None = None) -> Predicted:
    """What a forecast predicts of an outcome; `given` is the score at the start that the course gives.

    A score given is one reading by a rater who is not known.
    """
    if item.people is None or item.people.worst is None:
        return _instrument(item, values)
    return _score(item, item.people.best, item.people.worst, values, given)


def _score(
    item: OutcomeForecast, best: np.ndarray, worst: np.ndarray, values: Values, given: float | None
) -> Predicted:
    scale = SCALES[item.scale]
    low, high = scale.ends(values)
    end = np.where(item.better * item.change >= 0, per_draw(best), per_draw(worst))
    way = np.clip(item.better * item.change / np.where(end > 0, end, 1.0), -1.0, 1.0)
    step = 1.0 if scale.unit in WHOLE_STEPS else 0.0
    error = np.sqrt(values[f"scales.rater_sd_points.{scale.name}"] ** 2 + step / 12)
    leniency = values["tracking.leniency_multiple"] * values[f"scales.rater_sd_points.{scale.name}"]
    spread = values["tracking.start_spread_share"] * (high - low)
    known = np.hypot(error, leniency)
    start_sd = np.zeros_like(error) if scale.judges_change else spread if given is None else known
    return Predicted(
        day=item.day,
        way=way,
        start=item.baseline,
        start_sd=start_sd,
        person_sd=values[PERSON_SD],
        error=error,
        leniency=leniency,
        itself=np.zeros_like(error),
        credit=values["population.unblinded_credit_share"],
        better=item.better,
        ends=(low, high),
        needed=values["scales.noticeable_share"],
        smallest=np.asarray(item.smallest),
        name=item.name,
        scale=item.scale,
    )


def _instrument(item: OutcomeForecast, values: Values) -> Predicted:
    start = np.broadcast_to(item.baseline, item.change.shape[:1])
    error = values[f"measures.error_share.{item.scale}"]
    none = np.zeros_like(error)
    relative = item.unit == "%"  # of the person's own start, which is 100 by definition
    return Predicted(
        day=item.day,
        way=np.log1p(np.maximum(item.change / per_draw(start), LEAST_CHANGE)),
        start=np.log(start),
        start_sd=none if relative else values["tracking.start_log_sd"],
        person_sd=values[PERSON_SD],
        error=error,
        leniency=none if relative else values["tracking.leniency_multiple"] * error,
        itself=values[ITSELF_SD],
        credit=none,
        better=item.better,
        smallest=np.asarray(item.smallest),
        percent=relative,
        name=item.name,
        scale=item.scale,
    )


def credited(blinded: bool | None) -> float:
    """How much of the credit of those who know counts: all, none, or half where it is not told."""
    return NOT_TOLD if blinded is None else 0.0 if blinded else 1.0
