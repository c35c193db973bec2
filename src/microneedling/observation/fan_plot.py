"""The figure of a forecast: one outcome over a course, sessions marked, with what would be noticeable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ..answers.axes import BLUE, GREY, ORANGE, finished, legend
from ..answers.drawings import zero_line
from ..outcomes.summary import HIGH, LOW, MIDDLE, usable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .forecast import OutcomeForecast


def draw_fan(
    ax: Axes, item: OutcomeForecast, title: str, scale: str, days: Sequence[float], judge_day: float
) -> None:
    """Median, 80 % of what is unknown, 80 % with how people differ; beyond the dashed line a change is noticeable."""
    zero_line(ax)
    whole = np.quantile(item.with_people(item.change), (LOW, HIGH), axis=0)
    typical = np.quantile(usable(item.change), (LOW, MIDDLE, HIGH), axis=0)
    ax.fill_between(
        item.day, *whole, color=BLUE, alpha=0.2, linewidth=0, label="80 %, with how people differ"
    )
    ax.fill_between(
        item.day, typical[0], typical[2], color=BLUE, alpha=0.3, linewidth=0, label="80 %, what is not known"
    )
    ax.plot(item.day, typical[1], color=BLUE, linewidth=1.8, label="median")
    if not item.plain and np.isfinite(item.noticed_from):
        beyond = item.better * item.noticed_from
        ax.axhline(beyond, color=ORANGE, linestyle="--", linewidth=1.4, label="noticeable beyond")
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
