"""From points of error and time to one number: the time at which a method reaches the error asked for.

    log time is linear in log error between the two tolerances whose errors lie on either side

Kept apart from all measuring, so that it can be tested on made-up points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

EQUAL_ERROR = 1e-3  # of the change in every outcome: 0.1 %
REACHED, LOOSEST, NEVER = "reached", "better at every tolerance", "not reached"


@dataclass(frozen=True)
class Point:
    """One tolerance: median and 90 % quantile over people of the error, milliseconds a column."""

    tolerance: float
    error: float
    error_p90: float
    ms: float


def ms_at(points: Sequence[Point], error: float = EQUAL_ERROR) -> tuple[float | None, str]:
    """Milliseconds at `error`, and how they were found: a key of REACHED, LOOSEST or NEVER.

    Points may come in any order. Where every tolerance is better than asked the cheapest counts; where a loose
    tolerance happens to be no cheaper than the next one that is good enough, the good one counts.
    """
    falling = sorted((p for p in points if math.isfinite(p.error)), key=lambda p: -p.tolerance)
    good = [p for p in falling if p.error <= error]
    if not good:
        return None, NEVER
    if len(good) == len(falling) == len(points):
        return min(p.ms for p in good), LOOSEST
    found = [p.ms for p in good]
    for worse, better in pairwise(falling):
        if worse.error > error >= better.error > 0 and worse.error < 100 * error:
            share = math.log(worse.error / error) / math.log(worse.error / better.error)
            found.append(worse.ms ** (1 - share) * better.ms**share)
    return min(found), REACHED


def for_nine_in_ten(points: Sequence[Point]) -> list[Point]:
    """The same curve judged by the 90 % quantile of the error over people."""
    return [replace(point, error=point.error_p90) for point in points]


def ratio(theirs: Sequence[float | None], ours: Sequence[float | None]) -> tuple[float, float, float] | None:
    """Median, lowest and highest over rounds of their time over ours, each round by itself; None: no round has both."""
    both = [a / b for a, b in zip(theirs, ours, strict=True) if a and b]
    return (median(both), min(both), max(both)) if both else None
