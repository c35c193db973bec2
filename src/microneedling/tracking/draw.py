"""The figure of a tracked course: the band said in grey, the band now, and every measured point with its error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..answers.axes import BLUE, GREY, ORANGE, finished, legend
from ..answers.drawings import zero_line
from .words import scale_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .tracked_outcome import TrackedOutcome


def draw_tracked(ax: Axes, item: TrackedOutcome, title: str, sessions: Sequence[float]) -> None:
    """Changes from the start over days; beyond the dashed line a change is detectable."""
    zero_line(ax)
    ax.fill_between(
        item.day, item.said[0], item.said[2], color=GREY, alpha=0.25, linewidth=0, label="80 %, as said"
    )
    ax.plot(item.day, item.said[1], color=GREY, linewidth=1.2, linestyle="-.", label="middle, as said")
    ax.fill_between(
        item.day, item.now[0], item.now[2], color=BLUE, alpha=0.35, linewidth=0, label="80 %, now"
    )
    ax.plot(item.day, item.now[1], color=BLUE, linewidth=1.8, label="middle, now")
    if item.points:
        days = [point.measurement.day for point in item.points]
        change = [point.change for point in item.points]
        below = [point.change - point.low80 for point in item.points]
        above = [point.high80 - point.change for point in item.points]
        ax.errorbar(days, change, [below, above], fmt="o", color="black", capsize=3, label="measured, 80 %")
    ax.axhline(
        item.better * item.smallest_change,
        color=ORANGE,
        linestyle="--",
        linewidth=1.4,
        label="detectable beyond",
    )
    low, high = ax.get_ylim()
    ax.set_ylim(low - 0.08 * (high - low), high)
    ax.plot(
        sessions, [low - 0.04 * (high - low)] * len(sessions), "^", color=GREY, markersize=6, label="session"
    )
    ax.axvline(item.judged_day, color=GREY, linestyle=":", label="earliest assessment day")
    way = "higher is better" if item.better > 0 else "lower is better"
    label = item.label[:1].upper() + item.label[1:]
    finished(
        ax, f"{title}\n{label}: {item.place}", "day", f"change from the start: {scale_words(item)}\n({way})"
    )
    legend(ax)
