"""One forecast: an outcome over a course with its uncertainty, the certainty of its evidence, its words.

Two bands: `typical`, what is unknown of the middle one of such people (the model's numbers over the draws, the score's
mapping included), and the whole band, with how people differ on top (`people_band`). The chance of a noticeable
improvement is by the same law of people: in each draw the share of them who truly get a noticeable share of the way to
the best end, one share whatever scale the concern is told on, and no less than a share of its customary step; for an
instrument more than its smallest detectable change. Over the draws it is the mean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..answers.brief import brief
from ..evidence.track_record import TrackRecord, track_record
from ..outcomes.direction import Direction, better_sign
from ..outcomes.summary import interval, rounded, usable
from . import words as say
from .certainty import NO_DATA
from .people_band import PeopleBand, people_sd


@dataclass(frozen=True)
class OutcomeForecast:
    """One outcome over a course. `change` (draw, day) of the middle person: follow-up minus own baseline, in `unit`."""

    __repr__ = brief

    name: str
    label: str
    scale: str
    unit: str
    direction: Direction
    certainty: str  # of the clinical evidence: moderate, low, very low, none
    monotherapy_data: bool
    note: str
    baseline: np.ndarray
    day: np.ndarray
    change: np.ndarray
    smallest: np.ndarray  # (draw,) smallest detectable change
    noticeable: (
        np.ndarray
    )  # (draw,) change from which people notice; of an instrument, the smallest detectable
    noticed: np.ndarray | None = None  # (draw, day) share of such people who notice; None: all or nobody
    people: PeopleBand | None = None  # how they differ; None: not at all
    plain: bool = False  # follows healing, neither better nor worse
    untreated: np.ndarray | None = None  # (draw,) change on an untreated side, where a trial had one
    anchors: Mapping[int, str] = field(default_factory=dict)  # the scale's own words for its steps
    zone: str = ""  # of a course with several: which
    family: str = ""  # of published readings, whose record it carries

    @property
    def record(self) -> TrackRecord:
        """How past predictions of its family of outcomes fared."""
        return track_record(self.family, self.scale)

    @property
    def better(self) -> int:
        """+1 where a rise is better, -1 where a fall is."""
        return better_sign(self.direction)

    @property
    def smallest_change(self) -> float:
        """Smallest detectable change, median over the draws."""
        return float(np.median(usable(self.smallest)))

    @property
    def noticed_from(self) -> float:
        """Change from which people notice, median over the draws; infinite where nothing is left to gain."""
        return float(np.median(self.noticeable))

    @property
    def chance_of_noticeable(self) -> np.ndarray:
        """Chance that such a person improves by so much that people notice, (day,)."""
        sound = np.isfinite(self.change).all(axis=1)
        if self.noticed is not None:
            return self.noticed[sound].mean(axis=0)
        return (self.better * self.change[sound] >= self.noticeable[sound, None]).mean(axis=0)

    def at(self, day: float) -> np.ndarray:
        """Change of the middle person on one day, (draw,): straight lines between days followed, the ends beyond."""
        return self._on(day, self.change)

    def _on(self, day: float, course: np.ndarray) -> np.ndarray:
        right = int(np.clip(np.searchsorted(self.day, day), 1, self.day.size - 1)) if self.day.size > 1 else 0
        if right == 0:
            return course[:, 0]
        before, after = self.day[right - 1], self.day[right]
        share = float(np.clip((day - before) / (after - before), 0.0, 1.0))
        return (1 - share) * course[:, right - 1] + share * course[:, right]

    def chances_at(self, day: float) -> np.ndarray:
        """Chance of a noticeable improvement on one day in each sound draw, (sound draw,)."""
        change = self.at(day)
        sound = np.isfinite(change)
        if self.noticed is not None:
            return self._on(day, self.noticed)[sound]
        return (self.better * change[sound] >= self.noticeable[sound]).astype(float)

    def chance_at(self, day: float) -> float:
        """Chance of a noticeable improvement on one day: the mean over the draws."""
        return float(self.chances_at(day).mean())

    def with_people(self, change: np.ndarray) -> np.ndarray:
        """Changes of people at all places in all sound draws, (place x draw, ...), from those of the middle one.

        One draw is a nominal run without interval: then it is the middle person alone.
        """
        if self.people is None or len(change) == 1:
            return usable(change)
        with np.errstate(invalid="ignore"):  # draws that failed are NaN
            everybody = self.people.changes(change, self.better)
        sound = np.isfinite(change).all(axis=tuple(range(1, change.ndim)))
        return everybody[:, sound].reshape(-1, *change.shape[1:])

    def summary(self, day: float) -> dict[str, float]:
        """On one day the median, the 80 % interval of people, that of the middle one, and the chance to notice.

        `low80` and `high80` hold how people differ too, `typical_low80` and `typical_high80` only what is unknown.
        """
        change = self.at(day)
        typical, people = interval(change), self.with_people(change)
        whole = interval(people)
        return {
            "day": rounded(day),
            "median": typical["median"],
            "low80": min(whole["low80"], typical["median"]),
            "high80": max(whole["high80"], typical["median"]),
            "chance_of_noticeable": rounded(self.chance_at(day)),
            "typical_low80": typical["low80"],
            "typical_high80": typical["high80"],
            "people_sd": rounded(people_sd(people) if people.size > change.size else 0.0),
        }

    def words(self, day: float) -> str:
        """The forecast for one day in plain words; never a promise."""
        item = self.summary(day)
        if self.plain:
            text = say.without_direction(item["median"], item["low80"], item["high80"], self.unit)
        else:
            text = say.forecast(
                item["median"],
                item["low80"],
                item["high80"],
                item["chance_of_noticeable"],
                self.unit,
                self.better,
                measured=self.people is None or self.people.worst is None,
            )
        return (
            text
            if self.monotherapy_data
            else f"{text} {NO_DATA.capitalize()}: a mechanistic range, not a finding."
        )

    def steps(self, day: float) -> str:
        """From which of the scale's own words to which, at the median; empty where they do not differ."""
        if not self.anchors:
            return ""
        before = float(np.median(usable(self.baseline)))
        after = before + float(np.median(usable(self.at(day))))
        start, end = (self.anchors.get(round(score), "") for score in (before, after))
        return f" On this scale: from {start} to {end}." if start != end else ""

    def to_json(self, days: Sequence[float]) -> dict[str, Any]:
        """The forecast on the days asked for."""
        extra = {"untreated_change": interval(self.untreated)} if self.untreated is not None else {}
        return {
            **({"zone": self.zone} if self.zone else {}),
            "name": self.name,
            "label": self.label,
            "scale": self.scale,
            "unit": self.unit,
            "direction": self.direction,
            "grade": self.certainty,
            "monotherapy_data": self.monotherapy_data,
            "note": self.note,
            "baseline": interval(self.baseline),
            "smallest_detectable_change": rounded(self.smallest_change),
            "noticeable_from": rounded(self.noticed_from) if np.isfinite(self.noticed_from) else None,
            **extra,
            "record": self.record.to_json(),
            "at": [self.summary(day) for day in days],
        }
