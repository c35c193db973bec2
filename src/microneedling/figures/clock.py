"""The healing clock: what rises and falls when after one session, on a logarithmic axis of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from ..phrases import number
from .svg import Axis, band, label, line, picture, tag, trace

HOURS = (
    (1 / 24, "1 h"),
    (6 / 24, "6 h"),
    (1, "1 d"),
    (3, "3 d"),
    (7, "1 wk"),
    (28, "4 wk"),
    (91, "13 wk"),
    (365, "1 y"),
)


STRIP = 42.0  # height of one curve


@dataclass(frozen=True)
class ClockRow:
    """One process: its curve (0..1 between rest and its largest), and the moment the clock names."""

    words: str
    moment_day: float | None
    moment_words: str
    day: np.ndarray
    curve: np.ndarray  # empty where there is nothing to draw


LABELS, MOMENTS, NARROW = (
    214.0,
    84.0,
    600.0,
)  # room at either side; below this width labels stand on the strips


def clock_chart(
    rows: Sequence[ClockRow], last_day: float, width: float = 1000, name: str = "clock"
) -> Markup:
    """One strip a process, in the order of their moments; on a telephone each under its label."""
    narrow = width < NARROW
    tall, top = 58.0 if narrow else 42.0, 4.0 if narrow else 8.0
    left, right = (4.0, width - 4.0) if narrow else (LABELS, width - MOMENTS)
    moments = [row.moment_day for row in rows if row.moment_day]
    across = Axis(1 / 24, max(last_day, *moments, 28) * 1.1 if moments else last_day, left, right, log=True)
    bottom = top + tall * len(rows)
    parts: list[Markup] = []
    for day, words in HOURS:
        if day <= across.high:
            x = across(day)
            anchor = "start" if x < left + 8 else "middle"
            parts += [line(x, top, x, bottom, "grid"), label(x, bottom + 16, words, "tick", anchor)]
    for index, row in enumerate(rows):
        parts += _labels(row, across, top + tall * index, tall, narrow)
        parts += _strip(row, across, top + tall * (index + 1) - STRIP, STRIP)
    told = "; ".join(f"{row.words}: {row.moment_words}" for row in rows)
    return picture(width, bottom + 24, name, "Healing clock after the first session", told, *parts)


def _labels(row: ClockRow, across: Axis, top: float, tall: float, narrow: bool) -> list[Markup]:
    if narrow:
        return [
            label(across.start, top + 13, row.words, "label"),
            label(across.end, top + 13, row.moment_words, "label strong", "end"),
        ]
    y = top + tall - 13
    return [
        label(across.start - 12, y, row.words, "label", "end"),
        label(across.end + 10, y, row.moment_words, "label strong"),
    ]


def _strip(row: ClockRow, across: Axis, top: float, tall: float) -> list[Markup]:
    floor = top + tall - 7
    parts = [line(across.start, floor, across.end, floor, "grid")]
    shown = (row.day >= across.low) & (row.day <= across.high) if row.curve.size else np.zeros(0, bool)
    if shown.any():
        xs = [across(day) for day in row.day[shown]]
        ys = [floor - float(value) * (tall - 11) for value in row.curve[shown]]
        parts += [
            tag("path", d=band(xs, [floor] * len(xs), ys), class_="band80"),
            tag("path", d=trace(zip(xs, ys, strict=True)), class_="median"),
        ]
    if row.moment_day:
        x = across(row.moment_day)
        height = float(np.interp(row.moment_day, row.day, row.curve)) if shown.any() else 0.0
        on_curve = shown.any() and row.moment_day <= row.day[-1]
        y = floor - (height * (tall - 11) if on_curve else 0.0)
        parts += [line(x, y, x, floor, "moment"), tag("circle", cx=x, cy=y, r=3.6, class_="dot")]
    return parts


def moment_words(value: float | None, unit: str) -> str:
    """`7.2 h`, `2.8 days`, or that it was not reached."""
    if value is None:
        return "not reached"
    return f"{number(value)} h" if unit == "h" else f"{number(value)} d"
