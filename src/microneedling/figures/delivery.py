"""Pictures of a delivery: where the dose is against time, how much got in, and the skin in depth at a few hours.

Everything is drawn from the computed arrays. In the cross-section the tint of a depth is the free concentration
there on a logarithmic scale of four powers of ten below the largest; channels have their share of the width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from ..phrases import number
from .svg import Axis, band, box, label, line, picture, tag, ticks, trace

# Of the drawing, not of the skin.
WIDTH, HEIGHT = 340.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 12.0, 18.0, 42.0
SLICE_WIDTH, SLICE_HEIGHT, SLICE_LEFT, SLICE_TOP = 210.0, 300.0, 40.0, 20.0
DECADES = 4.0
CHANNELS_SHOWN_MM = 2.0  # width of skin that a slice shows
THINNEST_PX = 1.4


@dataclass(frozen=True)
class Part:
    """A compartment of the dose with its amounts (time,)."""

    name: str
    words: str
    amount: np.ndarray


def parts_chart(hours: np.ndarray, parts: list[Part], whole: float) -> Markup:
    """Areas stacked on each other, the surface on top: where the dose is."""
    across, up = _axes(hours, whole)
    xs = [across(hour) for hour in hours]
    low = np.zeros(hours.size)
    shapes = []
    for part in reversed(parts):
        high = low + part.amount
        data = band(xs, [up(y) for y in low], [up(y) for y in high])
        shapes.append(tag("path", d=data, class_=f"part-{part.name}"))
        low = high
    last = "; ".join(f"{part.words} {number(float(part.amount[-1]), 3)}" for part in parts)
    told = f"At {hours[-1]:g} hours, in micrograms per square centimetre: {last}."
    return picture(WIDTH, HEIGHT, "parts", "Where the dose is", told, *shapes, *_frame(across, up, "µg/cm²"))


def gain_chart(hours: np.ndarray, needled: np.ndarray, intact: np.ndarray | None, words: str) -> Markup:
    """How much got in: bands of the middle 80 % of draws (draw, time); intact skin beside needled."""
    levels = {"needled": np.quantile(needled, (0.1, 0.5, 0.9), axis=0)}
    if intact is not None:
        levels["intact"] = np.quantile(intact, (0.1, 0.5, 0.9), axis=0)
    top = max(float(part[2].max()) for part in levels.values()) or 1.0
    across, up = _axes(hours, top)
    xs = [across(hour) for hour in hours]
    shapes = []
    for name, (low, middle, high) in reversed(levels.items()):
        data = band(xs, [up(y) for y in low], [up(y) for y in high])
        shapes.append(tag("path", d=data, class_=f"band-{name}"))
        points = zip(xs, [up(y) for y in middle], strict=True)
        shapes.append(tag("path", d=trace(points), class_=f"line-{name}"))
    told = f"{words}: median {number(float(levels['needled'][1, -1]), 3)} micrograms per square centimetre at the end."
    return picture(WIDTH, HEIGHT, "gain", words, told, *shapes, *_frame(across, up, "µg/cm²"))


def _axes(hours: np.ndarray, top: float) -> tuple[Axis, Axis]:
    return (
        Axis(0.0, float(hours[-1]), LEFT, WIDTH - RIGHT),
        Axis(0.0, max(top, 1e-12) * 1.02, HEIGHT - BOTTOM, TOP),
    )


def _frame(across: Axis, up: Axis, unit: str) -> list[Markup]:
    found: list[Markup] = []
    for value in ticks(0.0, up.high, 5):
        y = up(value)
        found.append(line(across.start, y, across.end, y, "grid" if value else "baseline"))
        found.append(label(across.start - 6, y + 3.5, number(value, 2), "tick", "end"))
    for value in ticks(0.0, across.high, 6, steps=(1, 2, 3, 6, 12, 24, 48)):
        x = across(value)
        found.append(line(x, up.start, x, up.start + 3, "axis"))
        found.append(label(x, up.start + 15, f"{value:g}", "tick", "middle"))
    found.append(label(across.end, up.start + 31, "hours after putting on", "tick", "end"))
    found.append(label(across.start, up.end - 5, unit, "tick"))
    return found


@dataclass(frozen=True)
class Section:
    """One hour in depth; `borders_mm` are the floors of corneum, epidermis, papillary, reticular dermis."""

    name: str
    title: str
    borders_mm: tuple[float, float, float, float]
    faces_mm: np.ndarray
    free: np.ndarray  # ug/mL in each cell
    largest: float  # of all slices: full tint
    channel_mm: np.ndarray  # (depth, 2): depth and half width, mm; empty where none is open
    per_mm: float  # channels met along a millimetre of surface


def section(item: Section) -> Markup:
    """The slice: layers to scale, tinted by concentration, with open channels."""
    deep = item.borders_mm[-1]
    down = Axis(0.0, deep, SLICE_TOP, SLICE_TOP + SLICE_HEIGHT)
    shapes = [
        *_layers(item, down),
        *_tint(item, down, deep),
        *_open_channels(item, down),
        *_depths(down, deep),
    ]
    told = (
        f"Layers to scale. Largest free concentration {number(float(item.free.max()), 2)} micrograms per millilitre; "
        f"channels {'open' if item.channel_mm.size else 'closed or none'}."
    )
    height = SLICE_TOP + SLICE_HEIGHT + 8
    return picture(SLICE_LEFT + SLICE_WIDTH + 6, height, item.name, item.title, told, *shapes)


def _layers(item: Section, down: Axis) -> list[Markup]:
    found, top = [], 0.0
    for name, floor in zip(("corneum", "epidermis", "papillary", "reticular"), item.borders_mm, strict=True):
        tall = max(down(floor) - down(top), THINNEST_PX)
        found.append(box(SLICE_LEFT, down(top), SLICE_WIDTH, tall, f"layer-{name}"))
        top = floor
    return found


def _tint(item: Section, down: Axis, deep: float) -> list[Markup]:
    """One gradient from cell to cell; opacity by the logarithm of the concentration."""
    if item.largest <= 0:
        return []
    stops = []
    for top, floor, value in zip(item.faces_mm[:-1], item.faces_mm[1:], item.free, strict=True):
        share = 1 + math.log10(max(value, 1e-300) / item.largest) / DECADES
        place = 0.5 * (top + floor) / deep
        if place <= 1:
            tint = f"{min(max(share, 0.0), 1.0):.2f}"
            stops.append(tag("stop", offset=f"{place:.4f}", class_="amount", stop_opacity=tint))
    name = f"{item.name}-tint"
    fade = tag("linearGradient", *stops, id=name, x1="0", y1="0", x2="0", y2="1")
    ground = box(SLICE_LEFT, down(0.0), SLICE_WIDTH, down(deep) - down(0.0), "tint", fill=f"url(#{name})")
    return [fade, ground]


def _open_channels(item: Section, down: Axis) -> list[Markup]:
    if not item.channel_mm.size:
        return []
    scale = SLICE_WIDTH / CHANNELS_SHOWN_MM
    count = max(1, round(item.per_mm * CHANNELS_SHOWN_MM))
    found = []
    for index in range(count):
        x = SLICE_LEFT + SLICE_WIDTH * (index + 0.5) / count
        left = [(x - half * scale, down(depth)) for depth, half in item.channel_mm]
        right = [(x + half * scale, down(depth)) for depth, half in reversed(item.channel_mm)]
        found.append(tag("path", d=trace([*left, *right], close=True), class_="channel"))
    return found


def _depths(down: Axis, deep: float) -> list[Markup]:
    found = [label(SLICE_LEFT - 6, SLICE_TOP - 8, "mm", "tick", "end")]
    for value in ticks(0.0, deep, 5):
        found.append(line(SLICE_LEFT - 3, down(value), SLICE_LEFT, down(value), "axis"))
        found.append(label(SLICE_LEFT - 6, down(value) + 3.5, number(value), "tick", "end"))
    return found
