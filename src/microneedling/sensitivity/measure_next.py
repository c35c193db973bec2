"""Which measurement would narrow a forecast most, before anybody has taken it.

From joint draws of the forecast y and of what a reading would show, m = r + e with e ~ N(0, error), the expected
share of Var(y) that knowing m takes away is

    straight line:  Cov(y, r)^2 / (Var(y) (Var(r) + mean error^2))      (adjusted for the number of draws)
    any curve:      1 - E[Var(y | m)] / Var(y), with m in equally full bins (epsilon squared), as a check

and the spread that would be left is sd(y) sqrt(1 - share). Candidates are the person's own readings: the level
before the first session, and the change from it on a few days before the assessment, each with the instrument's or
rater's own error once per reading (twice for a change). It breaks down where a reading bears on a forecast only
together with another reading, and says nothing of what the equations leave out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answers.brief import brief
from ..observation.scales import SCALES
from ..outcomes import lesions
from ..outcomes.measures import readings
from ..streams import generator

if TYPE_CHECKING:
    from ..course.forecast import Forecast
    from ..observation.forecast import OutcomeForecast
    from ..outcomes.reading import InstrumentReading

AFTER_DAYS = (1.0, 7.0, 30.0, 90.0)  # days on which a clinic would read, when before the assessment
FEWEST_DRAWS = 30
REPEATS = 8  # drawings of the error, over which the check is averaged
BIOPSY = ("stained_collagen", "stained_reticulin", "epidermal_thickness")
SAME = 1e-9  # spread, as a share of size, below which all draws read the same


@dataclass(frozen=True)
class Candidate:
    """A reading that could be taken: `value` (draw,) without error, `error` (draw,) its standard error."""

    __repr__ = brief

    name: str
    label: str
    unit: str
    day: float
    kind: str  # "level" before the first session, "change" from it, or "event" after the sessions
    how: str  # instrument | rater | biopsy | imaging | diary
    value: np.ndarray
    error: np.ndarray

    @property
    def title(self) -> str:
        """The reading in words: what, and when."""
        if self.kind == "level":
            return f"{self.label}, before the first session"
        if self.kind == "event":
            return self.label
        return f"{self.label}, change by day {self.day:g}"


@dataclass(frozen=True)
class Narrowing:
    """What one candidate would take off the variance of one outcome; `check` without the straight line."""

    __repr__ = brief

    outcome: str
    candidate: Candidate
    share: float
    check: float

    @property
    def sd_left(self) -> float:
        """Standard deviation left, as a share of today's."""
        return float(np.sqrt(1 - min(max(self.share, 0.0), 1.0)))


def candidates(result: Forecast, days: Sequence[float] = AFTER_DAYS) -> list[Candidate]:
    """Every reading of the person's skin and lesions, and every rater's score, that would tell draws apart."""
    course, values = result.course, result.values
    skin = result.tissues["skin"]
    session_days = tuple(item.day for item in result.sessions)
    before = tuple(day for day in days if day < course.assessment_day)
    averaged = np.sqrt(values["measures.readings_averaged"])
    found: list[Candidate] = []
    for reading in readings(skin, values, course.person, session_days).values():
        found += _of_reading(reading, reading.label, skin.day, before, averaged)
    for kind, tissue in result.tissues.items():
        if tissue is not skin:
            reading = lesions.depth(tissue, skin, values)
            found += _of_reading(reading, f"depth of the {kind}", skin.day, before, averaged)
    scores = {(item.name, item.scale): item for item in result.outcomes if item.scale in SCALES}
    for item in scores.values():
        found += _of_score(item, before, values[f"scales.rater_sd_points.{item.scale}"])
    found += _of_events(result)
    return [item for item in found if _varies(item.value)]


# What is timed after the sessions: field of `Harm` -> label, unit, its error (log), how it is read.
EVENTS = {
    "channels_open_h": (
        "time until the channels have closed",
        "h",
        "study_effect.event_log_sd.closure",
        "imaging",
    ),
    "barrier_open_h": (
        "time until the barrier has closed",
        "h",
        "study_effect.event_log_sd.closure",
        "instrument",
    ),
    "erythema_days": ("days of redness", "d", "study_effect.event_log_sd.duration", "diary"),
}


def _of_events(result: Forecast) -> list[Candidate]:
    """Times to closure and of redness, worst session; who looks, how often and what counts is their error."""
    day = float(result.course.last_session_day)
    found = []
    for name, (label, unit, spread, how) in EVENTS.items():
        value = getattr(result.harm, name)
        error = value * np.expm1(result.values[spread])
        found.append(Candidate(name, label, unit, day, "event", how, value, error))
    return found


