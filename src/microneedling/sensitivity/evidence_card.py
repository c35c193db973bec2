"""What a forecast rests on, in a dozen lines, as rows and as a figure; the outcome of the concern comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..answers.axes import GRADE_COLOURS, finished
from ..answers.drawings import bars
from ..observation.asked import asked_for
from .ranking import titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..course.forecast import Forecast
    from ..evidence.entry import Entry
    from .ranking import Ranked, Ranking
    from .spread import Spread

HEAD = ("number", "share", "grade", "its value", "what it is")
MOST_ROWS, MOST_BARS, LONGEST_ABOUT = 6, 12, 46


def of_concern(forecast: Forecast, ranking: Ranking) -> tuple[str, Spread | None]:
    """The outcome that answers the first concern, in words, and where its spread comes from (None: none was told)."""
    outcomes = forecast.outcomes
    chief = next(iter(asked_for(forecast.course.concerns, outcomes)), outcomes[0])
    name = next(name for name, item in zip(titles(outcomes), outcomes, strict=True) if item is chief)
    return chief.label, next((item for item in ranking.spreads if item.outcome == name), None)


def lead_words(ranking: Ranking, label: str, spread: Spread | None) -> tuple[str, ...]:
    """How much of the spread of the concern's outcome single numbers explain, and what reading would narrow it."""
    if spread is None or not spread.shares:
        return (
            f"No number stands out in the spread of {label} on day {ranking.day:g} ({ranking.draws} draws).",
        )
    lead = [
        f"What makes the spread of {label} on day {ranking.day:g}: {len(spread.shares)} numbers explain "
        f"{spread.explained:.0%} of its variance one by one; these most."
    ]
    for reading in ranking.readings_of(spread.outcome, 1):
        taken = f"{reading.candidate.title} ({reading.share:.0%} of its variance)"
        lead.append(f"The reading of this person that would narrow it most: {taken}.")
    return tuple(lead)


def table(spread: Spread | None, entries: Mapping[str, Entry]) -> tuple[tuple[str, ...], ...]:
    """A row a number, the strongest first."""
    if spread is None or not spread.shares:
        return ()
    return (HEAD, *(_cells(entries[one.key], one.share) for one in spread.shares[:MOST_ROWS]))


def _cells(entry: Entry, share: float) -> tuple[str, ...]:
    unit = "" if entry.unit == "1" else f" {entry.unit}"
    value = "-" if entry.value is None else f"{entry.value:.4g}{unit}"
    about = entry.about if len(entry.about) <= LONGEST_ABOUT else f"{entry.about[: LONGEST_ABOUT - 4]} ..."
    return entry.key, f"{share:.0%}", entry.grade, value, about


def rows(numbers: Sequence[Ranked], day: float) -> list[dict[str, Any]]:
    """One row a number, by its mean share over all outcomes, the strongest first."""
    return [
        {
            "number": row.entry.key,
            "about": row.entry.about,
            "share": row.share,
            "outcome": row.outcome,
            "share_there": row.share_there,
            "day": day,
            "value": row.entry.value,
            "unit": row.entry.unit,
            "evidence": row.entry.grade,
            "source": row.source,
            "narrowed_by": row.narrowed_by or None,
            "narrowed_share": row.narrowed_share if row.narrowed_by else None,
        }
        for row in numbers
    ]


def draw(ax: Axes, title: str, label: str, day: float, spread: Spread, entries: Mapping[str, Entry]) -> None:
    """A bar a number, its grade of evidence in words and colour."""
    chosen = [(entries[one.key], 100 * one.share) for one in spread.shares[:MOST_BARS]]
    bars(
        ax,
        [entry.key for entry, _ in chosen],
        [share for _, share in chosen],
        [GRADE_COLOURS[entry.grade] for entry, _ in chosen],
        [f"{share:.0f} % {entry.grade}" for entry, share in chosen],
    )
    across = f"share of the variance of {label} on day {day:g}, %"
    finished(ax, f"{title}\nnumbers that make the spread, by grade of evidence", across, "")
