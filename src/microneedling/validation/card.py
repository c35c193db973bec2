"""A validation in a dozen lines, as rows and as a figure: functions of its readings. Loads without NumPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..answers.axes import BLUE, GREY, RED, SKY, finished
from ..answers.card import shortened
from .judged import MODEL, REFERENCES, JudgedReading, Scores
from .reading_words import (
    number_or_dash,
    observed_words,
    predicted_words,
    share,
    unit_words,
    verdict_words,
    what_and_when,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SCORE_HEAD = (
    "family",
    "readings",
    "in 50 %",
    "in 80 %",
    "sign",
    "CRPS",
    "family mean",
    "and sessions",
    "and design",
)
READING_HEAD = ("reading", "reported", "predicted [80 %]", "unit", "verdict")
MOST_FAMILIES, MOST_READINGS = 4, 7
FARTHEST = 2.6  # places beyond are drawn at the edge


def score_table(rows: Sequence[tuple[str, Scores]]) -> tuple[tuple[str, ...], ...]:
    """Coverage and scores of all readings and of each family, under their heads."""
    return (SCORE_HEAD, *(_score_cells(*row) for row in rows))


def worst_families(rows: Sequence[tuple[str, Scores]]) -> list[tuple[str, Scores]]:
    """All readings, then the families where the model fares worst beside the reference forecasts."""
    (all_, *families) = rows
    return [all_, *_worst_first(families)[:MOST_FAMILIES]]


def _worst_first(rows: Sequence[tuple[str, Scores]]) -> list[tuple[str, Scores]]:
    """Those that lose to a reference forecast in front, then by the share outside the 80 % interval."""
    return sorted(rows, key=lambda row: (not row[1].not_beaten, row[1].coverage["80"] or 0.0))


def _score_cells(name: str, item: Scores) -> tuple[str, ...]:
    return (
        name,
        str(item.readings),
        share(item.coverage["50"]),
        share(item.coverage["80"]),
        share(item.sign_agreement),
        *(number_or_dash(item.crps.get(key)) for key in (MODEL, *REFERENCES)),
    )


def reading_table(readings: Sequence[JudgedReading]) -> tuple[tuple[str, ...], ...]:
    """A row a reading: what was reported, what is predicted, what came of it."""
    return (READING_HEAD, *map(_reading_cells, readings[:MOST_READINGS])) if readings else ()


def _reading_cells(item: JudgedReading) -> tuple[str, ...]:
    return (
        shortened(what_and_when(item.reading), 44),
        observed_words(item),
        predicted_words(item),
        unit_words(item.reading),
        verdict_words(item),
    )


def rows(readings: Sequence[JudgedReading]) -> list[dict[str, Any]]:
    """One row a published reading; a direction has no number observed, a band two ends."""
    return [
        {
            "reading": item.id,
            "study": item.study,
            "arm": item.arm,
            "family": item.family,
            "outcome": item.reading.scale,
            "label": item.reading.label,
            "statistic": item.reading.statistic,
            "day": item.reading.day,
            "observed": observed_words(item),
            "observed_low": min(item.numbers, default=None),
            "observed_high": max(item.numbers, default=None),
            "median": item.median,
            "low80": item.low,
            "high80": item.high,
            "unit": item.reading.unit,
            "residual": item.residual,
            "place": item.place,
            "verdict": str(item.verdict),
            "evidence": str(item.role),
            "people": item.n,
            "design": item.design,
        }
        for item in readings
    ]


def draw_places(ax: Axes, title: str, groups: Mapping[str, Sequence[JudgedReading]]) -> None:
    """Where each report falls in its prediction, a row a group: inside the band lie 80 % if the model is right."""
    groups = {name: lines for name, lines in groups.items() if any(item.place is not None for item in lines)}
    ax.axvspan(-1, 1, color=SKY, alpha=0.2, linewidth=0)
    ax.axvline(0, color=GREY, linewidth=1.2)
    for missed, colour, mark in ((False, BLUE, "o"), (True, RED, "X")):
        across, up = _places(groups, missed)
        ax.plot(across, up, mark, color=colour, markersize=6, alpha=0.75, markeredgewidth=0)
    names = [name if len(lines) == 1 else f"{name} ({_inside(lines)})" for name, lines in groups.items()]
    ax.set_yticks(range(len(names) - 1, -1, -1), names)
    ax.set_ylim(-0.6, len(names) - 0.4)
    ax.set_xlim(-FARTHEST - 0.15, FARTHEST + 0.15)
    ax.set_xticks([-2, -1, 0, 1, 2])
    across = "place of the published number in its prediction\nshaded: predicted 80 % interval; crosses lie outside it"
    finished(ax, title, across, "")


def _places(groups: Mapping[str, Sequence[JudgedReading]], missed: bool) -> tuple[list[float], list[float]]:
    """Places across and up of the readings that are (not) missed; within a group they lie a little apart."""
    across, up = [], []
    for row, lines in zip(range(len(groups) - 1, -1, -1), groups.values(), strict=True):
        there = [item for item in lines if item.place is not None]
        for k, item in enumerate(there):
            if item.missed == missed and item.place is not None:
                across.append(min(max(item.place, -FARTHEST), FARTHEST))
                up.append(row + 0.3 * ((k * 0.618) % 1 - 0.5))
    return across, up


def _inside(lines: Sequence[JudgedReading]) -> str:
    there = [item for item in lines if item.place is not None]
    return f"{sum(not item.missed for item in there)} of {len(there)}"
