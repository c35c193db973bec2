"""The figure of a forecast: one outcome over a course, sessions marked, with what would be noticeable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..answers.axes import GREY, ORANGE, finished, legend
from ..answers.drawings import fan, zero_line
from ..outcomes.summary import usable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .forecast import OutcomeForecast


def draw_fan(
    ax: Axes, item: OutcomeForecast, title: str, scale: str, days: Sequence[float], judge_day: float
) -> None:
    """Median, middle 50 % and 80 % of the draws; beyond the dashed line a change is noticeable."""
    zero_line(ax)
    fan(ax, item.day, usable(item.change))
    if not item.plain:
        smallest = item.better * item.smallest_change
        ax.axhline(smallest, color=ORANGE, linestyle="--", linewidth=1.4, label="noticeable beyond")
    low, high = ax.get_ylim()
    ax.set_ylim(low - 0.08 * (high - low), high)
    ax.plot(
        days, np.full(len(days), low - 0.04 * (high - low)), "^", color=GREY, markersize=6, label="session"
    )
    ax.axvline(judge_day, color=GREY, linestyle=":", label="earliest assessment day")
    way = "neither way is better" if item.plain else item.direction
    evidence = item.certainty if item.monotherapy_data else f"{item.certainty}, no monotherapy data"
    label = item.label[:1].upper() + item.label[1:]
    finished(ax, f"{title}\n{label}; evidence: {evidence}", "day", f"change: {scale}\n({way})")
    legend(ax)
