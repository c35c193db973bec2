"""Plans as spots: how many notice a change against how many get dark marks; named ones carry their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .svg import Axis, label, line, picture, tag, ticks

WIDE, HIGH = 340.0, 250.0  # sized for a telephone
LEFT, TOP, RIGHT, BOTTOM = 40.0, 20.0, 14.0, 42.0
LEAST_SPAN = 0.02
NEAR_PX, SPOT_PX, LETTER_PX = 14.0, 6.0, 7.4
AWAY_PX = (0.0, *(sign * step * NEAR_PX for step in range(1, 9) for sign in (-1, 1)))


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
    placed = [(spot.name, across(spot.marks), up(spot.benefit)) for spot in spots if spot.named]
    names = _names(placed)
    parts += [tag("circle", cx=x, cy=y, r=5, class_="named-spot") for _, x, y in placed]
    parts += names
    told = "; ".join(
        f"{spot.name}: {100 * spot.benefit:.0f} % notice, {100 * spot.marks:.1f} % dark marks"
        for spot in spots
        if spot.named
    )
    return picture(WIDE, HIGH, name, "Benefit and dark marks of all plans that no other beats", told, *parts)


@dataclass(frozen=True)
class _Box:
    """What stands in the picture already: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def over(self, other: _Box) -> bool:
        """Whether two of them lie on each other."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


INSIDE = _Box(LEFT, 4.0, WIDE, HIGH - BOTTOM)


def _names(placed: Sequence[tuple[str, float, float]]) -> list[Markup]:
    """The names beside their spots, over no spot and no other name; a line leads to one that had to move away."""
    taken = [_Box(x - SPOT_PX, y - SPOT_PX, x + SPOT_PX, y + SPOT_PX) for _, x, y in placed]
    parts = []
    for words, x, y in sorted(placed, key=lambda one: (one[2], one[1])):
        wide = LETTER_PX * len(words)
        spots = [
            (away, side, _Box(at, y + away - 9, at + wide, y + away + 4))
            for away in AWAY_PX
            for side, at in (("start", x + 10), ("end", x - 10 - wide))
        ]
        free = [
            one
            for one in spots
            if not any(one[2].over(other) for other in taken)
            and one[2].left >= INSIDE.left
            and one[2].right <= INSIDE.right
            and INSIDE.top <= one[2].top
            and one[2].bottom <= INSIDE.bottom
        ]
        away, side, box = (free or spots)[0]
        taken.append(box)
        if abs(away) > NEAR_PX:
            parts.append(line(x, y, box.left - 1 if side == "start" else box.right + 1, y + away, "grid"))
        at = box.left if side == "start" else box.right
        parts.append(label(at, y + away + 4, words, "label strong", side))
    return parts


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
