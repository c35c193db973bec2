"""Scores of a concern over time, drawn as SVG: readings, sessions, and how much a single rater's error may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from markupsafe import Markup

from ...figures.svg import Axis, box, label, line, needle, picture, tag, trace
from .grades import ScaleInWords
from .language.numbers import spelt

WIDTH, HEIGHT = 360.0, 180.0
LEFT, RIGHT, TOP, BOTTOM = 26.0, 16.0, 20.0, 34.0
MARKS = 5  # labels down the side at most


@dataclass(frozen=True)
class Reading:
    """One score: its day, and whether it belongs to the start."""

    on: date
    value: float
    baseline: bool = False


def score_chart(
    name: str, title: str, scale: ScaleInWords, readings: Sequence[Reading], sessions: Sequence[date]
) -> Markup:
    """The scores of one concern on one scale; `readings` from the oldest, one at least."""
    days = [item.on for item in readings] + list(sessions)
    first, last = min(days), max(days)
    span = max((last - first).days, 28)
    across = Axis(0.0, float(span), LEFT + 12, WIDTH - RIGHT)
    up = Axis(scale.low, scale.high, HEIGHT - BOTTOM, TOP)
    points = [(across((item.on - first).days), up(item.value)) for item in readings]
    start = [item.value for item in readings if item.baseline] or [readings[0].value]
    middle = sum(start) / len(start)
    parts: list[object] = [*_frame(scale, up, across, middle)]
    parts += [needle(across((day - first).days), HEIGHT - BOTTOM + 9) for day in sessions]
    parts.append(tag("path", d=trace(points), class_="path"))
    for (x, y), item in zip(points, readings, strict=True):
        parts.append(tag("circle", cx=x, cy=y, r=5, class_="first" if item.baseline else "reading"))
    x, y = points[-1]
    over = -11 if y > TOP + 14 else 19
    parts.append(label(x, y + over, spelt(readings[-1].value), "value", "middle"))
    parts.append(label(LEFT + 12, HEIGHT - 4, date_format(first, "j M Y"), "tick"))
    if last != first:
        parts.append(
            label(across((last - first).days), HEIGHT - 4, date_format(last, "j M Y"), "tick", "end")
        )
    return picture(WIDTH, HEIGHT, name, title, _told(scale, readings, sessions), *parts)


def _frame(scale: ScaleInWords, up: Axis, across: Axis, middle: float) -> list[Markup]:
    low, high = (min(max(middle + sign * scale.smallest_change, scale.low), scale.high) for sign in (-1, 1))
    parts = [box(across.start, up(high), across.end - across.start, up(low) - up(high), "noise")]
    steps = 1 if scale.high - scale.low <= MARKS else (scale.high - scale.low) / 4
    value = scale.low
    while value <= scale.high + 1e-9:
        parts.append(line(across.start, up(value), across.end, up(value), "grid"))
        parts.append(label(LEFT, up(value) + 4, spelt(value), "tick", "end"))
        value += steps
    return parts


def _told(scale: ScaleInWords, readings: Sequence[Reading], sessions: Sequence[date]) -> str:
    said = "; ".join(f"{date_format(item.on, 'j F Y')}: {spelt(item.value)}" for item in readings)
    words = _("%(label)s, %(low)s to %(high)s, %(better)s. %(said)s. Sessions: %(sessions)d.")
    return words % {
        "label": scale.label,
        "low": spelt(scale.low),
        "high": spelt(scale.high),
        "better": scale.better,
        "said": said,
        "sessions": len(sessions),
    }
