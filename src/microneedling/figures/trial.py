"""Charts of a virtual trial: an arm's people, scores over the visits, the difference with its margin, power curves."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..phrases import number, percent_words, signed, span
from .svg import Axis, band, box, label, line, picture, tag, ticks, trace

if TYPE_CHECKING:
    from ..trials.result import CurvePoint, Visit
    from ..trials.summary import Described, Histogram

Bar = tuple[float, float, float]  # from, to, share of people per unit of the endpoint
CURVE_TICKS = (5, 10, 20, 50, 100, 200, 500, 1000, 2000)
TICK_ROOM, PHONE = 26.0, 340.0  # of the drawing: room for a number; width of a chart on a telephone


def arm_chart(
    name: str, arm: Described, bars: Sequence[Bar], limits: tuple[float, float], most: float
) -> Markup:
    """Histogram of an arm's endpoint with its quantiles under it: 5 to 95 %, the middle half, median, mean.

    `limits` is the range all arms share, `most` the highest bar among them.
    """
    across, up = Axis(*limits, 12, 328), Axis(0, most, 108, 12)
    parts: list[Markup] = []
    for value in ticks(*limits, 6):
        x = across(value)
        parts += [line(x, 12, x, 138, "baseline" if value == 0 else "grid")]
        parts.append(label(x, 154, signed(value, 4), "tick", "middle"))
    for low, high, share in bars:
        wide = across(high) - across(low) - 0.8
        parts.append(box(across(low) + 0.4, up(share), wide, 108 - up(share), "interval"))
    q = {share: value for share, value in arm.quantiles.items() if value is not None}
    mean = 0.0 if arm.mean is None else arm.mean
    parts += [
        line(12, 108, 328, 108, "axis"),
        line(across(q["0.05"]), 124, across(q["0.95"]), 124, "axis"),
        box(across(q["0.25"]), 119, across(q["0.75"]) - across(q["0.25"]), 10, "interval", rx=2),
        line(across(q["0.5"]), 116, across(q["0.5"]), 132, "moment"),
        tag("circle", cx=across(mean), cy=124, r=4, class_="dot"),
    ]
    words = (
        f"Mean {number(mean, 3)}, median {number(q['0.5'], 3)}; half of the people from "
        f"{span(q['0.25'], q['0.75'])}, nine in ten from {span(q['0.05'], q['0.95'])}."
    )
    return picture(340, 160, name, "People of the arm by their endpoint", words, *parts)


def shares_chart(name: str, share: float, seen: int) -> Markup:
    """The share of responders of an arm as one bar from 0 to 100 %."""
    axis = Axis(0, 1, 4, 336)
    parts = [box(4, 6, 332, 22, "track"), box(4, 6, axis(share) - 4, 22, "interval")]
    parts += [
        label(axis(value), 46, f"{100 * value:.0f} %", "tick", "middle" if 0 < value < 1 else place)
        for value, place in ((0, "start"), (0.25, ""), (0.5, ""), (0.75, ""), (1, "end"))
    ]
    words = f"{percent_words(share)} of {seen} people seen responded."
    return picture(340, 50, name, "Share of responders", words, *parts)


def visits_chart(name: str, arms: Mapping[str, Sequence[Visit]], unit: str, width: float = 720) -> Markup:
    """Mean score of those seen on each visit, one line an arm."""
    told = {
        arm: [(visit.day, visit.mean) for visit in visits if visit.mean is not None]
        for arm, visits in arms.items()
    }
    means = [mean for points in told.values() for _, mean in points] or [0.0]
    pad = 0.1 * ((max(means) - min(means)) or 1.0)
    days = sorted({day for points in told.values() for day, _ in points}) or [0]
    across = Axis(0, max(days[-1], 1), 56, width - 20)
    up = Axis(min(means) - pad, max(means) + pad, 196, 16)
    parts: list[Markup] = []
    for value in ticks(up.low, up.high, 4):
        parts.append(line(across.start, up(value), across.end, up(value), "grid"))
        parts.append(label(48, up(value) + 3.5, number(value, 3), "tick", "end"))
    parts += _visit_days(days, across)
    for place, points in enumerate(told.values()):
        xy = [(across(day), up(mean)) for day, mean in points]
        parts.append(tag("path", d=trace(xy), class_=f"arm-line arm-{place}"))
        parts += [tag("circle", cx=x, cy=y, r=3.2, class_=f"arm-dot arm-{place}") for x, y in xy]
    words = "; ".join(
        f"{arm}: {', '.join(f'{number(mean, 3)} on day {day}' for day, mean in points)}"
        for arm, points in told.items()
    )
    title = f"Mean score over the visits{f', {unit}' if unit else ''}"
    return picture(width, 236, name, title, words, *parts)


def _visit_days(days: Sequence[float], across: Axis) -> list[Markup]:
    """Ticks of the visits; where two would touch, the later keeps its number."""
    parts: list[Markup] = []
    free = math.inf
    for day in reversed(days):
        x = across(day)
        parts.append(line(x, 196, x, 200, "axis"))
        if free - x > TICK_ROOM:
            parts.append(label(x, 214, f"{day:g}", "tick", "middle"))
            free = x
    return [*parts, label(across.end, 230, "day", "tick", "end")]


def difference_chart(
    name: str,
    difference: float,
    ci95: Sequence[float],
    margins: Sequence[float],
    better: str,
    width: float = 720,
) -> Markup:
    """The difference of the arms with the interval in which trials report it, against zero and the margins."""
    low, high = ci95
    reach = max(abs(low), abs(high), *(abs(m) for m in margins), 1e-9) * 1.15
    axis = Axis(-reach, reach, 20, width - 20)
    parts: list[Markup] = []
    for value in ticks(-reach, reach, round(width / 90)):
        parts += [line(axis(value), 30, axis(value), 74, "grid")]
        parts.append(label(axis(value), 90, signed(value, 3), "tick", "middle"))
    parts.append(line(axis(0), 22, axis(0), 74, "set-depth"))
    parts += [line(axis(m), 22, axis(m), 74, "noticeable") for m in margins]
    parts += [
        box(axis(low), 46, max(axis(high) - axis(low), 2), 12, "interval", rx=6),
        tag("circle", cx=axis(difference), cy=52, r=5.5, class_="dot"),
    ]
    left, right = ("first arm better", "second arm better")
    left, right = (left, right) if better == "lower" else (right, left)
    parts += [label(4, 12, f"← {left}", "tick"), label(width - 4, 12, f"{right} →", "tick", "end")]
    words = f"Difference {signed(difference)}, 95 % of trials report {span(low, high, sign=True)}."
    return picture(width, 96, name, "Difference of the arms", words, *parts)


def curve_chart(name: str, curve: Sequence[CurvePoint], now: float, width: float = 720) -> Markup:
    """Power and assurance against people analysed an arm, each with twice its Monte-Carlo error; `now` as planned."""
    sizes = [item.people_per_arm_analysed for item in curve]
    across = Axis(sizes[0], sizes[-1], 50, width - 20, log=True)
    up = Axis(0, 1, 240, 16)
    parts: list[Markup] = []
    for value in (0, 0.2, 0.4, 0.6, 0.8, 0.9, 1):
        parts.append(
            line(50, up(value), across.end, up(value), "baseline" if value in (0.8, 0.9) else "grid")
        )
        parts.append(label(44, up(value) + 3.5, f"{100 * value:.0f} %", "tick", "end"))
    for size in CURVE_TICKS if width > PHONE else CURVE_TICKS[1::3]:
        parts += [line(across(size), 240, across(size), 244, "axis")]
        parts.append(label(across(size), 257, number(size, 4), "tick", "middle"))
    parts.append(label((50 + across.end) / 2, 274, "people analysed in each arm", "tick", "middle"))
    if sizes[0] <= now <= sizes[-1]:
        parts.append(line(across(now), 16, across(now), 240, "assessment"))
    lines = (
        ("intact", [item.assurance for item in curve], [2 * item.assurance_mc_error for item in curve]),
        ("needled", [item.power for item in curve], [2 * item.power_mc_error for item in curve]),
    )
    for class_, middle, error in lines:
        xs = [across(size) for size in sizes]
        low = [up(max(m - e, 0)) for m, e in zip(middle, error, strict=True)]
        high = [up(min(m + e, 1)) for m, e in zip(middle, error, strict=True)]
        parts.append(tag("path", d=band(xs, low, high), class_=f"band-{class_}"))
        points = zip(xs, map(up, middle), strict=True)
        parts.append(tag("path", d=trace(points), class_=f"line-{class_}"))
    last = curve[-1]
    words = (
        f"With {sizes[-1]} people analysed an arm power is {percent_words(last.power)} and assurance "
        f"{percent_words(last.assurance)}."
    )
    return picture(width, 280, name, "Power and assurance", words, *parts)


def bars_of(histogram: Histogram, whole_steps: bool) -> list[Bar]:
    """Bars of a histogram: share of people per unit of the endpoint; of whole steps each in the middle of its step."""
    edges, counts = histogram.edges, histogram.counts
    people = sum(counts)
    if not whole_steps or edges[1] - edges[0] >= 1:
        return [
            (low, high, count / ((high - low) * people))
            for low, high, count in zip(edges, edges[1:], counts, strict=False)
        ]
    steps: dict[int, float] = {}
    for low, count in zip(edges, counts, strict=False):
        if count:
            step = math.ceil(low - 1e-6)
            steps[step] = steps.get(step, 0.0) + count / people
    return [(step - 0.4, step + 0.4, share) for step, share in steps.items()]


def shared_range(arms: Sequence[Sequence[Bar]]) -> tuple[tuple[float, float], float]:
    """The range of the endpoint over all arms, a little wider, and the highest bar."""
    every = [item for bars in arms for item in bars]
    low, high = min(item[0] for item in every), max(item[1] for item in every)
    pad = 0.03 * ((high - low) or 1.0)
    return (low - pad, high + pad), max(item[2] for item in every)
