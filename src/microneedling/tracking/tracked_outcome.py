"""One outcome of a running course: what was said, what is read, what is said now. Bands are 80 %."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..answers.brief import brief
from ..outcomes.summary import rounded
from .measurement import Measurement

LIKELY = 0.6  # convention of wording: a word is used from this chance on
PLACES = ("slower", "on track", "faster")


@dataclass(frozen=True)
class Point:
    """A measurement beside its outcome: its change from the start, and 80 % of where the true change may lie."""

    measurement: Measurement
    change: float
    low80: float
    high80: float
    detectable: float
    """the smallest change that errors of this reading and of the start do not make by themselves (95 %)"""

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables."""
        return {
            **self.measurement.model_dump(mode="json", exclude_none=True),
            "change": rounded(self.change),
            "low80": rounded(self.low80),
            "high80": rounded(self.high80),
            "detectable_change": rounded(self.detectable),
        }


@dataclass(frozen=True)
class NextReading:
    """What one more reading would tell: by how much the band of the judged day is expected to narrow (0 to 1)."""

    day: float
    narrowing: float

    def to_json(self) -> dict[str, float]:
        """The fields as plain tables."""
        return {"day": rounded(self.day), "expected_narrowing": rounded(self.narrowing)}


@dataclass(frozen=True)
class TrackedOutcome:
    """Changes from the start (day,) in `unit`: lower end, middle, upper end of what was `said` and is said `now`."""

    __repr__ = brief

    zone: str
    name: str
    label: str
    scale: str
    unit: str
    better: int
    carries: tuple[str, ...]
    start: float
    day: np.ndarray
    said: np.ndarray
    """(3, day)"""
    now: np.ndarray
    """(3, day)"""
    judged_day: float
    today: float
    chance_said: float
    chance_now: float
    places: tuple[float, float, float]
    """probability that the person goes slower than, within or faster than the middle half of what was said"""
    smallest_change: float
    points: tuple[Point, ...]
    next_readings: tuple[NextReading, ...]

    @property
    def place(self) -> str:
        """`slower`, `on track` or `faster` where one of them is likely, else `not to be told yet`."""
        most = int(np.argmax(self.places))
        return PLACES[most] if self.places[most] >= LIKELY else "not to be told yet"

    @property
    def measurable(self) -> bool:
        """Whether the last reading after the start shows an improvement beyond its error."""
        return any(self.better * point.change >= point.detectable for point in self._late[-1:])

    @property
    def worse(self) -> bool:
        """Whether the last reading after the start shows a change for the worse beyond its error."""
        return any(-self.better * point.change >= point.detectable for point in self._late[-1:])

    @property
    def _late(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.measurement.day > 0)

    @property
    def expected_day(self) -> float | None:
        """First day from today on which the middle of what is said now lies beyond what the last reading could tell
        from error, and stays there; None: never. Without a reading, beyond the smallest change of two single ones."""
        size = self.better * self.now[1]
        beyond = size >= (self._late[-1].detectable if self._late else self.smallest_change)
        # What a session does for hours or days is no change that stays.
        lasting = np.logical_and.accumulate(beyond[::-1])[::-1] & (self.day >= self.today)
        days = self.day[lasting]
        return float(days[0]) if days.size else None

    def at(self, band: np.ndarray, day: float) -> dict[str, float]:
        """Lower end, middle and upper end of a band on one day."""
        low, middle, high = (float(np.interp(day, self.day, row)) for row in band)
        return {"median": rounded(middle), "low80": rounded(low), "high80": rounded(high)}

    @property
    def narrower(self) -> float:
        """Width of the band now over that of what was said, on the judged day."""
        said, now = self.at(self.said, self.judged_day), self.at(self.now, self.judged_day)
        width = said["high80"] - said["low80"]
        return (now["high80"] - now["low80"]) / width if width else 1.0

    def to_json(self) -> dict[str, Any]:
        """The fields as plain tables; bands over all days, and on the judged day."""
        return {
            **({"zone": self.zone} if self.zone else {}),
            "name": self.name,
            "label": self.label,
            "scale": self.scale,
            "unit": self.unit,
            "direction": "higher is better" if self.better > 0 else "lower is better",
            "concerns": list(self.carries),
            "start": rounded(self.start),
            "judged_day": rounded(self.judged_day),
            "said": self.at(self.said, self.judged_day),
            "now": self.at(self.now, self.judged_day),
            "chance_of_noticeable": {"said": rounded(self.chance_said), "now": rounded(self.chance_now)},
            "place": self.place,
            "probability": {name: rounded(p) for name, p in zip(PLACES, self.places, strict=True)},
            "smallest_detectable_change": rounded(self.smallest_change),
            "measurable_change": self.measurable,
            "measurable_worsening": self.worse,
            "measurable_expected_day": self.expected_day,
            "measurements": [point.to_json() for point in self.points],
            "next_readings": [item.to_json() for item in self.next_readings],
            "band": {
                "day": [rounded(day) for day in self.day],
                "said": [[rounded(value) for value in row] for row in self.said],
                "now": [[rounded(value) for value in row] for row in self.now],
            },
        }
