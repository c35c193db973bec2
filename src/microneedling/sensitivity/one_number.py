"""What one number moves: a course at its assessment day with the number at either end of its 95 % range, all else
nominal. Three runs, so that it answers while one looks; what numbers do together is the business of `screening`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..course.course import Course
from ..course.simulate import simulate
from ..course.zones.parts import one_zone
from ..evidence.report import ends
from ..evidence.sources import numbers_behind
from ..evidence.told import told
from ..outcomes.summary import rounded


@dataclass(frozen=True)
class Moved:
    """One outcome, its change nominal and with the number at its ends, in `unit`; `smallest` can be told from error."""

    outcome: str
    label: str
    unit: str
    nominal: float
    at_low: float
    at_high: float
    smallest: float

    @property
    def span(self) -> float:
        """Width of the movement, the nominal run included."""
        ends = (self.nominal, self.at_low, self.at_high)
        return max(ends) - min(ends)

    @property
    def share(self) -> float:
        """The movement as a share of the smallest detectable change, so that outcomes can be compared."""
        return self.span / self.smallest if self.smallest > 0 else 0.0


@dataclass(frozen=True)
class OneNumber:
    """What a number moves in a course, the most first; `used` says whether the course reads it at all."""

    key: str
    title: str
    day: float
    range: tuple[float, float] | None
    used: bool
    moved: tuple[Moved, ...]

    def to_json(self) -> dict[str, Any]:
        """The same in plain numbers."""
        return {
            "key": self.key,
            "course": self.title,
            "day": self.day,
            "range": None if self.range is None else list(self.range),
            "used": self.used,
            "moved": [
                {
                    "outcome": item.outcome,
                    "label": item.label,
                    "unit": item.unit,
                    "nominal": rounded(item.nominal),
                    "at_low": rounded(item.at_low),
                    "at_high": rounded(item.at_high),
                    "smallest_detectable_change": rounded(item.smallest),
                    "share_of_smallest": rounded(item.share),
                }
                for item in self.moved
            ],
        }


def moved_by(key: str, course: Course) -> OneNumber:
    """What a number moves in a course of one zone; nothing where it is fixed, made by a formula, or not read there.

    Raises `InputError` for a number that there is not, `Refused` and `SolverError` as `simulate` does.
    """
    entry = told(key).entry
    course = one_zone(course, "evidence")
    day, span = float(course.assessment_day), ends(entry)
    nominal = simulate(course, 1, days=(day,))
    used = entry.key in numbers_behind(nominal.values.used, nominal.values.registry)
    if span is None or not used:
        return OneNumber(entry.key, course.title, day, span, used, ())
    values = nominal.values.registry.nominal().stacked([{}, {entry.key: span[0]}, {entry.key: span[1]}])
    ran = simulate(course, 3, days=(day,), values=values)
    found = []
    for item in ran.outcomes:
        middle, low, high = (float(value) for value in np.asarray(item.at(day), float))
        found.append(Moved(item.name, item.label, item.unit, middle, low, high, item.smallest_change))
    ordered = sorted(found, key=lambda item: (-item.share, item.outcome))
    return OneNumber(entry.key, course.title, day, span, used, tuple(ordered))
