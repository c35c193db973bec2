"""What a forecast rests on: its numbers ranked, the readings that would narrow it, screenings of every number.

evidence_for(course or forecast) -> Evidence
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..answers.answer import Answer, Row
from ..answers.card import Card
from ..course.course import Course
from ..course.forecast import Forecast
from ..course.simulate import simulate
from ..course.summary import known_line
from ..course.zones.parts import one_zone
from ..errors import InputError, Mistake
from ..inputs.questions import refuse, subject, to_rank
from . import evidence_card as say
from .ranking import Ranking, ranking
from .screening import LEADERS, Sensitivity, morris, sobol

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..evidence.registry import Values

DRAWS = 300
Progress = Callable[[str], None]


@dataclass(frozen=True, repr=False, eq=False)  # arrays within have no one truth: equal is the same object
class Evidence(Answer):
    """What one forecast rests on.

    >>> from microneedling import evidence_for, load_course
    >>> evidence = evidence_for(load_course("examples/fine_lines_roller.toml"), draws=100)
    >>> evidence.to_frame().columns.tolist()[:3]
    ['number', 'about', 'share']
    """

    forecast: Forecast
    ranking: Ranking
    screenings: tuple[Sensitivity, ...] = ()

    @property
    def course(self) -> Course:
        """The course of the forecast."""
        return self.forecast.course

    @property
    def values(self) -> Values:
        """The numbers of the forecast."""
        return self.forecast.values

    @property
    def manifest(self) -> dict[str, Any]:
        """How the forecast was made."""
        return self.forecast.manifest

    def to_json(self) -> dict[str, Any]:
        """The ranking, the manifest of the forecast, and the screenings by their method."""
        screened = {item.method: item.to_json(LEADERS) for item in self.screenings}
        return {
            "title": self.forecast.course.title,
            **self.ranking.to_json(),
            "overridden": [item.to_json() for item in self.forecast.overridden],
            "manifest": self.forecast.manifest,
            **({"sensitivity": screened} if screened else {}),
        }

    def card(self) -> Card:
        """The numbers that make the spread, each with its grade, and how much of it is known."""
        manifest = self.forecast.manifest
        label, spread = say.of_concern(self.forecast, self.ranking)
        lead = say.lead_words(self.ranking, label, spread)
        table = say.table(spread, self.forecast.values.registry)
        return Card(self.forecast.course.title, lead, table, (known_line(manifest),))

    def tidy(self) -> list[Row]:
        """One row a number, the strongest first."""
        return say.rows(self.ranking.numbers, self.ranking.day)

    def draw(self, ax: Axes) -> None:
        """A bar a number: its share of the spread of the outcome that answers the first concern."""
        label, spread = say.of_concern(self.forecast, self.ranking)
        if spread is None:
            raise InputError("plot", [Mistake("draws", str(self.ranking.draws), "enough to rank numbers by")])
        book, title = self.forecast.values.registry, self.forecast.course.title
        say.draw(ax, title, label, self.ranking.day, spread, book)


def evidence_for(
    course: Course | Forecast,
    draws: int = DRAWS,
    seed: int = 1,
    sensitivity: Literal["morris", "sobol"] | None = None,
    *,
    override_stop: bool = False,
    progress: Progress | None = None,
) -> Evidence:
    """What the forecast of a course, or one already made, rests on at its earliest assessment day.

    The ranking comes from the forecast's own draws. `sensitivity` screens every number as well: Morris, or Morris and
    then Sobol shares of those that lead (a minute or more; `progress` is called with its state in words).

    Raises `InputError` with every mistake in the arguments, `Refused` and `SolverError` as `simulate` does.

    >>> from microneedling import evidence_for, load_course
    >>> evidence_for(load_course("examples/fine_lines_roller.toml"), draws=100).ranking.draws
    100
    """
    wrong = subject("course", course, (Course, Forecast), "load_course(PATH)")
    refuse("evidence", wrong + to_rank(draws, seed, sensitivity))
    forecast = course
    if isinstance(course, Course):
        course = one_zone(course, "evidence")
        day = float(course.assessment_day)
        forecast = simulate(course, draws, seed, (day,), override_stop=override_stop)
    assert isinstance(forecast, Forecast)  # for the type checker: `subject` has refused all else
    one_zone(forecast.course, "evidence")
    ranked = ranking(forecast)
    return Evidence(forecast, ranked, _screened(forecast.course, sensitivity, seed, progress or _silent))


def _screened(course: Course, method: str | None, seed: int, told: Progress) -> tuple[Sensitivity, ...]:
    """Morris over every number the course uses; with "sobol" then Sobol shares of those that lead."""
    if method is None:
        return ()
    first = morris(
        course, seed=seed, progress=lambda done, of: told(f"Morris: {done} of {of} runs"), override_stop=True
    )  # the forecast was let through before
    if method == "morris":
        return (first,)
    leaders = [key for key, _ in first.overall(LEADERS)]
    shares = sobol(
        course,
        leaders,
        seed=seed,
        progress=lambda done, of: told(f"Sobol: {done} of {of} runs"),
        override_stop=True,
    )
    return first, shares


def _silent(text: str) -> None:
    """Nobody listens."""
