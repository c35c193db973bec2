"""Drawing by hand: a few lines of SVG, axes and ticks. Every colour is a class of the style sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """One SVG element; children are escaped unless markup already. `class_`, `stroke_width` -> as in SVG."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_written(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    body = "".join(escape(child) for child in children)
    return Markup(f"<{name}{written}>{body}</{name}>") if body else Markup(f"<{name}{written}/>")


def _written(value: object) -> str:
    return pixel(float(value)) if isinstance(value, (int, float)) else str(value)


def pixel(value: float) -> str:
    """A coordinate to a twentieth of what the eye resolves: one decimal, and no negative zero."""
    short = f"{value:.1f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


def picture(
    width: float, height: float, name: str, title: str, description: str, *children: object
) -> Markup:
    """A whole SVG picture, titled and described for those who do not see it; `name` is its unique id."""
    return tag(
        "svg",
        tag("title", title, id=f"{name}-title"),
        tag("desc", description, id=f"{name}-desc"),
        *children,
        viewBox=f"0 0 {pixel(width)} {pixel(height)}",
        role="img",
        aria_labelledby=f"{name}-title {name}-desc",
        class_="chart",
    )


def label(
    x: float, y: float, words: str, class_: str = "label", anchor: str = "start", **more: object
) -> Markup:
    """A `<text>` element at (x, y)."""
    return tag("text", words, x=x, y=y, class_=class_, text_anchor=anchor, **more)


def line(x1: float, y1: float, x2: float, y2: float, class_: str, **more: object) -> Markup:
    """A `<line>` element from (x1, y1) to (x2, y2)."""
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_, **more)


def box(x: float, y: float, width: float, height: float, class_: str, **more: object) -> Markup:
    """A `<rect>` element; widths and heights below zero are drawn as zero."""
    return tag("rect", x=x, y=y, width=max(width, 0.0), height=max(height, 0.0), class_=class_, **more)


def needle(x: float, tip: float) -> Markup:
    """A session: a small needle whose tip points down at (x, tip)."""
    return tag(
        "path", d=f"M{pixel(x - 2.5)} {pixel(tip - 7)}h5L{pixel(x)} {pixel(tip + 1)}Z", class_="needle"
    )


def trace(points: Iterable[tuple[float, float]], close: bool = False) -> str:
    """Path data through points; those that fall on the same tenth of a pixel are written once."""
    written: list[str] = []
    for x, y in points:
        point = f"{pixel(x)} {pixel(y)}"
        if not written or written[-1] != point:
            written.append(point)
    return ("M" + "L".join(written) + ("Z" if close else "")) if written else ""


def band(xs: Sequence[float], low: Sequence[float], high: Sequence[float]) -> str:
    """Path data of the area between two curves."""
    there = list(zip(xs, high, strict=True))
    back = list(zip(reversed(xs), reversed(low), strict=True))
    return trace(there + back, close=True)


@dataclass(frozen=True)
class Axis:
    """Data to pixels: linear, or logarithmic when `log`. Pixels may run backwards (the vertical axis)."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        low, high, at = self.low, self.high, float(value)
        if self.log:
            low, high, at = math.log(low), math.log(high), math.log(max(at, self.low * 1e-3))
        share = (at - low) / ((high - low) or 1.0)
        return self.start + share * (self.end - self.start)


def ticks(low: float, high: float, count: int = 4, steps: Sequence[float] = (1, 2, 5, 10)) -> list[float]:
    """Round values between low and high, about `count` of them, on steps of `steps` times a power of ten."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low]
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(item * power for item in steps if item * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def week_ticks(last_day: float, count: int = 7) -> list[int]:
    """Weeks at which to mark a course: every 1, 2, 4, 8, 12, 26 or 52 weeks, so that at most `count` fit."""
    weeks = last_day / 7
    step = next((item for item in (1, 2, 4, 8, 12, 26, 52) if weeks / item <= count), 104)
    return list(range(0, int(weeks) + 1, step))
