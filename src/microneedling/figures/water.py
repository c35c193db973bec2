"""Water over depth at a few times around a session: what a confocal Raman probe reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from ..phrases import number
from .svg import Axis, box, label, line, picture, tag, ticks, trace

# Of the drawing, not of the skin.
WIDTH, HEIGHT = 340.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 40.0, 14.0, 22.0, 42.0
BELOW = 2.2  # depth shown, in thicknesses of the corneum
UM_PER_MM = 1000.0


@dataclass(frozen=True)
class Curve:
    """Water (share by mass) at depths (mm) at one time, with its words."""

    words: str
    depth_mm: np.ndarray
    water_share: np.ndarray


def water_chart(curves: list[Curve], corneum_mm: float) -> Markup:
    """The curves from the surface through the corneum into the living epidermis; the first is dashed."""
    deep = BELOW * corneum_mm
    across = Axis(0.0, UM_PER_MM * deep, LEFT, WIDTH - RIGHT)
    top = max(float(item.water_share.max()) for item in curves)
    up = Axis(0.0, 100 * top * 1.06, HEIGHT - BOTTOM, TOP)
    edge = across(UM_PER_MM * corneum_mm)
    shapes = [
        box(across.start, up.end, edge - across.start, up.start - up.end, "ground-corneum"),
        *_frame(across, up),
        label(0.5 * (across.start + edge), up.end - 7, "stratum corneum", "tick", "middle"),
        label(0.5 * (across.end + edge), up.end - 7, "living epidermis", "tick", "middle"),
    ]
    for order, item in enumerate(curves):
        depth = np.append(item.depth_mm[item.depth_mm < deep], deep)
        water = np.interp(depth, item.depth_mm, item.water_share)
        points = [(across(UM_PER_MM * z), up(100 * w)) for z, w in zip(depth, water, strict=True)]
        shapes.append(tag("path", d=trace(points), class_=f"water water-{order}"))
    surface = "; ".join(f"{item.words} {number(100 * float(item.water_share[0]))} %" for item in curves)
    told = f"Water by mass against depth. At the surface: {surface}."
    return picture(WIDTH, HEIGHT, "water", "Water over depth", told, *shapes)


def _frame(across: Axis, up: Axis) -> list[Markup]:
    found: list[Markup] = []
    for value in ticks(0.0, up.high, 5):
        found.append(line(across.start, up(value), across.end, up(value), "grid" if value else "baseline"))
        found.append(label(across.start - 6, up(value) + 3.5, number(value), "tick", "end"))
    for value in ticks(0.0, across.high, 7):
        found.append(line(across(value), up.start, across(value), up.start + 3, "axis"))
        found.append(label(across(value), up.start + 15, number(value, 3), "tick", "middle"))
    found.append(label(across.end, up.start + 31, "µm below the surface", "tick", "end"))
    found.append(label(across.start - 6, up.end - 7, "%", "tick", "end"))
    return found
