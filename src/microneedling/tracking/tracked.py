"""The answer of `track`: what was said, what is read, what is said now, and what to do with what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..outcomes.summary import rounded
from ..phrases import overridden_words
from . import words as say
from .draw import draw_tracked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..course.course import Course
    from ..course.forecast import Forecast
    from .advice import Advice
    from .healing_time import HealingTime
    from .learning import Learnt
    from .measurement import Measurement
    from .rerun import Rerun
    from .rests import Rests
    from .tracked_outcome import TrackedOutcome


@dataclass(frozen=True, repr=False, eq=False)
class Tracked(Answer):
    """A running course after what was measured. What carries the concerns comes first in `outcomes`.

    >>> from microneedling import Measurement, load_course, track
    >>> course = load_course("examples/fine_lines_roller.toml")
    >>> tracked = track(course, [Measurement(day=120, scale="lemperle", value=2, rater="A")], draws=40, advise=False)
    >>> tracked.summary().splitlines()[0]
    'Fine lines, cheek, roller, four sessions: what was said, what is seen (day 120)'
    """

    course: Course
    measurements: tuple[Measurement, ...]
    today: float
    missed: tuple[int, ...]
    said: Forecast
    """what was said: the course as planned"""
    done: Forecast | Rerun
    """the course as it was done, before anything was learnt"""
    outcomes: tuple[TrackedOutcome, ...]
    healing: tuple[HealingTime, ...]
    advice: Advice | None
    rests: Rests
    learnt: Learnt

    @property
    def chief(self) -> tuple[TrackedOutcome, ...]:
        """The outcomes that carry the concerns."""
        return tuple(item for item in self.outcomes if item.carries)

    @property
    def title(self) -> str:
        """The course, and the day up to which it was followed."""
        return f"{self.course.title}: what was said, what is seen (day {self.today:g})"

    def card(self) -> Card:
        """For each concern what is said now beside what was said; then the rest, what to do, what it rests on."""
        lead = tuple(
            line for item in self.chief for line in say.outcome_lines(item, self.course.assessment_day)
        )
        if overridden := overridden_words(self.said.overridden):
            lead = (overridden, *lead)
        rest = (
            say.missed_line(self.missed),
            *(say.healing_line(item) for item in self.healing if item.learnt_from),
            say.advice_line(self.advice, self.chief),
            say.rests_line(self.rests),
            say.assumed_line(),
        )
        return Card(self.title, lead, say.table(self.outcomes), tuple(filter(None, rest)))

    def tidy(self) -> list[Row]:
        """One row an outcome and day: what was said and what is said now."""
        return [
            {
                "zone": item.zone,
                "outcome": item.name,
                "scale": item.scale,
                "unit": item.unit,
                "day": float(day),
                **{
                    f"{name}_{end}": float(band[row, k])
                    for name, band in (("said", item.said), ("now", item.now))
                    for row, end in enumerate(("low80", "median", "high80"))
                },
            }
            for item in self.outcomes
            for k, day in enumerate(item.day)
        ]

    def draw(self, ax: Axes) -> None:
        """The outcome that carries the first concern: the band said in grey, the band now, and what was measured."""
        sessions = [session.day for session in self.done.course.sessions]
        draw_tracked(ax, self.outcomes[0], self.course.title, sessions)

    def to_json(self) -> dict[str, Any]:
        """The answer as one JSON object; `said` and `now` are changes from the start in the unit of each outcome."""
        return {
            "model_number": self.said.manifest["model_number"],
            "course": self.course.model_dump(mode="json", exclude_none=True),
            "measurements": [one.model_dump(mode="json", exclude_none=True) for one in self.measurements],
            "today": rounded(self.today),
            "missed_session_days": list(self.missed),
            "outcomes": [item.to_json() for item in self.outcomes],
            "healing": [item.to_json() for item in self.healing],
            "advice": self.advice.to_json() if self.advice else None,
            "rests_on": self.rests.to_json(),
            "overridden": [item.to_json() for item in self.said.overridden],
            "manifest": self.said.manifest,
        }
