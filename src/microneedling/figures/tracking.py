"""A course under way against the weeks: the band that was said, the band now, and what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from ..phrases import number, signed
from ..speech import gettext as _
from .svg import Axis, band, box, label, line, needle, picture, tag, ticks, trace, week_ticks


@dataclass(frozen=True)
class Course:
    """Changes from the start: `said` and `now` (lower end, middle, upper end; day), points as day, change, ends."""

    name: str
    title: str
    unit: str
    better: int
    day: np.ndarray
    said: np.ndarray
    now: np.ndarray
    points: tuple[tuple[float, float, float, float], ...]
    smallest_change: float
    session_days: tuple[float, ...]
    judged_day: float
    today: float


def tracking_chart(item: Course, width: float = 640, height: float = 300, plain: bool = False) -> Markup:
    """The chart; `plain` for people who do not read charts: no numbers up the side, no errors, no limits."""
    low, high = _extent(item, plain)
    across = Axis(0, float(item.day[-1]), 14 if plain else 48, width - 14)
    up = Axis(low, high, height - 34, 22)
    clip = f"{item.name}-clip"
    inside = box(across.start, up.end, across.end - across.start, up.start - up.end, "none")
    parts = [
        tag("clipPath", inside, id=clip),
        *_frame(item, across, up, plain),
        tag("g", *_bands(item, across, up), clip_path=f"url(#{clip})"),
        *_marks(item, across, up, plain),
        *[mark for point in item.points for mark in _point(point, across, up, plain)],
    ]
    return picture(width, height, item.name, item.title, _description(item), *parts)


def _extent(item: Course, plain: bool) -> tuple[float, float]:
    calm = np.ones(item.day.shape, bool)
    for session in item.session_days:  # spikes of hours after a session would flatten the months that matter
        calm &= ~((item.day > session) & (item.day < session + 10.0))
    calm = calm if calm.any() else ~calm
    ends = [item.said[:, calm], item.now[:, calm]]
    values = [0.0, *(float(value) for each in ends for value in (each.min(), each.max()))]
    values += [value for point in item.points for value in (point[1:2] if plain else point[1:])]
    if not plain:
        values.append(item.better * item.smallest_change)
    pad = 0.06 * ((max(values) - min(values)) or 1.0)
    return min(values) - pad, max(values) + pad


def _frame(item: Course, across: Axis, up: Axis, plain: bool) -> list[Markup]:
    parts: list[Markup] = []
    for value in [0.0] if plain else ticks(up.low, up.high, 5):
        y = up(value)
        parts.append(line(across.start, y, across.end, y, "baseline" if value == 0 else "grid"))
        if not plain:
            parts.append(label(across.start - 6, y + 3.5, signed(value, 3), "tick", "end"))
    for week in week_ticks(float(item.day[-1])):
        x = across(week * 7)
        parts += [
            line(x, up.start, x, up.start + 3, "axis"),
            label(x, up.start + 14, str(week), "tick", "middle"),
        ]
    parts.append(label(across.end, up.start + 28, _("weeks"), "tick", "end"))
    arrow = _("↑ better") if item.better > 0 else _("↓ better")
    parts.append(label(across.start, up.end - 9, arrow, "tick better"))
    return [*parts, *[needle(across(day), up.end) for day in item.session_days]]


def _bands(item: Course, across: Axis, up: Axis) -> list[Markup]:
    xs = [across(day) for day in item.day]
    said, now = ([[up(value) for value in row] for row in each] for each in (item.said, item.now))
    return [
        tag("path", d=band(xs, said[0], said[2]), class_="said-band"),
        tag("path", d=trace(zip(xs, said[1], strict=True)), class_="said-middle"),
        tag("path", d=band(xs, now[0], now[2]), class_="now-band"),
        tag("path", d=trace(zip(xs, now[1], strict=True)), class_="median"),
    ]


def _marks(item: Course, across: Axis, up: Axis, plain: bool) -> list[Markup]:
    parts: list[Markup] = []
    if not plain:
        y = up(item.better * item.smallest_change)
        parts.append(line(across.start, y, across.end, y, "noticeable"))
    for day, words, class_ in (
        (item.today, _("today"), "moment"),
        (item.judged_day, _("judge here"), "assessment"),
    ):
        if 0 <= day <= item.day[-1]:
            x = across(day)
            parts.append(line(x, up.end - 2, x, up.start, class_))
            near = abs(across(item.today) - across(item.judged_day)) < 70
            near |= x < across.start + 56  # where the arrow says what is better
            if class_ != "moment" or not near:
                parts.append(
                    label(x, up.end - 9, words, "tick strong", "end" if x > across.end - 34 else "middle")
                )
    return parts


def _point(point: tuple[float, float, float, float], across: Axis, up: Axis, plain: bool) -> list[Markup]:
    day, change, low, high = point
    x = across(max(day, 0.0))
    parts = [] if plain else [line(x, up(low), x, up(high), "reading-error")]
    return [*parts, tag("circle", cx=x, cy=up(change), r=5 if plain else 4, class_="reading")]


def _description(item: Course) -> str:
    def told(each: np.ndarray) -> str:
        low, middle, high = (float(np.interp(item.judged_day, item.day, row)) for row in each)
        ends = {"middle": signed(middle), "low": signed(low), "high": signed(high)}
        return _("%(middle)s (%(low)s to %(high)s)") % ends

    points: Sequence[str] = [
        _("%(change)s on day %(day)s") % {"change": signed(point[1]), "day": number(point[0], 4)}
        for point in item.points
    ]
    read = _("Measured: %(points)s.") % {"points": ", ".join(points)}
    whole = {"what": item.title, "unit": item.unit, "day": number(item.judged_day, 4)}
    whole |= {"said": told(item.said), "now": told(item.now)}
    words = _(
        "Change of %(what)s from the start, %(unit)s. On day %(day)s was said %(said)s, and now %(now)s."
    )
    return f"{words % whole} {read if points else _('Nothing was measured of it.')}"
