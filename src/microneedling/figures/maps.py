"""Depth against time: what happens where, as maps of steps from pale to strong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from ..phrases import number
from .svg import Axis, box, label, line, needle, picture, pixel, tag, ticks

STEPS = 8


@dataclass(frozen=True)
class DepthMap:
    """A field (time, layer) to be drawn: layer faces (layer + 1,) in mm, times in days, zero = as at baseline."""

    name: str
    title: str
    unit: str
    day: np.ndarray
    faces_mm: np.ndarray
    field: np.ndarray
    top: float  # the value of the strongest step
    log_time: bool
    time_ticks: tuple[tuple[float, str], ...]
    session_days: tuple[float, ...] = ()
    marks_mm: tuple[tuple[float, str], ...] = ()
    write: Callable[[float], str] = number


def depth_map(item: DepthMap, width: float = 340, height: float = 200) -> Markup:
    """The map with its axes, the boundaries of the layers and the scale of the steps."""
    across = Axis(float(item.day[0]), float(item.day[-1]), 40, width - 74, item.log_time)
    down = Axis(0.0, float(item.faces_mm[-1]), 18, height - 32)
    parts = [box(across.start, down.start, across.end - across.start, down.end - down.start, "map-ground")]
    for sign, class_ in ((1, "map-more"), (-1, "map-less")):
        for step in range(STEPS):
            data = _region(item, across, down, sign, item.top * (step + 0.5) / STEPS)
            if data:
                parts.append(tag("path", d=data, class_=class_))
    parts += _axes(item, across, down) + _scale(item, width - 62, down)
    words = (
        f"{item.title}, by depth below the surface. Strongest: {item.write(float(np.max(item.field)))}"
        f"{' ' + item.unit if item.unit else ''}."
    )
    return picture(width, height, item.name, item.title, words, *parts)


def _region(item: DepthMap, across: Axis, down: Axis, sign: int, level: float) -> str:
    """Path data of where sign * field exceeds level: layer by layer, linear in time between samples."""
    parts = []
    for row in range(item.field.shape[1]):
        top, bottom = down(item.faces_mm[row]), down(item.faces_mm[row + 1])
        if row + 1 == item.field.shape[1]:
            bottom = down.end
        for start, end in runs_above(item.day, sign * item.field[:, row], level):
            x1, x2 = across(start), across(end)
            if x2 - x1 >= 0.15:
                parts.append(f"M{pixel(x1)} {pixel(top)}H{pixel(x2)}V{pixel(bottom + 0.2)}H{pixel(x1)}Z")
    return "".join(parts)


def runs_above(day: np.ndarray, values: np.ndarray, level: float) -> list[tuple[float, float]]:
    """Intervals of time during which a curve lies above a level."""
    above = values > level
    edges = np.flatnonzero(above[1:] != above[:-1])
    times = [
        float(day[i] + (day[i + 1] - day[i]) * (level - values[i]) / (values[i + 1] - values[i]))
        for i in edges
    ]
    if above[0]:
        times.insert(0, float(day[0]))
    if above[-1]:
        times.append(float(day[-1]))
    return list(zip(times[::2], times[1::2], strict=True))


def _axes(item: DepthMap, across: Axis, down: Axis) -> list[Markup]:
    parts: list[Markup] = []
    for depth, name in item.marks_mm:
        y = down(depth)
        parts.append(line(across.start, y, across.end, y, "boundary"))
        parts.append(label(across.end - 4, y + 11, name, "tick on-map", "end"))
    for value in ticks(0, item.faces_mm[-1], 4):
        y = down(value)
        parts += [
            line(across.start - 3, y, across.start, y, "axis"),
            label(across.start - 6, y + 3.5, number(value), "tick", "end"),
        ]
    parts.append(label(across.start - 6, down.start - 7, "mm", "tick", "end"))
    for day, words in item.time_ticks:
        x = across(day)
        parts += [
            line(x, down.end, x, down.end + 3, "axis"),
            label(x, down.end + 14, words, "tick", "middle"),
        ]
    for session in item.session_days:
        x = across(session)
        parts.append(needle(x, down.start - 2))
    return parts


def _scale(item: DepthMap, x: float, down: Axis) -> list[Markup]:
    """The legend: the steps that occur, strongest on top, with the values at its ends and at baseline."""
    most = max(int(np.max(item.field) / item.top * STEPS + 0.5), 1)
    least = max(int(-np.min(item.field) / item.top * STEPS + 0.5), 0)
    tall = min(9.0, (down.end - down.start - 8) / (most + least + 1))
    parts: list[Markup] = []
    for index, step in enumerate(range(most, -least - 1, -1)):
        y = down.start + 4 + index * tall
        parts.append(box(x, y, 12, tall, "map-ground"))
        parts += [box(x, y, 12, tall, "map-more" if step > 0 else "map-less") for _ in range(abs(step))]
        if step in (most, 0, -least):
            words = "rest" if step == 0 else item.write(step / STEPS * item.top)
            parts.append(label(x + 16, y + tall / 2 + 3.5, words, "tick"))
    return parts
