"""The three figures there are: a fan over time, intervals in rows, bars. Each says its numbers without colour too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from .axes import BLUE, GREY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOM_FOR_WORDS = 0.5  # beyond the longest bar, as a share of all bars
Numbers = Any  # a sequence of numbers, or an array


class Span(NamedTuple):
    """A row of `intervals`: its name, a middle, both ends, its colour and the mark of its middle."""

    name: str
    middle: float
    low: float
    high: float
    colour: str = BLUE
    mark: str = "o"


def fan(ax: Axes, across: Numbers, draws: Numbers, colour: str = BLUE, name: str = "") -> None:
    """Draws (draw, place) as median and bands: the middle 80 % and 50 %; with a `name` one curve of several, 80 %."""
    import numpy as np

    low, quarter, middle, three, high = np.quantile(draws, (0.1, 0.25, 0.5, 0.75, 0.9), axis=0)
    pale = 0.15 if name else 0.2
    ax.fill_between(
        across, low, high, color=colour, alpha=pale, linewidth=0, label=None if name else "80 % of draws"
    )
    if not name:
        ax.fill_between(across, quarter, three, color=colour, alpha=0.3, linewidth=0, label="50 % of draws")
    ax.plot(across, middle, color=colour, linewidth=1.8, label=name or "median")


def intervals(ax: Axes, rows: Sequence[Span]) -> None:
    """A row each, the first on top: the middle as a mark, the interval as a line."""
    for place, row in enumerate(reversed(rows)):
        ax.plot([row.low, row.high], [place, place], color=row.colour, linewidth=2.4, solid_capstyle="butt")
        ax.plot([row.middle], [place], row.mark, color=row.colour, markersize=8)
    ax.set_yticks(range(len(rows)), [row.name for row in reversed(rows)])
    ax.set_ylim(-0.6, len(rows) - 0.4)


def bars(
    ax: Axes, names: Sequence[str], sizes: Sequence[float], colours: Sequence[str], words: Sequence[str]
) -> None:
    """A bar each, the first on top, with its number in words at its end."""
    places = range(len(names) - 1, -1, -1)
    ax.barh(list(places), sizes, color=list(colours), height=0.66)
    for place, size, text in zip(places, sizes, words, strict=True):
        right = size >= 0
        ax.annotate(text, (size, place), (4 if right else -4, 0), textcoords="offset points",
                    ha="left" if right else "right", va="center", fontsize="small")  # fmt: skip
    ax.set_yticks(list(places), list(names))
    low, high = min(0.0, *sizes), max(0.0, *sizes)
    room = ROOM_FOR_WORDS * ((high - low) or 1.0)
    ax.set_xlim(low - (room if low < 0 else 0), high + (room if high > 0 else 0))


def zero_line(ax: Axes, at: float = 0.0, upright: bool = False) -> None:
    """A thin line at no change."""
    (ax.axvline if upright else ax.axhline)(at, color=GREY, linewidth=0.9, zorder=0)
