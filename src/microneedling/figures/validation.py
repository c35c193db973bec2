"""Pictures of the validation page: a bar a reading, where reports fall in their predictions, coverage, ranks.

    place of a report x in its prediction     (x - median)/(q90 - median) above the median, /(median - q10) below it

so that -1 and 1 are the ends of the 80 % interval on every scale. Bands are placed by their end next to the median.
Loads without NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from markupsafe import Markup

from ..phrases import fixed
from ..validation.judged import JudgedReading
from ..validation.reading_words import observed_words, predicted_words, share, verdict_words
from ..validation.verdicts import Role
from .svg import Axis, box, label, line, picture, tag, ticks, trace

CLASSES = {Role.LEFT_OUT: "left", Role.FITTED: "left", Role.HELD_OUT: "blind"}  # of the style sheet
LEVELS = ("0.1", "0.25", "0.5", "0.75", "0.9")
BAR_WIDE, BAR_HIGH, SCALE_HIGH = 360.0, 30.0, 26.0
FARTHEST = 2.6  # places beyond are drawn at the edge
WIDE, HIGH = 360.0, 300.0
STRIP_WIDE, STRIP_HIGH, WIDE_ALL, DOT = 520.0, 34.0, 720.0, 4.6


@dataclass(frozen=True)
class Row:
    """Readings of one scale and statistic share an axis; `better` is +1 where more is better, -1 less, 0 neither."""

    readings: tuple[JudgedReading, ...]
    better: int

    @property
    def axis(self) -> Axis:
        """The horizontal axis of the row, wide enough for its readings and their intervals."""
        low, high = extent(self.readings)
        return Axis(low, high, 8, BAR_WIDE - 8)


def extent(lines: Sequence[JudgedReading]) -> tuple[float, float]:
    """What an axis must hold: zero, every 80 % interval, every report, and a little more."""
    values = [0.0]
    for item in lines:
        values += [item.low, item.high, *item.numbers]
    low, high = min(values), max(values)
    pad = 0.04 * ((high - low) or 1.0)
    return low - (pad if low < 0 else 0), high + (pad if high > 0 else 0)


def scale_chart(row: Row, name: str, title: str) -> Markup:
    """The axis that the bars of one scale share, with the better end named."""
    axis = row.axis
    parts = [line(axis.start, BAR_HIGH - 9, axis.end, BAR_HIGH - 9, "axis")]
    for value in ticks(axis.low, axis.high, 5):
        x = axis(value)
        anchor = "start" if x < 16 else "end" if x > BAR_WIDE - 16 else "middle"
        parts += [
            line(x, BAR_HIGH - 9, x, BAR_HIGH - 5, "axis"),
            label(x, SCALE_HIGH - 9, number_short(value), "tick", anchor),
        ]
    if row.better:
        words, x, anchor = (
            ("better →", axis.end, "end") if row.better > 0 else ("← better", axis.start, "start")
        )
        parts.append(label(x, 6, words, "tick better", anchor))
    return picture(BAR_WIDE, SCALE_HIGH, name, title, f"Axis of {title}.", *parts)


def bar_chart(row: Row, item: JudgedReading, name: str) -> Markup:
    """One reading: 80 % and 50 % intervals, median, and the report as a diamond, bracket or arrow."""
    axis, middle = row.axis, BAR_HIGH / 2
    at = {level: axis(item.quantiles[level]) for level in LEVELS}
    kin = CLASSES[item.role]
    parts = [line(axis(value), 0, axis(value), BAR_HIGH, "grid") for value in ticks(axis.low, axis.high, 5)]
    parts.append(line(axis(0), 0, axis(0), BAR_HIGH, "zero"))
    for low, high, tall, class_ in (("0.1", "0.9", 9, "wide80"), ("0.25", "0.75", 15, "wide50")):
        wide = max(at[high] - at[low], 1.5)
        parts.append(box(at[low], middle - tall / 2, wide, tall, f"{class_} {kin}", rx=2))
    parts.append(line(at["0.5"], middle - 9.5, at["0.5"], middle + 9.5, f"centre {kin}"))
    parts += _report(row, item, middle)
    words = f"Reported {observed_words(item)}; predicted {predicted_words(item)}; {verdict_words(item)}."
    return picture(BAR_WIDE, BAR_HIGH, name, item.title, words, *parts)


def _report(row: Row, item: JudgedReading, middle: float) -> Iterator[Markup]:
    axis, class_ = row.axis, "report missed" if item.missed else "report"
    if item.kind == "value":
        yield _diamond(axis(item.numbers[0]), middle, 6.5, class_)
    elif item.kind == "band":
        low, high = (axis(value) for value in item.numbers)
        yield tag("path", d=f"M{low:.1f} {middle - 6}V{middle + 6}M{low:.1f} {middle}H{high:.1f}"
                  f"M{high:.1f} {middle - 6}V{middle + 6}", class_=f"{class_} open")  # fmt: skip
    elif item.observed == "no_difference" or not row.better:
        yield tag("circle", cx=axis(0), cy=middle, r=5.5, class_=f"{class_} open")
    else:
        way = row.better * (1 if item.observed == "improved" else -1)
        x = axis(0)
        head = f"M{x:.1f} {middle}h{22 * way}m{-7 * way} -6l{7 * way} 6l{-7 * way} 6"
        yield tag("path", d=head, class_=f"{class_} open")


def _diamond(x: float, y: float, size: float, class_: str) -> Markup:
    return tag(
        "path", d=f"M{x:.1f} {y - size:.1f}l{size} {size}l{-size} {size}l{-size} {-size}Z", class_=class_
    )


def number_short(value: float) -> str:
    """A tick: no trailing zeros, a real minus sign."""
    return f"{value:g}".replace("-", "−")


def place(item: JudgedReading) -> float | None:
    """Place of a report in its prediction; None for directions."""
    return item.place


def strip_chart(lines: Sequence[JudgedReading], name: str, title: str) -> Markup:
    """Every number of one family at its place in its prediction: -1 to 1 is the 80 % interval."""
    axis = Axis(-FARTHEST, FARTHEST, 10, STRIP_WIDE - 10)
    there = [item for item in lines if item.numbers]
    words = f"{sum(not item.missed for item in there)} of {len(there)} numbers inside the 80 % interval."
    return picture(STRIP_WIDE, STRIP_HIGH, name, title, words, *_strip(there, axis, 0, STRIP_HIGH))


def overview_chart(families: Mapping[str, Sequence[JudgedReading]], name: str) -> Markup:
    """The strips of all families under each other, as one picture."""
    axis = Axis(-FARTHEST, FARTHEST, 190, WIDE_ALL - 12)
    strips = {head: [item for item in lines if item.numbers] for head, lines in families.items()}
    strips = {head: lines for head, lines in strips.items() if lines}
    top = 24.0
    parts = [
        label(axis.start, 12, "← reported lower", "tick"),
        label(axis(0), 12, "80 % interval", "tick", "middle"),
        label(axis.end, 12, "reported higher →", "tick", "end"),
    ]
    for order, (head, lines) in enumerate(strips.items()):
        y = top + (STRIP_HIGH + 4) * order
        parts.append(label(12, y + STRIP_HIGH / 2 + 4, head, "label"))
        parts += _strip(lines, axis, y, STRIP_HIGH)
    high = top + (STRIP_HIGH + 4) * len(strips) + 6
    total = sum(map(len, strips.values()))
    inside = sum(not item.missed for lines in strips.values() for item in lines)
    words = f"{inside} of {total} reported numbers lie inside the 80 % interval."
    return picture(WIDE_ALL, high, name, "Where reports fall in their predictions", words, *parts)


def _strip(lines: Sequence[JudgedReading], axis: Axis, top: float, tall: float) -> Iterator[Markup]:
    """Dots of one family over its 80 % interval, moved up and down where they would hide each other."""
    yield box(axis.start, top, axis.end - axis.start, tall, "ground", rx=3)
    yield box(axis(-1), top, axis(1) - axis(-1), tall, "inner80")
    yield line(axis(0), top, axis(0), top + tall, "zero")
    taken: list[tuple[float, float]] = []
    heights = [share * tall for share in (0.5, 0.26, 0.74, 0.38, 0.62)]
    for item in sorted(lines, key=lambda one: place(one) or 0.0):
        x = axis(max(-FARTHEST, min(FARTHEST, place(item) or 0.0)))
        free = (
            y
            for y in heights
            if all(math.hypot(x - other, y - height) > 1.7 * DOT for other, height in taken)
        )
        y = next(free, heights[len(taken) % len(heights)])
        taken.append((x, y))
        kin = "missed" if item.missed else CLASSES[item.role]
        title = tag("title", f"{item.study}, {item.reading.label}: {verdict_words(item)}")
        yield tag("circle", title, cx=x, cy=top + y, r=DOT, class_=f"mark {kin}")


def below(lines: Sequence[JudgedReading], level: str) -> float:
    """Share of the reported numbers that lie below a predicted quantile; those upon it count half."""
    sides = [item.numbers[0] - item.quantiles[level] for item in lines]
    return sum(0.5 if side == 0 else float(side < 0) for side in sides) / len(sides)


def coverage_chart(groups: Mapping[Role, Sequence[JudgedReading]], name: str) -> Markup:
    """Predicted quantiles against the share of reports below them; on the diagonal for calibrated draws."""
    across, up = Axis(0, 1, 40, WIDE - 14), Axis(0, 1, HIGH - 40, 14)
    most = max((len(lines) for lines in groups.values()), default=0)
    parts = [*_square(across, up), *_chance(across, up, most)]
    told = []
    for role, lines in groups.items():
        if not lines:
            continue
        kin = CLASSES[role]
        shares = [(float(level), below(lines, level)) for level in LEVELS]
        points = [(across(x), up(y)) for x, y in shares]
        parts.append(tag("path", d=trace(points), class_=f"curve {kin}"))
        parts += [tag("circle", cx=x, cy=y, r=4.2, class_=f"mark {kin}") for x, y in points]
        told += [f"{role}: " + ", ".join(f"{share(y)} below the {share(x)} quantile" for x, y in shares)]
    parts.append(label(across.end, HIGH - 6, "predicted: share below", "tick", "end"))
    parts.append(label(across.start, 8, "reported: share below", "tick"))
    return picture(WIDE, HIGH, name, "Predicted quantiles against reports", ". ".join(told), *parts)


def _square(across: Axis, up: Axis) -> Iterator[Markup]:
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield line(across(value), up.start, across(value), up.end, "grid")
        yield line(across.start, up(value), across.end, up(value), "grid")
        yield label(across(value), up.start + 14, share(value), "tick", "middle")
        yield label(across.start - 5, up(value) + 3.5, f"{100 * value:.0f}", "tick", "end")
    yield line(across(0), up(0), across(1), up(1), "edge")


def _chance(across: Axis, up: Axis, count: int) -> Iterator[Markup]:
    """Where 80 of 100 calibrated models would lie with so many numbers, were all of them independent."""
    if not count:
        return
    ninth = NormalDist().inv_cdf(0.9)
    steps = [k / 40 for k in range(41)]
    half = [ninth * math.sqrt(p * (1 - p) / count) for p in steps]
    there = [(across(p), up(min(1.0, p + h))) for p, h in zip(steps, half, strict=True)]
    back = [(across(p), up(max(0.0, p - h))) for p, h in zip(steps, half, strict=True)]
    yield tag("path", d=trace(there + back[::-1], close=True), class_="calibrated")


def rank_chart(lines: Sequence[JudgedReading], name: str) -> Markup:
    """How many reports fall between neighbouring predicted quantiles, over what calibrated draws would give."""
    across, up = Axis(0, 1, 40, WIDE - 14), Axis(0, 1, HIGH - 40, 14)
    edges = [0.0, *(float(level) for level in LEVELS), 1.0]
    shares = [0.0, *(below(lines, level) for level in LEVELS), 1.0] if lines else edges
    ratio = [(b - a) / (q - p) for a, b, p, q in zip(shares, shares[1:], edges, edges[1:], strict=False)]
    top = max(2.0, *ratio) * 1.05
    up = Axis(0, top, up.start, up.end)
    parts = [*_rank_frame(across, up, edges)]
    for p, q, tall in zip(edges, edges[1:], ratio, strict=False):
        x = across(p) + 1
        parts.append(box(x, up(tall), across(q) - x - 1, up.start - up(tall), "pillar"))
    parts.append(line(across.start, up(1), across.end, up(1), "edge"))
    parts.append(label(across.end, HIGH - 6, "place of the report in its prediction", "tick", "end"))
    parts.append(label(across.start, 8, "reports, over what calibrated draws give", "tick"))
    words = ", ".join(
        f"{share(p)} to {share(q)}: {fixed(r)}" for p, q, r in zip(edges, edges[1:], ratio, strict=False)
    )
    return picture(WIDE, HIGH, name, "Ranks of the reports", f"Reports over expected: {words}.", *parts)


def _rank_frame(across: Axis, up: Axis, edges: Sequence[float]) -> Iterator[Markup]:
    for value in ticks(0, up.high, 4):
        yield line(across.start, up(value), across.end, up(value), "grid")
        yield label(across.start - 5, up(value) + 3.5, number_short(value), "tick", "end")
    for edge in edges:
        yield line(across(edge), up.start, across(edge), up.start + 3, "axis")
        yield label(across(edge), up.start + 14, f"{100 * edge:.0f}", "tick", "middle")
