"""The aftercare card of a plan: what the skin does by day, as simulated; what to stop and start again, and when."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ...course.safety.care_rows import ROWS, CareRow
from ...evidence.references import reference
from ...evidence.sources import sources as every_source
from ...phrases import listed
from ..draws import quantiles

if TYPE_CHECKING:
    from ...planner.one_plan import Plan

HOURS = 24


def healing(item: Plan) -> list[dict[str, str]]:
    """The days after a visit as simulated for this skin: pores, barrier, what others see; the late end of each."""
    harm = item.forecast.harm
    pores, barrier = quantiles(harm.channels_open_h)["high80"], quantiles(harm.barrier_open_h)["high80"]
    red, calm = quantiles(harm.erythema_days)["high80"], quantiles(harm.downtime_days)["high80"]
    shut = math.ceil(max(pores, barrier) / HOURS)
    stages = [
        (max(math.ceil(red), 1), "Redness should be gone."),
        (shut, "The holes have closed. Until then only what your clinic gives you goes on the skin."),
        (max(math.ceil(calm), 1), "The skin should be closed and calm. If not, call."),
    ]
    return [{"until": f"day {day}", "told": told} for day, told in sorted(stages, key=lambda stage: stage[0])]


def care_rows(item: Plan) -> list[dict[str, Any]]:
    """What to stop and start again around every visit, by day of the plan; the careful end of what sources say."""
    days = [session.day for session in item.course.sessions]
    return [_row(one, days) for one in ROWS]


def _row(one: CareRow, days: list[int]) -> dict[str, Any]:
    return {
        "what": one.what,
        "stop": _before(one),
        "start": _after(one),
        "dates": _dates(one, days),
        "source": one.source,
        "disagree": one.disagree,
    }


def _before(one: CareRow) -> str:
    if one.before_day is None:
        return "-"
    low, high = one.before_day
    return f"{high:g} days before" if low == high else f"{low:g} to {high:g} days before"


def _after(one: CareRow) -> str:
    if one.after_day is None:
        return "-"
    low, high = one.after_day
    words = f"day {high:g}" if low == high else f"day {low:g} to {high:g}"
    return f"{words} after"


def _dates(one: CareRow, days: list[int]) -> str:
    """From which day of the plan to which it is left alone around each visit, by the careful ends."""
    before = one.before_day[1] if one.before_day else 0
    after = one.after_day[1] if one.after_day else 0
    spans: list[list[float]] = []
    for day in days:
        start, end = day - before, day + after
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    return listed([f"{start:g} to {end:g}" for start, end in spans])


def sources() -> list[str]:
    """The sources behind the card that are on record, as they are cited."""
    known = every_source()
    return [reference(known[key]) for key in sorted({key for one in ROWS for key in one.keys})]
