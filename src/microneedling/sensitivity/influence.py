"""The ranking that a report shows: which numbers make the spread of the forecast, and what would narrow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ..course.forecast import Forecast

MOST = 12


@dataclass(frozen=True)
class Influential:
    """One number of the ranking; `swing` is its share of the spread, or of all movement, in percent."""

    key: str
    about: str
    grade: str
    outcome: str  # where it counts most
    swing: float
    source: str = ""
    narrowed_by: str = ""


@dataclass(frozen=True)
class Influence:
    """The ranking and how it was found: from the forecast's own draws, or one number at a time when too few."""

    by: Literal["draws", "one at a time"]
    numbers: tuple[Influential, ...]


def influence(forecast: Forecast) -> Influence:
    """Rank the numbers of a forecast at its assessment day; one at a time this runs the course again, in batches."""
    from .spread import FEWEST_DRAWS

    if forecast.values.count >= FEWEST_DRAWS:
        return Influence("draws", _from_draws(forecast))
    return Influence("one at a time", _one_at_a_time(forecast))


def _from_draws(forecast: Forecast) -> tuple[Influential, ...]:
    """Mean share of the outcomes' variance that a number makes by itself, percent."""
    from .ranking import ranking

    return tuple(
        Influential(
            key=row.entry.key,
            about=row.entry.about,
            grade=row.entry.grade,
            outcome=row.outcome,
            swing=100 * row.share,
            source=row.source,
            narrowed_by=row.advice,
        )
        for row in ranking(forecast, MOST).numbers
    )


def _one_at_a_time(forecast: Forecast) -> tuple[Influential, ...]:
    """Each number moved alone over its range, as a share of all movement, percent."""
    from ..course.simulate import outcomes_at
    from ..evidence.report import evidence_report

    course, book = forecast.course, forecast.values.registry
    day = float(course.assessment_day)
    report = evidence_report(forecast, lambda values: outcomes_at(course, values, day))
    found = []
    for key, weight in report.overall(MOST):
        mine = [
            (item.span / report.strongest(item.outcome, 1)[0].span, item.outcome)
            for item in report.influences
            if item.key == key and item.span > 0
        ]
        most = max(mine)[1] if mine else ""
        found.append(Influential(key, book[key].about, book[key].grade, most, 100 * weight))
    return tuple(found)
