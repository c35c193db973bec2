"""A plan on a line of weeks, and the days after a visit as boxes: for people who do not read charts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from .svg import Axis, box, label, line, picture, tag, week_ticks

# Of the drawing, sized for a telephone.
WIDE, HIGH = 340.0, 80.0
LEAST_BOXES, MOST_BOXES = 7, 14


def visits_line(days: Sequence[float], judge_day: float, name: str = "visits") -> Markup:
    """Visits as dots on a line of weeks, and the first week at which a result can be judged as a flag.

    `name` is the picture's own on its page.
    """
    across = Axis(0, max(judge_day, *days, 7) if days else max(judge_day, 7), 12, WIDE - 16)
    floor = 42.0
    parts = [line(across.start, floor, across.end, floor, "axis")]
    for week in week_ticks(across.high, 8):
        x = across(7 * week)
        parts += [line(x, floor, x, floor + 5, "axis"), label(x, floor + 19, str(week), "tick", "middle")]
    parts.append(label(across.start - 4, floor + 32, "week", "tick"))
    for order, day in enumerate(days, start=1):
        parts.append(tag("circle", cx=across(day), cy=floor, r=8, class_="visit"))
        parts.append(label(across(day), floor + 4, str(order), "visit-no", "middle"))
    x = across(judge_day)
    parts += [
        line(x, 14, x, floor, "flag-pole"),
        tag("path", d=f"M{x:.1f} 14h-16l4 5l-4 5h16Z", class_="flag"),
        label(x, 10, "look at the result", "tick strong", "end"),
    ]
    told = f"{len(days)} visits; the result is judged in week {math.ceil(judge_day / 7)} or later."
    return picture(WIDE, HIGH, name, "The plan by week", told, *parts)


def days_after(red_day: float, calm_day: float, calm_late_day: float) -> Markup:
    """Boxes for the days after a visit: red, still healing, and perhaps still healing (days after the visit)."""
    count = min(max(math.ceil(calm_late_day), LEAST_BOXES), MOST_BOXES)
    wide = min(WIDE / count, 34.0)
    parts: list[Markup] = []
    for day in range(1, count + 1):
        state = "red" if day - 0.5 < red_day else "calming" if day - 0.5 < calm_day else "late"
        state = "calm" if day - 0.5 >= calm_late_day else state
        x = wide * (day - 1)
        parts.append(box(x + 1, 1, wide - 3, 24, f"day day-{state}", rx=4))
        parts.append(label(x + wide / 2, 40, str(day), "tick", "middle"))
    told = (
        f"Red for about {max(round(red_day), 1)} days; healed after about {round(calm_day)} days, at the latest "
        f"about day {math.ceil(calm_late_day)}."
    )
    return picture(WIDE, 44, "days-after", "The days after a visit", told, *parts)
