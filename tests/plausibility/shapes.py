"""The shapes a curve may have to have: each returns what is wrong with it, or nothing.

`x` are the values swept (numbers, or words), `y` what was read. Small numerical slack is never needed: runs are
deterministic, and a curve that should be flat says how flat.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

Y = Sequence[float]


def rises(x: Sequence[Any], y: Y, by: float = 1.0) -> str:
    """Strictly rising, and the last at least `by` times the first."""
    if any(after <= before for before, after in pairwise(y)):
        return "does not rise throughout"
    return "" if y[-1] >= by * y[0] else f"rises {y[-1] / y[0]:.3g}-fold only, {by:g} asked"


def falls(x: Sequence[Any], y: Y) -> str:
    """Strictly falling."""
    return "" if all(after < before for before, after in pairwise(y)) else "does not fall throughout"


def never_falls(x: Sequence[Any], y: Y) -> str:
    """Rising or level."""
    return "" if all(after >= before for before, after in pairwise(y)) else "falls"


def never_rises(x: Sequence[Any], y: Y) -> str:
    """Falling or level."""
    return "" if all(after <= before for before, after in pairwise(y)) else "rises"


def level(x: Sequence[Any], y: Y, within: float = 0.1) -> str:
    """All within a share of the largest."""
    span = max(y) - min(y)
    return "" if span <= within * max(map(abs, y)) else f"spans {span / max(map(abs, y)):.0%}"


def between(x: Sequence[Any], y: Y, low: float = float("-inf"), high: float = float("inf")) -> str:
    """Every value in a range."""
    out = [value for value in y if not low <= value <= high]
    return f"{', '.join(f'{value:.3g}' for value in out)} outside {low:g} to {high:g}" if out else ""


def ratio(x: Sequence[Any], y: Y, low: float = float("-inf"), high: float = float("inf")) -> str:
    """The last over the first in a range."""
    found = y[-1] / y[0] if y[0] else float("inf")
    return "" if low <= found <= high else f"last over first is {found:.3g}, not {low:g} to {high:g}"


def one_maximum(x: Sequence[Any], y: Y, drop: float = 0.0) -> str:
    """Rising, then level or falling, never twice; the end lies at least `drop` (a share) below the top."""
    top = max(range(len(y)), key=y.__getitem__)
    if never_falls(x[: top + 1], y[: top + 1]) or never_rises(x[top:], y[top:]):
        return "has more than one maximum"
    fallen = 1 - y[-1] / y[top]
    return "" if fallen >= drop else f"ends {fallen:.1%} below its maximum, {drop:.0%} asked"


def diminishing(x: Sequence[float], y: Y) -> str:
    """Rising with ever smaller steps per unit of x."""
    slopes = [(b - a) / (q - p) for (p, q), (a, b) in zip(pairwise(x), pairwise(y), strict=True)]
    if any(slope <= 0 for slope in slopes):
        return "does not rise throughout"
    return "" if all(later < sooner for sooner, later in pairwise(slopes)) else "steps do not get smaller"


def smooth(x: Sequence[float], y: Y, most: float = 3.0) -> str:
    """No cliff: when x grows f-fold, y grows at most f^`most`-fold."""
    for (p, q), (a, b) in zip(pairwise(x), pairwise(y), strict=True):
        if a <= 0 or b / a > (q / p) ** most:
            return f"a cliff from {p:g} to {q:g}: {a:.3g} to {b:.3g} (power {_power(p, q, a, b)})"
    return ""


def _power(p: float, q: float, a: float, b: float) -> str:
    return f"{math.log(b / a) / math.log(q / p):.1f}" if a > 0 and b > 0 else "unbounded"


SHAPES: dict[str, Callable[..., str]] = {
    "rises": rises,
    "falls": falls,
    "never falls": never_falls,
    "never rises": never_rises,
    "level": level,
    "between": between,
    "ratio": ratio,
    "one maximum": one_maximum,
    "diminishing": diminishing,
    "smooth": smooth,
}
