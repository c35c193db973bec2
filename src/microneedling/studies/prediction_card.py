"""A prediction in a dozen lines, as rows and as a figure: functions of its readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ..answers.axes import BLUE, GREY, ORANGE, finished, legend
from ..answers.drawings import zero_line
from ..phrases import fixed

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .predicted import PredictedReading
    from .study import Reading

HEAD = ("would be reported", "median [80 %]", "unit", "better", "improved in")
MOST_ROWS = 6
LOW, HIGH = "0.1", "0.9"


def reading_name(reading: Reading) -> str:
    """What is read, how it is told, and when: `Goodman-Baron grade, mean change, day 150`."""
    parts = [reading.kind.label, "" if reading.statistic == "mean" else reading.statistic]
    parts[1] += f" by more than {reading.over_percent:g} %" if reading.over_percent is not None else ""
    parts += [f"{reading.part} scars" if reading.part else ""]
    parts += [f"day {reading.day_at:g}" if reading.kind.timed and reading.day_at else ""]
    return ", ".join(part for part in parts if part)


def span_words(quantiles: Mapping[str, float]) -> str:
    """`median [low .. high]` of the quantiles of a reading."""
    return f"{fixed(quantiles['0.5'])} [{fixed(quantiles[LOW])} .. {fixed(quantiles[HIGH])}]"


def reading_table(readings: Sequence[PredictedReading]) -> tuple[tuple[str, ...], ...]:
    """A row a reading: what would be reported, which way is better, what the biology alone says."""
    return (HEAD, *map(_cells, readings[:MOST_ROWS])) if readings else ()


def _cells(item: PredictedReading) -> tuple[str, ...]:
    told, chance = item.to_json(), item.probability_of_improvement
    return (
        reading_name(item.reading),
        span_words(told["quantiles"]),
        "" if item.unit == "1" else item.unit,
        item.better,
        "-" if chance is None else f"{chance:.0%} of draws",
    )


def lead_words(readings: Sequence[PredictedReading], analysed: int | None) -> str:
    """The first reading in a sentence, and how many more there are."""
    if not readings:
        return "The file names no reading, so nothing is predicted."
    item, more = readings[0], len(readings) - 1
    unit = "" if item.unit in ("", "1") else f" {item.unit}"
    how_many = "" if analysed is None else f"{analysed} "
    words = (
        f"A study of {how_many}such people would report {reading_name(item.reading)}: "
        f"{span_words(item.to_json()['quantiles'])}{unit} ({_way(item.better)})."
    )
    return f"{words} {more} more reading{'s' if more > 1 else ''}." if more else words


def _way(better: str) -> str:
    return "a level, compared with nothing" if better == "neither" else f"{better} is better"


def known_words(calibrated: bool, draws: int, seed: int, model_number: int) -> str:
    """What the numbers have learnt from, draws, seed and model number."""
    learnt = (
        "numbers calibrated on published results"
        if calibrated
        else "the ranges of the registry, before any published result"
    )
    return (
        f"How much of this is known: {learnt}; {draws} draws, seed {seed}, model number {model_number}. Brackets: the "
        "middle 80 %, raters of the study's own and the chance of who takes part included."
    )


def assumed_words(assumed: Sequence[str]) -> str:
    """How much was taken for granted, and where it is said."""
    if not assumed:
        return ""
    return f"Assumed where the file is silent ({len(assumed)}, in full: .assumed): {assumed[0].rstrip('.')}."


def reading_rows(readings: Sequence[PredictedReading], calibrated: bool) -> list[dict[str, Any]]:
    """One row a reading."""
    rows = []
    for item in readings:
        told = item.to_json()
        q, alone = told["quantiles"], told["without_study_effect"]["quantiles"]
        rows.append(
            {
                "outcome": item.reading.scale,
                "label": item.reading.kind.label,
                "statistic": item.reading.statistic,
                "rater": item.reading.rater,
                "day": float(item.reading.day_at),
                "median": q["0.5"],
                "low80": q[LOW],
                "high80": q[HIGH],
                "low50": q["0.25"],
                "high50": q["0.75"],
                "mean": told["mean"],
                "sd": told["sd"],
                "unit": item.unit,
                "better": item.better,
                "probability_of_improvement": item.probability_of_improvement,
                "biology_median": alone["0.5"],
                "biology_low80": alone[LOW],
                "biology_high80": alone[HIGH],
                "family": item.family,
                "evidence": "calibrated" if item.calibrated else "priors",
            }
        )
    return rows


def draw_reading(ax: Axes, title: str, item: PredictedReading, neutral: float | None) -> None:
    """The predictive distribution of one reading, its 80 % interval, and the biology alone."""
    reported = item.reported[np.isfinite(item.reported)]
    alone = item.biology[np.isfinite(item.biology)]
    low, middle, high = np.quantile(reported, (0.1, 0.5, 0.9))
    both, bins = np.concatenate([reported, alone]), int(np.clip(1.5 * np.sqrt(reported.size), 8, 30))
    edges = [float(edge) for edge in np.histogram_bin_edges(both, bins)]
    ax.axvspan(low, high, color=BLUE, alpha=0.12, linewidth=0, label="80 % of reports")
    ax.hist(reported, edges, density=True, color=BLUE, alpha=0.55, label="as a study would report it")
    ax.hist(
        alone, edges, density=True, histtype="step", color=ORANGE, linewidth=1.6, label="the biology alone"
    )
    ax.axvline(middle, color=BLUE, linewidth=1.8, label="median of reports")
    if neutral is not None:
        zero_line(ax, neutral, upright=True)
        ax.annotate(" no change", (neutral, 1), xycoords=("data", "axes fraction"), va="top",
                    fontsize="small", color=GREY)  # fmt: skip
    unit = "" if item.unit in ("", "1") else f", {item.unit}"
    across = f"{reading_name(item.reading)}{unit}\n({_way(item.better)})"
    finished(ax, title, across, "density of draws")
    legend(ax)
