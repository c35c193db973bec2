"""Fan charts: how something moves against the weeks, with two bands over the draws.

The outer band holds 80 %; the inner one half of the draws, or of an outcome 80 % of what is unknown, people left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from ..phrases import number, signed, with_unit
from .svg import Axis, band, box, label, line, needle, picture, tag, ticks, trace, week_ticks

LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
CALM_DAY, FLAT = (
    10.0,
    0.02,
)  # of the drawing: days after a session left out of the range; share of it that is seen


@dataclass(frozen=True)
class Fan:
    """Quantiles (level, day) of a change from baseline, and what its chart must show besides."""

    name: str
    title: str
    unit: str
    direction: str
    day: np.ndarray
    levels: np.ndarray
    smallest_change: float
    noticed_from: float
    session_days: tuple[float, ...]
    assessment_day: float

    @property
    def better(self) -> int:
        """+1 where a rise is an improvement, -1 where a fall is, 0 where neither is."""
        return {"higher": 1, "lower": -1}.get(self.direction.split(" ", 1)[0], 0)

    @property
    def step(self) -> float:
        """Round step in which changes are told: a tenth to a hundredth of what can be told from error."""
        size = abs(self.smallest_change) / 20
        if not np.isfinite(size) or size <= 0:
            size = float(np.nanmax(np.abs(self.levels), initial=0.0)) / 200
        return 10.0 ** np.floor(np.log10(size)) if size > 0 else 1.0

    def told(self, value: float) -> str:
        """A change as printed, no finer than makes sense on this scale."""
        return signed(round(value / self.step) * self.step)

    @property
    def flat(self) -> bool:
        """Whether nothing but spikes of days right after sessions is there to see: a chart would be empty."""
        low, high = extent(self)
        shown = self.levels[:, calm_days(self)]
        most = float(np.nanmax(np.abs(shown), initial=0.0))
        return most < FLAT * max(abs(low), abs(high)) or most < FLAT * abs(self.smallest_change)

    @property
    def kin(self) -> str:
        """Outcomes of the same kin share a vertical range."""
        return f"{self.unit}, {self.direction}"

    def at(self, day: float) -> tuple[float, ...]:
        """The five quantiles on one day."""
        return tuple(float(np.interp(day, self.day, row)) for row in self.levels)


def fan_levels(change: np.ndarray) -> np.ndarray:
    """(draw, day) -> (level, day), draws that could not be computed left out."""
    usable = change[np.isfinite(change).all(axis=1)]
    if not usable.size:
        return np.full((len(LEVELS), change.shape[1]), np.nan)
    return np.quantile(usable, LEVELS, axis=0)


def levels_with_people(change: np.ndarray, with_people: np.ndarray) -> np.ndarray:
    """(level, day): the middle and 80 % of `change` (draw, day), around them 80 % of `with_people` (any, day), sound.

    The middle is that of the typical person, and no band lies inside the one it holds.
    """
    typical = fan_levels(change)
    if not with_people.size:
        return typical
    whole = np.quantile(with_people, (LEVELS[0], LEVELS[-1]), axis=0)
    low, high = np.fmin(whole[0], typical[0]), np.fmax(whole[1], typical[-1])
    return np.stack([low, typical[0], typical[2], typical[-1], high])


def calm_days(fan: Fan, calm_day: float = CALM_DAY) -> np.ndarray:
    """Which days lie outside the short spikes right after sessions; all of them where none does."""
    calm = np.ones(fan.day.shape, bool)
    for session in fan.session_days:
        calm &= ~((fan.day > session) & (fan.day < session + calm_day))
    return calm if calm.any() else ~calm


def extent(fan: Fan, calm_day: float = CALM_DAY) -> tuple[float, float]:
    """Vertical range: the bands and the change that people notice, without the short spikes right after sessions.

    A spike of hours or days (barrier, redness) would flatten the months that matter; where the median leaves
    the range the page says so. `calm_day` is a matter of drawing only.
    """
    shown = fan.levels[:, calm_days(fan, calm_day)]
    values = [0.0, float(np.nanmin(shown)), float(np.nanmax(shown))]
    if np.isfinite(fan.noticed_from) and fan.better:
        values.append(fan.better * fan.noticed_from)
    low, high = min(values), max(values)
    pad = 0.08 * ((high - low) or 1.0)
    return low - pad, high + pad


def shared_extents(fans: Sequence[Fan]) -> dict[str, tuple[float, float]]:
    """One vertical range for all outcomes of one unit and direction, so that their charts may be compared."""
    ranges: dict[str, tuple[float, float]] = {}
    for fan in fans:
        low, high = extent(fan)
        old = ranges.get(fan.kin, (low, high))
        ranges[fan.kin] = (min(low, old[0]), max(high, old[1]))
    return ranges


def fan_chart(
    fan: Fan,
    limits: tuple[float, float],
    width: float = 330,
    height: float = 188,
    before: Fan | None = None,
) -> Markup:
    """The chart: bands, median, baseline, sessions as needles, assessment day, change from which people notice.

    `before`: the same outcome of the plan that this one was made from; its outer band and median lie grey behind.
    """
    last = float(fan.day[-1])
    across = Axis(0, last, 44, width - 50)
    up = Axis(limits[0], limits[1], height - 34, 22)
    clip = f"{fan.name}-clip"
    left, right, top, bottom = across.start, across.end, up.end, up.start
    parts = [
        tag("clipPath", box(left, top, right - left, bottom - top, "none"), id=clip),
        *_frame(fan, across, up),
        tag("g", *_behind(before, across, up), *_curves(fan, across, up), clip_path=f"url(#{clip})"),
        *_marks(fan, across, up),
    ]
    return picture(width, height, fan.name, fan.title, _description(fan), *parts)


def _frame(fan: Fan, across: Axis, up: Axis) -> list[Markup]:
    bottom, top = up.start, up.end
    parts: list[Markup] = []
    for value in ticks(up.low, up.high, 5):
        y = up(value)
        parts.append(line(across.start, y, across.end, y, "baseline" if value == 0 else "grid"))
        parts.append(label(across.start - 6, y + 3.5, signed(value, 3), "tick", "end"))
    for week in week_ticks(float(fan.day[-1])):
        x = across(week * 7)
        parts += [
            line(x, bottom, x, bottom + 3, "axis"),
            label(x, bottom + 14, str(week), "tick", "middle"),
        ]
    parts.append(label(across.end, bottom + 27, "weeks", "tick", "end"))
    if fan.better:
        arrow = "↑ better" if fan.better > 0 else "↓ better"
        parts.append(label(across.start, top - 9, arrow, "tick better"))
    for session in fan.session_days:
        x = across(session)
        parts.append(needle(x, top))
    return parts


def _behind(fan: Fan | None, across: Axis, up: Axis) -> list[Markup]:
    if fan is None:
        return []
    xs = [across(day) for day in fan.day]
    rows = [[up(value) for value in row] for row in np.nan_to_num(fan.levels)]
    return [
        tag("path", d=band(xs, rows[0], rows[4]), class_="said-band"),
        tag("path", d=trace(zip(xs, rows[2], strict=True)), class_="said-middle"),
    ]


def _curves(fan: Fan, across: Axis, up: Axis) -> list[Markup]:
    xs = [across(day) for day in fan.day]
    rows = [[up(value) for value in row] for row in np.nan_to_num(fan.levels)]
    return [
        tag("path", d=band(xs, rows[0], rows[4]), class_="band80"),
        tag("path", d=band(xs, rows[1], rows[3]), class_="band50"),
        tag("path", d=trace(zip(xs, rows[2], strict=True)), class_="median"),
    ]


def _marks(fan: Fan, across: Axis, up: Axis) -> list[Markup]:
    parts: list[Markup] = []
    if np.isfinite(fan.noticed_from) and fan.noticed_from and fan.better:
        y = up(fan.better * fan.noticed_from)
        parts.append(line(across.start, y, across.end, y, "noticeable"))
    if fan.assessment_day <= fan.day[-1]:
        x = across(fan.assessment_day)
        median = fan.at(fan.assessment_day)[2]
        y = up(min(max(median, up.low), up.high))
        parts += [
            line(x, up.end - 2, x, up.start, "assessment"),
            label(x, up.end - 9, "judge here", "tick strong", "end" if x > across.end - 30 else "middle"),
            tag("circle", cx=x, cy=y, r=3, class_="dot"),
            label(across.end + 5, y + 3.5, fan.told(median), "tick strong"),
        ]
    return parts


def _description(fan: Fan) -> str:
    low, _, median, _, high = fan.at(min(fan.assessment_day, float(fan.day[-1])))
    unit = f" {fan.unit}" if fan.unit else ""
    told = [
        f"Change of {fan.title.lower()} from the own baseline, by week. {fan.direction}".strip(" .") + ".",
        f"On the day of judging the median is {fan.told(median)}{unit}, and the outer band reaches from "
        f"{fan.told(low)} to {fan.told(high)}{unit}.",
    ]
    if np.isfinite(fan.noticed_from):
        told.append(f"Noticeable from {number(fan.noticed_from)}{unit}.")
    return " ".join(told)


def off_scale(fan: Fan, limits: tuple[float, float]) -> str:
    """A note where a short spike after sessions leaves the chart; empty when none does."""
    peak = max((float(np.nanmin(fan.levels[2])), float(np.nanmax(fan.levels[2]))), key=abs)
    if limits[0] <= peak <= limits[1]:
        return ""
    told = with_unit(fan.told(peak), fan.unit).rstrip(".")
    return f"Off the chart right after sessions: median up to {told}."
