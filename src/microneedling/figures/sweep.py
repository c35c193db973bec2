"""How one number of an answer moves with one number of the question: median and 80 % interval at a few places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..phrases import number, span
from .svg import Axis, band, label, line, picture, tag, ticks, trace

WIDTH, HEIGHT = 330.0, 190.0  # of the drawing
LEFT, RIGHT, TOP, BOTTOM = 50.0, 14.0, 22.0, 36.0
PAD = 0.06


@dataclass(frozen=True)
class Point:
    """The answer at one place of the question: its median and the ends of its 80 % interval."""

    at: float
    low: float
    middle: float
    high: float


def sweep_chart(
    name: str, title: str, unit: str, points: Sequence[Point], across: str, now: float | None = None
) -> Markup:
    """The points joined, their intervals as a band; `now`, where given, is the place that is chosen."""
    places = [item.at for item in points]
    low, high = min(0.0, *(item.low for item in points)), max(item.high for item in points)
    pad = PAD * ((high - low) or 1.0)
    along = Axis(min(places), max(places) if len(places) > 1 else min(places) + 1, LEFT, WIDTH - RIGHT)
    up = Axis(low - (pad if low < 0 else 0), high + pad, HEIGHT - BOTTOM, TOP)
    xs = [along(at) for at in places]
    parts = [*_frame(along, up, places, unit, across)]
    if now is not None and along.low <= now <= along.high:
        parts.append(line(along(now), TOP, along(now), HEIGHT - BOTTOM, "assessment"))
    lows, highs = [up(item.low) for item in points], [up(item.high) for item in points]
    parts += [
        tag("path", d=band(xs, lows, highs), class_="band80"),
        tag(
            "path", d=trace((x, up(item.middle)) for x, item in zip(xs, points, strict=True)), class_="median"
        ),
        *(
            tag("circle", cx=x, cy=up(item.middle), r=3, class_="dot")
            for x, item in zip(xs, points, strict=True)
        ),
    ]
    words = "; ".join(
        f"at {item.at:g}: {number(item.middle, 3)} ({span(item.low, item.high)})" for item in points
    )
    return picture(WIDTH, HEIGHT, name, title, f"{title}, {unit}, against {across}. {words}.", *parts)


def _frame(along: Axis, up: Axis, places: Sequence[float], unit: str, across: str) -> list[Markup]:
    found: list[Markup] = []
    for value in ticks(up.low, up.high, 4):
        found.append(line(along.start, up(value), along.end, up(value), "baseline" if value == 0 else "grid"))
        found.append(label(along.start - 6, up(value) + 3.5, number(value, 3), "tick", "end"))
    for at in places:
        found.append(line(along(at), up.start, along(at), up.start + 3, "axis"))
        found.append(label(along(at), up.start + 15, f"{at:g}", "tick", "middle"))
    found.append(label(along.end, up.start + 31, across, "tick", "end"))
    found.append(label(4, 12, unit, "tick"))
    return found