def _of_reading(
    reading: InstrumentReading, label: str, grid: np.ndarray, days: Sequence[float], averaged: np.ndarray
) -> list[Candidate]:
    error = reading.error / averaged
    how = "biopsy" if reading.name in BIOPSY else "instrument"
    level = Candidate(reading.name, label, reading.unit, 0.0, "level", how, reading.baseline, error)
    changes = [
        Candidate(
            reading.name,
            label,
            reading.unit,
            day,
            "change",
            how,
            _at(grid, reading.change, day),
            np.sqrt(2) * error,
        )
        for day in days
    ]
    return [level, *changes]


def _of_score(item: OutcomeForecast, days: Sequence[float], rater_sd: np.ndarray) -> list[Candidate]:
    scale = SCALES[item.scale]
    error = np.broadcast_to(rater_sd, item.baseline.shape)
    label = f"{item.label} ({scale.label})"
    # a scale that judges change is read once, against the photograph of before
    both = error if scale.judges_change else np.sqrt(2) * error
    level = Candidate(item.name, label, item.unit, 0.0, "level", "rater", item.baseline, error)
    return [level] + [
        Candidate(item.name, label, item.unit, day, "change", "rater", item.at(day), both) for day in days
    ]


def _at(grid: np.ndarray, course: np.ndarray, day: float) -> np.ndarray:
    """A course (draw, day) on one day, straight lines between the days followed."""
    right = int(np.clip(np.searchsorted(grid, day), 1, len(grid) - 1))
    share = (day - grid[right - 1]) / (grid[right] - grid[right - 1])
    return (1 - share) * course[:, right - 1] + share * course[:, right]


def _varies(value: np.ndarray) -> bool:
    sound = value[np.isfinite(value)]
    return sound.size > 1 and float(np.std(sound)) > SAME * max(float(np.abs(sound).max()), SAME)


def narrowings(
    outcome: str, y: np.ndarray, offered: Sequence[Candidate], seed: int = 1, most: int = 10
) -> list[Narrowing]:
    """Candidates that would narrow `y` (draw,) by more than chance finds among as many, the best first."""
    shares = linear_shares(y[:, None], offered)[0]
    floor = chance(int(np.isfinite(y).sum()), len(offered))
    best = sorted(range(len(offered)), key=lambda j: -shares[j])[:most]
    return [
        Narrowing(outcome, offered[j], float(shares[j]), curved_share(y, offered[j], seed))
        for j in best
        if shares[j] > floor
    ]


def chance(draws: int, offered: int) -> float:
    """Share that the best of so many useless candidates reaches by chance: 2 ln(offered)/draws."""
    return 2 * float(np.log(max(offered, 2))) / max(draws, 1)


def linear_shares(targets: np.ndarray, offered: Sequence[Candidate]) -> np.ndarray:
    """Adjusted share of the variance of each target (draw, target) that each candidate takes, (target, candidate).

    The candidate's error enters as a variance, without drawing it, so the answer has no noise of its own.
    """
    if not offered:
        return np.zeros((targets.shape[1], 0))
    read = np.stack([item.value for item in offered], axis=1)
    error = np.stack([np.broadcast_to(item.error, item.value.shape) for item in offered], axis=1)
    sound = np.isfinite(targets).all(axis=1) & np.isfinite(read).all(axis=1)
    count = int(sound.sum())
    if count < FEWEST_DRAWS:
        return np.zeros((targets.shape[1], len(offered)))
    y, r = targets[sound] - targets[sound].mean(axis=0), read[sound] - read[sound].mean(axis=0)
    noisy = (r**2).sum(axis=0) + (error[sound] ** 2).sum(axis=0)
    all_of_y = np.maximum((y**2).sum(axis=0), np.finfo(float).tiny)
    raw = (y.T @ r) ** 2 / all_of_y[:, None] / np.maximum(noisy, np.finfo(float).tiny)
    # an unrelated reading takes r/(noisy count) by chance
    by_chance = (1 - raw) * ((r**2).sum(axis=0) / noisy) / (count - 2)
    return raw - by_chance


def curved_share(y: np.ndarray, item: Candidate, seed: int = 1) -> float:
    """1 - E[Var(y | m)]/Var(y) with m in equally full bins, unbiased for useless m; over drawings of the error."""
    sound = np.isfinite(y) & np.isfinite(item.value)
    y, value = y[sound], item.value[sound]
    error = np.broadcast_to(item.error, sound.shape)[sound]
    bins = int(np.clip(len(y) // 25, 2, 30))
    noise = generator(seed, "measure next", item.name, item.kind, str(item.day))
    total = float(((y - y.mean()) ** 2).sum())
    if len(y) < FEWEST_DRAWS or total <= 0:
        return 0.0
    shares = []
    for _ in range(REPEATS):
        order = np.argsort(value + error * noise.standard_normal(len(y)), kind="stable")
        within = sum(float(((part - part.mean()) ** 2).sum()) for part in np.array_split(y[order], bins))
        shares.append(1 - within / (len(y) - bins) * (len(y) - 1) / total)
    return float(np.mean(shares))
