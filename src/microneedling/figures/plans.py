"""Plans as spots: how many notice a change against how many get dark marks; named ones carry their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .svg import Axis, label, line, picture, tag, ticks

WIDE, HIGH = 340.0, 250.0  # sized for a telephone
LEFT, TOP, RIGHT, BOTTOM = 40.0, 20.0, 14.0, 42.0
LEAST_SPAN = 0.02
NEAR_PX = 14.0  # names closer than this are moved apart


@dataclass(frozen=True)
class Spot:
    """One plan: its chance of dark marks, its chance of a noticeable change, its name, whether it has one."""

    marks: float
    benefit: float
    name: str
    named: bool


def spots_chart(name: str, spots: Sequence[Spot]) -> Markup:
    """All plans in one picture; up is more benefit, left is fewer dark marks."""
    most = max([spot.marks for spot in spots] + [LEAST_SPAN])
    best = max([spot.benefit for spot in spots] + [LEAST_SPAN])
    across = Axis(0, 1.12 * most, LEFT, WIDE - RIGHT)
    up = Axis(0, 1.08 * best, HIGH - BOTTOM, TOP)
    parts = _frame(across, up)
    for spot in spots:
        if not spot.named:
            parts.append(
                tag("circle", cx=across(spot.marks), cy=up(spot.benefit), r=2.4, class_="front-spot")
            )
    taken: list[tuple[float, float]] = []
    for spot in spots:
        if spot.named:
            x, y = across(spot.marks), up(spot.benefit)
            parts.append(tag("circle", cx=x, cy=y, r=5, class_="named-spot"))
            parts.append(_name(spot.name, x, y, taken))
    told = "; ".join(
        f"{spot.name}: {100 * spot.benefit:.0f} % notice, {100 * spot.marks:.1f} % dark marks"
        for spot in spots
        if spot.named
    )
    return picture(WIDE, HIGH, name, "Benefit and dark marks of all plans that no other beats", told, *parts)


def _name(words: str, x: float, y: float, taken: list[tuple[float, float]]) -> Markup:
    """The name beside its spot, below names that stand there already, on the left where the right has no room."""
    left = x > WIDE - RIGHT - 7.2 * len(words)
    at = y + 4
    while any(abs(at - other) < NEAR_PX and abs(x - place) < 100 for place, other in taken):
        at += NEAR_PX
    taken.append((x, at))
    return label(x - 10 if left else x + 10, at, words, "label strong", "end" if left else "start")


def _frame(across: Axis, up: Axis) -> list[Markup]:
    parts: list[Markup] = []
    for value in ticks(0, up.high, 5):
        y = up(value)
        parts += [
            line(LEFT, y, WIDE - RIGHT, y, "grid"),
            label(LEFT - 8, y + 4, f"{100 * value:.0f} %", "tick", "end"),
        ]
    for value in ticks(0, across.high, 4):
        x = across(value)
        digits = 0 if across.high > 0.06 else 1
        parts.append(label(x, HIGH - BOTTOM + 18, f"{100 * value:.{digits}f} %", "tick", "middle"))
    parts.append(line(LEFT, HIGH - BOTTOM, WIDE - RIGHT, HIGH - BOTTOM, "axis"))
    parts.append(label(WIDE - RIGHT, HIGH - 8, "chance of dark marks", "tick", "end"))
    parts.append(label(LEFT, TOP - 4, "chance of a noticeable change", "tick"))
    return parts
