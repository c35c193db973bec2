"""Charts of a clinic's audit: bands that hold, places of results, drift with the alarm, promise against result."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from ..phrases import number
from .svg import Axis, box, label, line, picture, tag, ticks, trace

if TYPE_CHECKING:
    from ..tracking.audit.promises import Promise
    from ..tracking.audit.records import Record
    from ..tracking.audit.self_audit import Held
    from ..tracking.audit.watch import Watch

WIDE, PHONE = 720.0, 340.0
ROW, LETTER = 30.0, 6.6  # of the drawing: height of a row, width of a letter
PHONE_ROW = 46.0
ROLLING = 15  # results in a rolling mean
BIN_WORDS = ("below", "low", "lower middle", "upper middle", "high", "above")


def _left(width: float, names: Sequence[str]) -> float:
    """Room for names at the left; on a telephone they stand above their row."""
    return 14.0 if width < WIDE else min(220.0, 20 + LETTER * max(map(len, names), default=0))


def held_chart(name: str, groups: Mapping[str, Held], width: float = WIDE) -> Markup:
    """Share of results inside the 80 % band, a row a group, with its interval; 80 % is the upright line."""
    names = list(groups)
    high = ROW if width >= WIDE else PHONE_ROW
    axis = Axis(0, 1, _left(width, names), width - 20)
    bottom = 16 + high * len(names)
    parts: list[Markup] = []
    for value in (0, 0.25, 0.5, 0.75, 1):
        parts += [line(axis(value), 10, axis(value), bottom, "grid")]
        parts.append(label(axis(value), bottom + 16, f"{100 * value:.0f} %", "tick", "middle"))
    parts.append(line(axis(0.8), 4, axis(0.8), bottom, "set-depth"))
    for place, (group, held) in enumerate(groups.items()):
        y, item = 16 + high * (place + (0.5 if width >= WIDE else 0.72)), held.inside_80
        if width >= WIDE:
            parts.append(label(axis.start - 12, y + 4, group, "label", "end"))
        else:
            parts.append(label(axis.start, y - 13, group, "label"))
        if item.low is not None and item.high is not None:
            parts.append(box(axis(item.low), y - 4, axis(item.high) - axis(item.low), 8, "interval", rx=4))
        parts.append(tag("circle", cx=axis(item.value), cy=y, r=4.5, class_="dot"))
    told = "; ".join(f"{group}: {100 * held.inside_80.value:.0f} %" for group, held in groups.items())
    words = f"Share of results inside the 80 % band. {told}."
    return picture(width, bottom + 24, name, "Do the 80 % bands hold", words, *parts)


def places_chart(name: str, shares: Sequence[float], expected: Sequence[float], clients: int) -> Markup:
    """Results by where they lie in their forecast, over what is expected: 1 everywhere where forecasts hold.

    The grey band is the range in which so many clients would leave each bin by chance, nine times in ten.
    """
    ratio = [s / e for s, e in zip(shares, expected, strict=True)]
    spread = [1.645 * math.sqrt((1 - e) / (e * max(clients, 1))) for e in expected]
    across, up = Axis(0, 1, 44, 346), Axis(0, max(2.0, *ratio, *(1 + s for s in spread)) * 1.05, 196, 14)
    parts: list[Markup] = []
    for value in ticks(0, up.high, 4):
        parts += [line(across.start, up(value), across.end, up(value), "grid")]
        parts.append(label(across.start - 6, up(value) + 3.5, number(value, 2), "tick", "end"))
    edge = 0.0
    for size, tall, wide in zip(expected, ratio, spread, strict=True):
        low, high = up(1 + wide), up(max(1 - wide, 0))
        parts.append(box(across(edge), low, across(edge + size) - across(edge), high - low, "by-chance"))
        parts.append(
            box(
                across(edge) + 1,
                up(tall),
                across(edge + size) - across(edge) - 2,
                up(0) - up(tall),
                "interval",
            )
        )
        edge += size
        parts.append(label(across(edge), 212, f"{100 * edge:.0f}", "tick", "middle"))
    parts.append(line(across.start, up(1), across.end, up(1), "set-depth"))
    parts.append(label(across.start, 230, "← worse than forecast", "tick"))
    parts.append(label(across.end, 230, "better than forecast →", "tick", "end"))
    told = "; ".join(f"{word} {number(r, 2)}" for word, r in zip(BIN_WORDS, ratio, strict=True))
    return picture(360, 236, name, "Where results lie in their forecasts", f"Over expected: {told}.", *parts)


def drift_chart(
    name: str, scores: Sequence[tuple[Record, float]], watch: Watch, width: float = WIDE
) -> Markup:
    """Each result against its forecast over time (normal scores, above 0 better), a rolling mean, the alarm."""
    first, last = scores[0][0].seen, scores[-1][0].seen
    days = max((last - first).days, 1)
    across, up = Axis(0, days, 44, width - 14), Axis(-3.2, 3.2, 206, 16)
    z = 1.2816
    parts = [box(across.start, up(z), across.end - across.start, up(-z) - up(z), "band80")]
    for value in (-3, -2, -1, 0, 1, 2, 3):
        y = up(value)
        parts.append(line(across.start, y, across.end, y, "baseline" if value == 0 else "grid"))
        parts.append(label(across.start - 6, y + 3.5, number(value, 2), "tick", "end"))
    parts += _years(first.year, last.year, first.toordinal(), across, width)
    for item, score in scores:
        x = across((item.seen - first).days)
        parts.append(tag("circle", cx=x, cy=up(max(min(score, 3.1), -3.1)), r=2.1, class_="result"))
    points = []
    for end in range(ROLLING, len(scores) + 1):
        window = scores[end - ROLLING : end]
        middle = sum((item.seen - first).days for item, _ in window) / ROLLING
        points.append((across(middle), up(sum(score for _, score in window) / ROLLING)))
    parts.append(tag("path", d=trace(points), class_="median"))
    words = f"{len(scores)} results from {first.isoformat()} to {last.isoformat()}; shaded: the 80 % band."
    if (alarm := watch.sounded) is not None:
        x = across((alarm.seen - first).days)
        parts.append(line(x, up.end - 4, x, up.start, "alarm"))
        side = "end" if x > across.end - 60 else "start"
        parts.append(label(x + (-5 if side == "end" else 5), up.end + 8, "alarm", "tick strong", side))
        words += f" Alarm on {alarm.seen.isoformat()}: {alarm.words}."
    return picture(width, 246, name, "Results against their forecasts over time", words, *parts)


def _years(first: int, last: int, start: int, across: Axis, width: float) -> list[Markup]:
    from datetime import date

    parts: list[Markup] = []
    months = (1, 4, 7, 10) if width >= WIDE and last - first < 4 else (1, 7) if last - first < 4 else (1,)
    for year in range(first, last + 1):
        for month in months:
            day = date(year, month, 1).toordinal() - start
            if 0 <= day <= across.high:
                x = across(day)
                parts += [line(x, 206, x, 210, "axis"), label(x, 224, f"{month}/{year}", "tick", "middle")]
    return [*parts, label(across.end, 240, "month", "tick", "end")]


def evidence_chart(name: str, watch: Watch, width: float = WIDE) -> Markup:
    """How the evidence of each watch grew with its clients, against what an alarm takes (logarithmic)."""
    most = max(len(course.days) for course in watch.courses)
    top = max(watch.limit, *(float(course.wealth.max()) for course in watch.courses)) * 2
    across, up = Axis(0, most, 56, width - 20), Axis(0.05, min(top, watch.limit * 1e4), 196, 14, log=True)
    parts: list[Markup] = []
    power = math.ceil(math.log10(up.low))
    while 10.0**power <= up.high:
        y = up(10.0**power)
        parts += [line(across.start, y, across.end, y, "grid")]
        parts.append(label(across.start - 6, y + 3.5, f"{10.0**power:,g}", "tick", "end"))
        power += 1
    for value in ticks(0, most, 6):
        if value == int(value):
            parts.append(label(across(value), 212, f"{value:g}", "tick", "middle"))
    parts.append(label(across.end, 228, "clients", "tick", "end"))
    parts.append(line(across.start, up(watch.limit), across.end, up(watch.limit), "alarm"))
    parts.append(label(across.start + 6, up(watch.limit) - 6, "alarm", "tick strong"))
    for place, course in enumerate(watch.courses):
        path = [(across(k + 1), up(min(max(float(m), up.low), up.high))) for k, m in enumerate(course.wealth)]
        parts.append(tag("path", d=trace([(across(0), up(1.0)), *path]), class_=f"arm-line arm-{place}"))
    told = "; ".join(f"visit {c.visit}: {number(float(c.wealth[-1]), 3)}" for c in watch.courses)
    return picture(
        width,
        234,
        name,
        "Evidence against the forecasts",
        f"Now {told}; an alarm takes {watch.limit:g}.",
        *parts,
    )


def promises_chart(name: str, rows: Sequence[Promise], width: float = WIDE) -> Markup:
    """What was promised (upright) and what came (dot, interval) as shares of the way, a row a number of sessions."""
    names = [f"{row.concern}, {row.sessions} session{'s' * (row.sessions != 1)}" for row in rows]
    high = ROW if width >= WIDE else PHONE_ROW
    ends = [_came(row) for row in rows]
    low = min(0.0, *(a for a, _ in ends), *(row.promised.value for row in rows))
    most = max(0.1, *(b for _, b in ends), *(row.promised.value for row in rows))
    axis = Axis(low, most, _left(width, names), width - 24)
    bottom = 16 + high * len(rows)
    parts: list[Markup] = []
    for value in ticks(low, most, 5):
        parts += [line(axis(value), 8, axis(value), bottom, "baseline" if value == 0 else "grid")]
        parts.append(label(axis(value), bottom + 16, f"{100 * value:.0f} %", "tick", "middle"))
    for place, (row, title, (left, right)) in enumerate(zip(rows, names, ends, strict=True)):
        y = 16 + high * (place + (0.5 if width >= WIDE else 0.72))
        if width >= WIDE:
            parts.append(label(axis.start - 12, y + 4, title, "label", "end"))
        else:
            parts.append(label(axis.start, y - 13, title, "label"))
        parts.append(box(axis(left), y - 4, axis(right) - axis(left), 8, "interval", rx=4))
        parts.append(line(axis(row.promised.value), y - 9, axis(row.promised.value), y + 9, "set-depth"))
        parts.append(tag("circle", cx=axis(row.came.value), cy=y, r=4.5, class_="dot"))
    told = "; ".join(
        f"{title}: promised {100 * row.promised.value:.0f} %, came {100 * row.came.value:.0f} %"
        for row, title in zip(rows, names, strict=True)
    )
    return picture(width, bottom + 24, name, "Promise against result", f"{told}.", *parts)


def _came(row: Promise) -> tuple[float, float]:
    """What came, with the interval of its difference from what was promised; a point where there is none."""
    low, high = row.difference.low, row.difference.high
    if low is None or high is None:
        return row.came.value, row.came.value
    return row.promised.value + low, row.promised.value + high
