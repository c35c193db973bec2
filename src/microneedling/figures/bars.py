"""Small bars: reach against the layers of the skin, shares by grade, influence, intervals of risk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from ..phrases import number, percent_words, span
from .svg import Axis, box, label, line, picture, tag, ticks


@dataclass(frozen=True)
class SkinDepths:
    """Depths (mm below the surface) at which the layers of the skin end."""

    stratum_corneum_mm: float
    epidermis_mm: float
    papillary_mm: float
    dermis_mm: float

    def ends(self) -> list[tuple[str, float]]:
        """(name, depth of its lower face in mm) of each layer, from the surface down."""
        return [
            ("corneum", self.stratum_corneum_mm),
            ("epidermis", self.epidermis_mm),
            ("papillary", self.papillary_mm),
            ("reticular", self.dermis_mm),
        ]


def reach_bar(
    name: str,
    set_depth_mm: float,
    reach_mm: tuple[float, float, float],
    layers: SkinDepths,
    deepest_mm: float,
) -> Markup:
    """Set depth (upright line) against reached depth (80 % of channels and draws, median) over the layers."""
    axis = Axis(0, deepest_mm, 4, 236)
    low, median, high = reach_mm
    parts: list[Markup] = []
    start = 0.0
    for layer, end in layers.ends():
        stop = min(end, deepest_mm)
        parts.append(box(axis(start), 3, axis(stop) - axis(start), 20, f"layer-{layer}"))
        start = stop
    if start < deepest_mm:
        parts.append(box(axis(start), 3, axis(deepest_mm) - axis(start), 20, "layer-below"))
    x = axis(set_depth_mm)
    parts += [
        box(axis(low), 9.5, axis(high) - axis(low), 7, "reach"),
        tag("circle", cx=axis(median), cy=13, r=3.6, class_="reach-dot"),
        line(x, 1, x, 25, "set-depth"),
    ]
    for value in ticks(0, deepest_mm, 4):
        parts.append(label(axis(value), 37, number(value), "tick", "middle" if value else "start"))
    words = f"Set {number(set_depth_mm)} mm; reached {span(low, high, 'mm')}, median {number(median)} mm."
    return picture(244, 40, name, "Depth set and depth reached", words, *parts)


def share_bar(name: str, shares: Sequence[tuple[str, int]]) -> Markup:
    """One bar split by evidence grade, from solid (measured) to empty (assumed); the numbers stand beside it."""
    total = sum(count for _, count in shares) or 1
    axis = Axis(0, total, 1, 719)
    parts, at = [], 0
    for grade, count in shares:
        if not count:
            continue
        parts.append(box(axis(at), 1, axis(at + count) - axis(at), 22, f"grade-{grade}"))
        at += count
    words = "; ".join(f"{grade}: {count} of {total}" for grade, count in shares)
    return picture(720, 24, name, "Numbers used, by grade of evidence", words, *parts)


def interval_bar(
    name: str,
    title: str,
    low: float,
    middle: float,
    high: float,
    end: float,
    unit: str,
    middle_is: str = "Median",
) -> Markup:
    """A dot with its 80 % interval on an axis from zero to `end`, all in the unit told; what the dot is, in words."""
    axis = Axis(0, end, 8, 252)
    parts = [line(axis.start, 12, axis.end, 12, "grid")]
    for value in ticks(0, end, 4):
        x = axis(value)
        parts += [line(x, 9, x, 15, "axis"), label(x, 29, number(value), "tick", "middle")]
    wide = max(axis(min(high, end)) - axis(low), 2.0)
    parts += [
        box(axis(low), 8, wide, 8, "interval", rx=4),
        tag("circle", cx=axis(min(middle, end)), cy=12, r=4.5, class_="dot"),
    ]
    words = f"{middle_is} {number(middle)} {unit}, 80 % interval {span(low, high, unit)}."
    return picture(260, 32, name, title, words, *parts)


def influence_bar(name: str, about: str, share: float) -> Markup:
    """How far one number moves an outcome, relative to the number that moves it most."""
    words = f"{about}: {percent_words(share)} of the largest swing."
    return picture(
        200, 14, name, "Influence", words, box(0, 4, 200, 6, "track"), box(0, 4, 200 * share, 6, "interval")
    )
